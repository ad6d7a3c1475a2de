import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportDocument } from '../report/document/document.ts'
import { documentHtml } from '../report/rendering/html.ts'
import { documentMarkdown } from '../report/rendering/markdown.ts'
import { renderPng, standaloneSvg } from '../report/rendering/pictures.ts'
import { chartsOf } from '../report/report-document.ts'
import { stableJson } from '../report/write-report.ts'

/**
 * Writes a result as `result.json`, its report as `report.html` and `report.md`, and each chart as SVG and PNG into a
 * folder, creating it if necessary.
 */
export async function writeDocument(result: object, document: ReportDocument, folder: string): Promise<void> {
  const style = await readFile(new URL('../report/rendering/report.css', import.meta.url), 'utf8')
  const files = new Map<string, string | Uint8Array>([
    ['result.json', stableJson(result)],
    ['report.html', documentHtml(document, style)],
    ['report.md', documentMarkdown(document, '.')],
  ])
  for (const chart of chartsOf(document)) {
    const svg = standaloneSvg(chart)
    files.set(`${chart.name}.svg`, svg)
    files.set(`${chart.name}.png`, renderPng(svg))
  }
  await mkdir(folder, { recursive: true })
  await Promise.all([...files].map(([path, content]) => writeFile(join(folder, path), content)))
}
