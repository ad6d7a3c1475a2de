import type { Mark } from './marks.ts'
import { type Font, shortened, textWidth, wrapped } from './text-width.ts'

const SIZE = 12
const NAME_HEIGHT = 17
const TITLE: Font = { size: SIZE, bold: true }
const BELOW_TITLE = 7
const BETWEEN = 10
const GAP = 12

/** Rows under one title. */
export interface RowGroup<Row> {
  /** Null where the rows need none. */
  title: string | null
  rows: Row[]
}

export interface PlacedRow<Row> {
  row: Row
  /** Of what is drawn in the row, below its name where that is above it. */
  top: number
  height: number
  middle: number
}

export interface RowLayout<Row> {
  /** The titles and names. */
  marks: Mark[]
  rows: PlacedRow<Row>[]
  /** Where what is drawn begins, to the right of the names. */
  left: number
  /** The parts of the height that have no titles or names over the whole width, from the top down. */
  bands: { top: number; bottom: number }[]
  bottom: number
}

interface RowOptions<Row> {
  width: number
  top: number
  /** Of what is drawn in a row. */
  rowHeight: number
  nameOf: (row: Row) => string
  isBold?: (row: Row) => boolean
  /** The names have at most this share of the width beside what is drawn. */
  maxShare?: number | undefined
}

/**
 * Places rows from the top down, with their names on the left, or above them where the names are too wide for that.
 * A name that is wider than the whole drawing is shortened.
 */
export function layOutRows<Row>(groups: RowGroup<Row>[], options: RowOptions<Row>): RowLayout<Row> {
  const { width, rowHeight, nameOf, isBold = () => false, maxShare = 0.42 } = options
  const fontOf = (row: Row): Font => ({ size: SIZE, bold: isBold(row) })
  const names = groups.flatMap(({ rows }) => rows.map((row) => textWidth(nameOf(row), fontOf(row))))
  const nameWidth = Math.ceil(Math.max(0, ...names)) + GAP
  const above = nameWidth > width * maxShare
  const marks: Mark[] = []
  const placed: PlacedRow<Row>[] = []
  const bands: { top: number; bottom: number }[] = []
  let y = options.top
  for (const { title, rows } of groups) {
    if (y > options.top) y += BETWEEN
    for (const text of title === null ? [] : wrapped(title, width, TITLE)) {
      marks.push({ kind: 'text', x: 0, y: y + 13, text, colour: 'ink', ...TITLE })
      y += NAME_HEIGHT
    }
    if (title !== null) y += BELOW_TITLE
    for (const row of rows) {
      const font = fontOf(row)
      const name = shortened(nameOf(row), above ? width : nameWidth, font)
      const top = above ? y + NAME_HEIGHT : y
      const base = above ? y + 13 : top + rowHeight / 2 + SIZE * 0.36
      marks.push({ kind: 'text', x: 0, y: base, text: name, colour: 'ink', ...font })
      placed.push({ row, top, height: rowHeight, middle: top + rowHeight / 2 })
      y = top + rowHeight
      if (above) bands.push({ top, bottom: y })
    }
    const [first, last] = [placed.at(-rows.length), placed.at(-1)]
    if (!above && rows.length > 0 && first && last)
      bands.push({ top: first.top, bottom: last.top + last.height })
  }
  return { marks, rows: placed, left: above ? 0 : nameWidth, bands, bottom: y }
}
