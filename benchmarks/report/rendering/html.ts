import { createHash } from 'node:crypto'
import type {
  Block,
  Chart,
  Column,
  ReportDocument,
  Section,
  Table,
  VerdictItem,
} from '../document/document.ts'
import { plainText } from '../document/text.ts'
import { customProperties, DARK, LIGHT, paintRules } from '../drawing/palette.ts'
import { type VerdictWord, verdictMark } from '../drawing/verdict-mark.ts'
import { inlineSvg } from './pictures.ts'
import { escapeMarkup, svgOf } from './svg.ts'

/** The width that a chart has room for decides which one is shown. */
const LAYOUTS = [
  { layout: 'wide', width: 860 },
  { layout: 'medium', width: 620 },
  { layout: 'narrow', width: 340 },
]

/** What a page looks like and does, as texts that it contains. */
export interface PageAssets {
  style: string
  script: string
}

/**
 * The report as one self-contained page: its style, script and charts are inline, and it loads nothing. Everything can
 * be read without the script, which sorts tables, shows what marks say, and follows the reader in the contents.
 */
export function documentHtml(document: ReportDocument, { style, script }: PageAssets): string {
  const { title, subtitle, source, warnings, sections } = document
  const scriptHash = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; img-src data:`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeMarkup(plainText(title))}</title>
<style>
:root { ${customProperties(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { ${customProperties(DARK)} } }
${paintRules((role) => `var(--${role})`)}
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
${sections.map(({ id, title: name }) => `<li><a href="#${id}">${inlineHtml(name)}</a></li>`).join('\n')}
</ol>
</nav>
<main id="content">
${warnings.length === 0 ? '' : warningHtml(warnings)}${sections.map(sectionHtml).join('\n')}
</main>
<footer>
<p>${inlineHtml(source)}</p>
</footer>
<script>${script}</script>
</body>
</html>
`
}

function warningHtml(warnings: string[]): string {
  return `<section class="warnings" aria-labelledby="warnings">
<h2 id="warnings">Warnings</h2>
${listHtml(warnings)}
</section>
`
}

/** The id is within what is collapsed: a browser opens it for a link, without any script. */
function sectionHtml({ id, title, gist, blocks }: Section): string {
  const content = blocks.map((block) => blockHtml(block)).join('\n')
  if (gist === undefined) {
    return `<section aria-labelledby="${id}-title" id="${id}" data-section>
<h2 id="${id}-title">${inlineHtml(title)}</h2>
${content}
</section>`
  }
  return `<section aria-labelledby="${id}-title" data-section>
<details class="section">
<summary><h2 id="${id}-title">${inlineHtml(title)}</h2><p>${inlineHtml(gist)}</p></summary>
<div id="${id}" class="content">
${content}
</div>
</details>
</section>`
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inlineHtml(block.text)}</p>`
    case 'note':
      return `<p class="note">${inlineHtml(block.text)}</p>`
    case 'heading':
      return `<h3>${inlineHtml(block.text)}</h3>`
    case 'list':
      return listHtml(block.items)
    case 'verdicts':
      return verdictsHtml(block.items)
    case 'terms':
      return `<dl>\n${block.terms.map(({ term, text }) => `<div><dt>${inlineHtml(term)}</dt><dd>${inlineHtml(text)}</dd></div>`).join('\n')}\n</dl>`
    case 'code':
      return `<pre tabindex="0"><code>${escapeMarkup(block.text)}</code></pre>`
    case 'table':
      return tableHtml(block.table)
    case 'chart':
      return chartHtml(block.chart)
    case 'folded':
      return foldedHtml(block.summary, block.blocks.map(blockHtml).join('\n'))
  }
}

function foldedHtml(summary: string, content: string): string {
  return `<details>\n<summary>${inlineHtml(summary)}</summary>\n${content}\n</details>`
}

function listHtml(items: string[]): string {
  return `<ul>\n${items.map((item) => `<li>${inlineHtml(item)}</li>`).join('\n')}\n</ul>`
}

function verdictsHtml(items: VerdictItem[]): string {
  const lines = items.map(
    ({ verdict, text }) =>
      `<li><strong>${verdictSymbol(verdict)}${verdict}</strong> <span>${inlineHtml(text)}</span></li>`,
  )
  return `<ul class="verdicts">\n${lines.join('\n')}\n</ul>`
}

function verdictSymbol(verdict: VerdictWord): string {
  return `<svg viewBox="0 0 16 16" aria-hidden="true">${svgOf([verdictMark(verdict, { x: 8, y: 8 })])}</svg>`
}

function chartHtml(chart: Chart): string {
  const drawings = LAYOUTS.map((layout) => inlineSvg(chart, layout)).join('\n')
  return `<h3 id="chart-${chart.name}">${inlineHtml(chart.title)}</h3>
<figure>
<div class="drawing">
${drawings}
</div>
<figcaption>${inlineHtml(chart.description)}</figcaption>
</figure>
${foldedHtml('Data table', tableHtml(chart.table))}`
}

/** A table that is too wide for the page scrolls on its own, also with the keyboard. */
function tableHtml({ caption, isStacked, columns, rows }: Table): string {
  const head = columns.map(
    (column) => `<th scope="col"${classOf(column)}>${cellHtml(column.title, column)}</th>`,
  )
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeMarkup(plainText(caption))}">
<table${isStacked ? ' class="stacked"' : ''}>
<caption><span>${inlineHtml(caption)}</span></caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.map((row) => rowHtml(row, columns, isStacked)).join('\n')}
</tbody>
</table>
</div>`
}

function rowHtml(cells: string[], columns: Column[], isStacked = false): string {
  const html = cells.map((cell, index) => {
    const column = columns[index]
    const content = cellHtml(cell, column)
    if (index === 0) return `<th scope="row"${classOf(column)}>${content}</th>`
    // Stacked rows have no head above them: a cell says what it is.
    const title = isStacked ? ` data-title="${escapeMarkup(plainText(column?.title ?? ''))}"` : ''
    return `<td${classOf(column)}${title}>${content}</td>`
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
