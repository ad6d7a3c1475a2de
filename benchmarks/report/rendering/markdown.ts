import type { Block, Chart, ReportDocument, Section, Table } from '../document/document.ts'
import { plainText } from '../document/text.ts'

/** The report as Markdown, with links to the SVG files of its charts in a folder beside it. */
export function documentMarkdown(document: ReportDocument, chartFolder: string): string {
  const { title, subtitle, source, warnings, sections } = document
  const parts = [
    `# ${inlineMarkdown(title)}`,
    inlineMarkdown(subtitle),
    ...(warnings.length === 0 ? [] : [`> **Warnings:**\n${listItems(warnings, '> - ')}`]),
    ...sections.map((section) => sectionMarkdown(section, chartFolder)),
    inlineMarkdown(source),
  ]
  return `${parts.join('\n\n')}\n`
}

function sectionMarkdown({ title, gist, blocks }: Section, chartFolder: string): string {
  return [
    `## ${inlineMarkdown(title)}`,
    ...(gist === undefined ? [] : [inlineMarkdown(gist)]),
    ...blocks.map((block) => blockMarkdown(block, chartFolder)),
  ].join('\n\n')
}

function blockMarkdown(block: Block, chartFolder: string): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return inlineMarkdown(block.text)
    case 'heading':
      return `### ${inlineMarkdown(block.text)}`
    case 'list':
      return listItems(block.items, '- ')
    case 'verdicts':
      return block.items.map(({ verdict, text }) => `- **${verdict}**: ${inlineMarkdown(text)}`).join('\n')
    case 'terms':
      return block.terms
        .map(({ term, text }) => `- **${inlineMarkdown(term)}**: ${inlineMarkdown(text)}`)
        .join('\n')
    case 'code':
      return codeMarkdown(block)
    case 'table':
      return tableMarkdown(block.table)
    case 'chart':
      return chartMarkdown(block.chart, chartFolder)
    case 'folded':
      return [
        `**${inlineMarkdown(block.summary)}**`,
        ...block.blocks.map((inner) => blockMarkdown(inner, chartFolder)),
      ].join('\n\n')
  }
}

function listItems(items: string[], bullet: string): string {
  return items.map((item) => `${bullet}${inlineMarkdown(item)}`).join('\n')
}

/** The fence is longer than any run of backticks in the text. */
function codeMarkdown({ language, text }: { language: string; text: string }): string {
  const longestRun = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

function tableMarkdown({ caption, columns, rows }: Table): string {
  const line = (cells: string[]) => `| ${cells.map(inlineMarkdown).join(' | ')} |`
  const rule = columns.map(({ kind }) => (kind === 'number' ? '--:' : ':--'))
  return [
    `*${inlineMarkdown(caption)}*`,
    '',
    line(columns.map(({ title }) => title)),
    `| ${rule.join(' | ')} |`,
    ...rows.map(line),
  ].join('\n')
}

function chartMarkdown({ name, title, description, caveat, table }: Chart, chartFolder: string): string {
  return [
    `### ${inlineMarkdown(title)}`,
    `![${inlineMarkdown(plainText(title))}](${chartFolder}/${name}.svg)`,
    ...(caveat === null ? [] : [`**${inlineMarkdown(caveat)}**`]),
    inlineMarkdown(description),
    tableMarkdown(table),
  ].join('\n\n')
}

/** Text with code between backticks as one line of Markdown. Everything else is escaped. */
export function inlineMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .split(/(`[^`]+`)/)
    .map((part) => (isCode(part) ? part.replaceAll('|', '\\|') : part.replace(/[\\`*_{}[\]<>|#&~]/g, '\\$&')))
    .join('')
}

function isCode(part: string): boolean {
  return part.length > 2 && part.startsWith('`') && part.endsWith('`')
}
