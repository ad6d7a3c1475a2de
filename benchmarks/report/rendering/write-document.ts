import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chartsOf, type ReportDocument } from '../document/document.ts'
import { coverPicture } from './cover-picture.ts'
import { documentHtml, type PageAssets } from './html.ts'
import { documentMarkdown } from './markdown.ts'
import { renderPng, standaloneSvg } from './pictures.ts'

/** The subfolder of the charts. It belongs to the report: each report replaces it with all that it contains. */
const CHART_FOLDER = 'report-charts'

/**
 * Writes a result as `result.json`, its report as `report.html` and `report.md`, and its first section as `report.png`
 * into a folder, creating it if necessary; and each chart as SVG and PNG into its subfolder `report-charts`, which is
 * replaced. Nothing else in the folder is touched. The same result gives the same bytes.
 *
 * @returns the paths of the files within the folder.
 */
export async function writeDocument(
  result: object,
  document: ReportDocument,
  folder: string,
): Promise<string[]> {
  const files = new Map<string, string | Uint8Array>([
    ['result.json', stableJson(result)],
    ['report.html', documentHtml(document, await readPageAssets())],
    ['report.md', documentMarkdown(document, CHART_FOLDER)],
    ['report.png', renderPng(standaloneSvg(coverPicture(document), document.source))],
  ])
  for (const chart of chartsOf(document)) {
    const svg = standaloneSvg(chart, document.source)
    files.set(`${CHART_FOLDER}/${chart.name}.svg`, svg)
    files.set(`${CHART_FOLDER}/${chart.name}.png`, renderPng(svg))
  }
  await rm(join(folder, CHART_FOLDER), { recursive: true, force: true })
  await mkdir(join(folder, CHART_FOLDER), { recursive: true })
  await Promise.all([...files].map(([path, content]) => writeFile(join(folder, path), content)))
  return [...files.keys()]
}

/** The style and script of every page. */
export async function readPageAssets(): Promise<PageAssets> {
  const read = (file: string) => readFile(new URL(file, import.meta.url), 'utf8')
  const [style, script] = await Promise.all([read('report.css'), read('page-script.js')])
  return { style, script }
}

/** JSON with sorted keys and an indentation of two spaces: equal values give equal bytes. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(value, sortKeys, 2)}\n`
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
