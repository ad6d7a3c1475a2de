import type { Block, ReportDocument, Table } from '../document/document.ts'
import { plainText } from '../document/text.ts'

/** The paragraphs and tables of a report for a terminal; what is folded or drawn is left out. */
export function textTables({ title, sections }: ReportDocument): string {
  const parts = sections.flatMap((section) => [`\n${section.title}`, ...section.blocks.flatMap(blockText)])
  return [title, ...parts].join('\n')
}

function blockText(block: Block): string[] {
  if (block.kind === 'paragraph') return [plainText(block.text)]
  return block.kind === 'table' ? [`\n${plainText(block.table.caption)}`, ...tableLines(block.table)] : []
}

function tableLines({ columns, rows }: Table): string[] {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(plainText))]
  const widths = columns.map((_column, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)))
  return cells.map((row) =>
    row
      .map((cell, index) =>
        columns[index]?.kind === 'number'
          ? cell.padStart(widths[index] ?? 0)
          : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
