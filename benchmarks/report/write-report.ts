import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchmarkResult } from '../result.ts'
import { documentHtml } from './document/document-html.ts'
import { documentMarkdown } from './document/document-markdown.ts'
import { chartsOf, reportDocument } from './document/report-document.ts'
import { removeOldCharts } from './remove-old-charts.ts'
import { renderPng } from './rendering/render-png.ts'
import { standaloneSvg } from './rendering/render-svg.ts'
import { stableJson } from './stable-json.ts'

/**
 * Writes `result.json`, `report.html`, `report.md` and each chart as SVG and PNG into a folder, which it makes
 * where it is missing. The charts of an earlier report there are removed. The same result gives the same bytes.
 *
 * @returns the names of the files.
 */
export async function writeReport(result: BenchmarkResult, folder: string): Promise<string[]> {
  const document = reportDocument(result)
  const style = await readFile(new URL('./document/report.css', import.meta.url), 'utf8')
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
