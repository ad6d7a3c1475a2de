import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchmarkResult } from '../result.ts'
import { documentHtml } from './rendering/html.ts'
import { documentMarkdown } from './rendering/markdown.ts'
import { renderPng, standaloneSvg } from './rendering/pictures.ts'
import { chartsOf, reportDocument } from './report-document.ts'

/**
 * Writes `result.json`, `report.html`, `report.md` and each chart as SVG and PNG into a folder, which it makes
 * where it is missing. The charts of an earlier report there are removed. The same result gives the same bytes.
 *
 * @returns the names of the files.
 */
export async function writeReport(result: BenchmarkResult, folder: string): Promise<string[]> {
  const document = reportDocument(result)
  const style = await readFile(new URL('./rendering/report.css', import.meta.url), 'utf8')
  const files = new Map<string, string | Uint8Array>([
    ['result.json', stableJson(result)],
    ['report.html', documentHtml(document, style)],
    ['report.md', documentMarkdown(document)],
  ])
  for (const chart of chartsOf(document)) {
    const svg = standaloneSvg(chart)
    files.set(`${chart.name}.svg`, svg)
    files.set(`${chart.name}.png`, renderPng(svg))
  }
  await mkdir(folder, { recursive: true })
  await removeOldCharts(folder)
  await Promise.all([...files].map(([name, content]) => writeFile(join(folder, name), content)))
  return [...files.keys()]
}

/** JSON with sorted keys and an indentation of two spaces: equal values give equal bytes. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(value, sortKeys, 2)}\n`
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Removes the charts of an earlier report from a folder. Its `report.md` says which they are; no other file is
 * touched, and nothing happens where there was no report.
 */
export async function removeOldCharts(folder: string): Promise<void> {
  const charts = chartNames(await readReport(folder))
  const files = charts.flatMap((name) => [`${name}.svg`, `${name}.png`])
  await Promise.all(files.map((file) => rm(join(folder, file), { force: true })))
}

async function readReport(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'report.md'), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** The names that charts have, and no others, so that no link leads out of the folder. */
function chartNames(markdown: string): string[] {
  return [...markdown.matchAll(/^!\[.*\]\(([a-z0-9-]+)\.svg\)$/gm)].flatMap(([, name]) => name ?? [])
}
