import type { Block, Chart, Column, ReportDocument, Section, Table } from '../document/document.ts'
import { plainText } from '../document/text.ts'
import { customProperties, DARK, LIGHT } from '../drawing/palette.ts'
import { escapeMarkup, inlineSvg } from './pictures.ts'

const LAYOUTS = [
  { layout: 'wide', width: 860 },
  { layout: 'narrow', width: 340 },
]

/** The report as one self-contained page: its style and charts are inline, it has no script and loads nothing. */
export function documentHtml(document: ReportDocument, style: string): string {
  const { title, subtitle, warnings, sections } = document
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(plainText(title))}</title>
<style>
:root { ${customProperties(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { ${customProperties(DARK)} } }
${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<h1>${inlineHtml(title)}</h1>
<p class="subtitle">${inlineHtml(subtitle)}</p>
</header>
<nav aria-label="Contents">
<ol>
${sections.map(contentsEntry).join('\n')}
</ol>
</nav>
<main id="content">
${warnings.length === 0 ? '' : warningHtml(warnings)}${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`
}

function contentsEntry({ id, title, blocks }: Section): string {
  const charts = blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []))
  const entries = charts.map(
    (chart) => `<li><a href="#chart-${chart.name}">${inlineHtml(chart.title)}</a></li>`,
  )
  const below = entries.length === 0 ? '' : `\n<ol>\n${entries.join('\n')}\n</ol>\n`
  return `<li><a href="#${id}">${inlineHtml(title)}</a>${below}</li>`
}

function warningHtml(warnings: string[]): string {
  return `<section class="warnings" aria-labelledby="warnings">
<h2 id="warnings">Warnings</h2>
${listHtml(warnings)}
</section>
`
}

function sectionHtml({ id, title, blocks }: Section): string {
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${inlineHtml(title)}</h2>
${blocks.map(blockHtml).join('\n')}
</section>`
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inlineHtml(block.text)}</p>`
    case 'heading':
      return `<h3>${inlineHtml(block.text)}</h3>`
    case 'list':
      return listHtml(block.items)
    case 'terms':
      return `<dl>\n${block.terms.map(({ term, text }) => `<div><dt>${inlineHtml(term)}</dt><dd>${inlineHtml(text)}</dd></div>`).join('\n')}\n</dl>`
    case 'code':
      return `<pre tabindex="0"><code>${escapeMarkup(block.text)}</code></pre>`
    case 'table':
      return tableHtml(block.table)
    case 'chart':
      return chartHtml(block.chart)
    case 'folded':
      return `<details>\n<summary>${inlineHtml(block.summary)}</summary>\n${block.blocks.map(blockHtml).join('\n')}\n</details>`
  }
}

function listHtml(items: string[]): string {
  return `<ul>\n${items.map((item) => `<li>${inlineHtml(item)}</li>`).join('\n')}\n</ul>`
}

function chartHtml(chart: Chart): string {
  const drawings = LAYOUTS.map((layout) => inlineSvg(chart, layout)).join('\n')
  return `<h3 id="chart-${chart.name}">${inlineHtml(chart.title)}</h3>
<figure>
${drawings}
<figcaption>${inlineHtml(chart.description)}</figcaption>
</figure>
<details open>
<summary>Data table</summary>
${tableHtml(chart.table)}
</details>`
}

/** A table that is too wide for the page scrolls on its own, also with the keyboard. */
function tableHtml({ caption, columns, rows }: Table): string {
  const head = columns.map(
    (column) => `<th scope="col"${classOf(column)}>${cellHtml(column.title, column)}</th>`,
  )
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeMarkup(plainText(caption))}">
<table>
<caption><span>${inlineHtml(caption)}</span></caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.map((row) => rowHtml(row, columns)).join('\n')}
</tbody>
</table>
</div>`
}

function rowHtml(cells: string[], columns: Column[]): string {
  const html = cells.map((cell, index) => {
    const attributes = classOf(columns[index])
    const content = cellHtml(cell, columns[index])
    return index === 0 ? `<th scope="row"${attributes}>${content}</th>` : `<td${attributes}>${content}</td>`
  })
  return `<tr>${html.join('')}</tr>`
}

/** Numbers are wrapped only after a comma. */
function cellHtml(text: string, column: Column | undefined): string {
  const html = inlineHtml(text)
  return column?.kind === 'number' ? html.replaceAll(', ', ',<br>') : html
}

function classOf(column: Column | undefined): string {
  return column === undefined ? '' : ` class="${column.kind}"`
}

/** Text with code between backticks as HTML. Everything else is escaped. */
export function inlineHtml(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}
