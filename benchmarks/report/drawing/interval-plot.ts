import { AXIS_HEIGHT, valueAxis } from './axis.ts'
import { arrowMark, lineMark, type Mark, type Point } from './marks.ts'
import type { ColourRole } from './palette.ts'
import { layOutRows, type PlacedRow, type RowGroup } from './rows.ts'
import { greatest, type Scale } from './scales.ts'
import { textWidth } from './text-width.ts'

const ROW = 22
const CAP = 4
const SIZE = 12
const FIGURES_LINE = 16
const GAP = 12
const NARROW = 560

/** A value with its interval, as a ratio: 1 is no change. */
export interface IntervalRow {
  name: string
  isBold?: boolean
  value: number
  /** May be beyond the scale. */
  low: number
  high: number
  /** The same in digits. */
  figures: string
  colour: ColourRole
  /** The symbol of the value. */
  pointAt: (centre: Point) => Mark
  /** Within this share of 1, a difference counts as none; 0 where nothing was tested for that. */
  margin?: number
}

interface PlotOptions {
  top: number
  width: number
  /** The scale between two places. */
  scaleFor: (span: { from: number; to: number }) => Scale
  format: (ratio: number) => string
}

/** A forest plot: intervals of ratios by row, with their digits beside them. An arrow marks an end beyond the scale. */
export function drawIntervalPlot(
  groups: RowGroup<IntervalRow>[],
  { top, width, scaleFor, format }: PlotOptions,
): { marks: Mark[]; bottom: number } {
  const figures = placeFigures(groups, width)
  const layout = layOutRows(groups, {
    ...{ width, top, rowHeight: ROW + figures.height },
    nameOf: ({ name }) => name,
    isBold: ({ isBold = false }) => isBold,
    maxShare: figures.isAbove ? 0 : 0.42,
  })
  const scale = scaleFor({ from: layout.left + 8, to: width - 8 - figures.width })
  return {
    bottom: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...layout.rows.map((placed) => marginBand(placed, scale)),
      ...valueAxis(scale, { bands: layout.bands, width, format, first: [1] }),
      ...layout.bands.map((band) =>
        lineMark({ x: scale.of(1), y: band.top }, { x: scale.of(1), y: band.bottom }, { stroke: 'muted' }),
      ),
      ...layout.marks,
      ...layout.rows.flatMap(({ row, top: rowTop, middle }) => [
        intervalMark(row, middle + figures.height / 2, scale),
        figuresMark(row, { x: width, y: figures.isAbove ? rowTop - 4 + figures.height : middle + 4.3 }),
      ]),
    ],
  }
}

interface FiguresPlace {
  /** Above what is drawn, on a phone, instead of to the right of it. */
  isAbove: boolean
  /** The room that they take to the right of what is drawn. */
  width: number
  /** The room that they take above it, where they do not fit beside the name. */
  height: number
}

function placeFigures(groups: RowGroup<IntervalRow>[], width: number): FiguresPlace {
  const rows = groups.flatMap((group) => group.rows)
  const nameWidth = greatest(
    rows.map(({ name, isBold = false }) => textWidth(name, { size: SIZE, bold: isBold })),
  )
  const figuresWidth = greatest(rows.map(({ figures }) => textWidth(figures, { size: SIZE })))
  if (width >= NARROW) return { isAbove: false, width: figuresWidth + GAP, height: 0 }
  const fitsBesideName = nameWidth + GAP + figuresWidth <= width
  return { isAbove: true, width: 0, height: fitsBesideName ? 0 : FIGURES_LINE }
}

/** The shaded band of what counts as no difference. */
function marginBand({ row: { margin = 0 }, top, height }: PlacedRow<IntervalRow>, scale: Scale): Mark {
  const [from, to] = [scale.of(1 - margin), scale.of(1 + margin)]
  return { kind: 'rect', x: from, y: top, width: to - from, height, fill: 'neutral', opacity: 0.25 }
}

function intervalMark(
  { name, figures, value, low, high, colour, pointAt }: IntervalRow,
  y: number,
  scale: Scale,
): Mark {
  const line = { stroke: colour, strokeWidth: 1.5 }
  const [left, right] = [scale.of(low), scale.of(high)]
  const cap = (x: number) => lineMark({ x, y: y - CAP }, { x, y: y + CAP }, line)
  return {
    kind: 'group',
    title: `${name}: ${figures}`,
    marks: [
      lineMark({ x: left, y }, { x: right, y }, line),
      low < scale.min ? arrowMark({ x: left, y }, 'left', colour) : cap(left),
      high > scale.max ? arrowMark({ x: right, y }, 'right', colour) : cap(right),
      pointAt({ x: scale.of(value), y }),
    ],
  }
}

/** Ends at a point. */
function figuresMark({ figures }: IntervalRow, end: Point): Mark {
  return { kind: 'text', ...end, text: figures, size: SIZE, colour: 'ink', anchor: 'end' }
}
