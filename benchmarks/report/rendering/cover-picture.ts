import type { Block, ReportDocument, Table, VerdictItem } from '../document/document.ts'
import { plainText } from '../document/text.ts'
import { lineMark, type Mark } from '../drawing/marks.ts'
import { greatest } from '../drawing/scales.ts'
import { type Part, space, stack, textParts } from '../drawing/stack.ts'
import { type Font, textWidth, wrapped } from '../drawing/text-width.ts'
import { verdictMark } from '../drawing/verdict-mark.ts'
import type { Picture } from './pictures.ts'

const TEXT: Font = { size: 12.5 }
const BOLD: Font = { size: 12.5, bold: true }
const CELL: Font = { size: 12 }
const HEAD: Font = { size: 11 }
const LINE = 18
const VERDICT_WIDTH = 124
const CELL_GAP = 14
const MIN_TEXT_COLUMN = 100

/** The first section of a report as one picture to pass on, with the warnings. */
export function coverPicture({ title, subtitle, warnings, sections }: ReportDocument): Picture {
  const blocks = sections[0]?.blocks ?? []
  return {
    title,
    description: subtitle,
    caveat: warnings.length === 0 ? null : warnings.join(' '),
    draw: (width) => ({ width, ...stack(blocks.flatMap((block) => blockParts(block, width))) }),
  }
}

/** What a picture can show of a block: what can only be opened, copied or followed is left to the page. */
function blockParts(block: Block, width: number): Part[] {
  switch (block.kind) {
    case 'paragraph':
      return [
        ...textParts(plainText(block.text), width, { font: TEXT, colour: 'ink', lineHeight: LINE }),
        space(10),
      ]
    case 'note':
      return [
        ...textParts(plainText(block.text), width, { font: HEAD, colour: 'muted', lineHeight: 16 }),
        space(14),
      ]
    case 'heading':
      return textParts(plainText(block.text), width, { font: BOLD, colour: 'ink', lineHeight: 24 })
    case 'verdicts':
      return [...block.items.flatMap((item) => verdictParts(item, width)), rule(width), space(10)]
    case 'table':
      return tableParts(block.table, width)
    case 'chart': {
      const { title, draw } = block.chart
      const { height, marks } = draw(width)
      return [
        space(22),
        ...textParts(plainText(title), width, { font: BOLD, colour: 'ink', lineHeight: 26 }),
        { height, marksAt: (y) => [{ kind: 'moved', x: 0, y, marks }] },
      ]
    }
    case 'list':
    case 'terms':
    case 'code':
    case 'folded':
      return []
  }
}

function rule(width: number): Part {
  return { height: 8, marksAt: (y) => [lineMark({ x: 0, y }, { x: width, y }, { stroke: 'rule' })] }
}

function verdictParts({ verdict, text }: VerdictItem, width: number): Part[] {
  const [first, ...others] = textParts(plainText(text), width - VERDICT_WIDTH, {
    font: TEXT,
    colour: 'ink',
    lineHeight: LINE,
    left: VERDICT_WIDTH,
  })
  const word: Mark = { kind: 'text', x: 18, y: TEXT.size, text: verdict, colour: 'ink', ...BOLD }
  const symbol = verdictMark(verdict, { x: 7, y: TEXT.size - 4 })
  return [
    rule(width),
    {
      height: LINE,
      marksAt: (top) => [
        { kind: 'moved', x: 0, y: top, marks: [symbol, word] },
        ...(first?.marksAt(top) ?? []),
      ],
    },
    ...others,
    space(4),
  ]
}

/** A table whose columns of text share the width that names and numbers leave. */
function tableParts({ columns, rows }: Table, width: number): Part[] {
  const widths = columnWidths({ columns, rows }, width)
  const starts = widths.map((_width, index) =>
    widths.slice(0, index).reduce((sum, each) => sum + each + CELL_GAP, 0),
  )
  const line = (cells: string[], font: Font, colour: 'ink' | 'muted'): Part => {
    const texts = cells.map((cell, index) => wrapped(plainText(cell), widths[index] ?? 0, font))
    const height = greatest([1, ...texts.map(({ length }) => length)]) * 16 + 10
    return {
      height,
      marksAt: (top) => [
        ...texts.flatMap((lines, index) => {
          const isNumber = columns[index]?.kind === 'number'
          const x = (starts[index] ?? 0) + (isNumber ? (widths[index] ?? 0) : 0)
          return lines.map(
            (text, row): Mark => ({
              kind: 'text',
              ...{ x, y: top + 16 + row * 16, text, colour, ...font },
              anchor: isNumber ? 'end' : 'start',
            }),
          )
        }),
        lineMark({ x: 0, y: top + height }, { x: width, y: top + height }, { stroke: 'rule' }),
      ],
    }
  }
  return [
    line(
      columns.map(({ title }) => title),
      HEAD,
      'muted',
    ),
    ...rows.map((cells) => line(cells, CELL, 'ink')),
  ]
}

function columnWidths({ columns, rows }: Pick<Table, 'columns' | 'rows'>, width: number): number[] {
  const natural = columns.map(({ title }, index) => {
    const cells = rows.map((row) => textWidth(plainText(row[index] ?? ''), CELL))
    const words = plainText(title)
      .split(' ')
      .map((word) => textWidth(word, HEAD))
    const aThird = textWidth(plainText(title), HEAD) / 3
    return greatest([aThird, ...words, ...cells])
  })
  const isText = (index: number) => columns[index]?.kind === 'text'
  const sumOf = (widths: number[]) => widths.reduce((sum, each) => sum + each, 0)
  const forTexts =
    width - (columns.length - 1) * CELL_GAP - sumOf(natural.filter((_, index) => !isText(index)))
  const share = forTexts / Math.max(1, columns.filter((_, index) => isText(index)).length)
  return natural.map((each, index) =>
    isText(index) ? Math.min(each, Math.max(MIN_TEXT_COLUMN, share)) : each,
  )
}
