import type { BenchmarkResult, Judgement } from '../../result.ts'
import type { Chart, Drawing } from '../document/document.ts'
import { formatChange, formatChangeInterval, formatDecimal } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { arrowMark, lineMark, type Mark, type Point } from '../drawing/marks.ts'
import { layOutRows, type PlacedRow } from '../drawing/rows.ts'
import { greatest, logarithmicScale, type Scale } from '../drawing/scales.ts'
import { stack, textParts } from '../drawing/stack.ts'
import { textWidth } from '../drawing/text-width.ts'
import { verdictColour, verdictMark } from '../drawing/verdict-mark.ts'
import { invalidLoadCaveat, loadedUsers } from '../latency/loads.ts'
import { formatMargins } from './equivalence-margin.ts'
import { isEstimated, TOO_FEW_ROUNDS, VERDICTS } from './estimated.ts'
import {
  type ForestGroup,
  type ForestRow,
  forestGroups,
  placeOnScale,
  type RatioScale,
  ratioScale,
} from './forest-rows.ts'
import { forestTable } from './forest-table.ts'

const ROW = 22
const CAP = 4
const FIGURES = { size: 12 }
const FIGURES_LINE = 16
const GAP = 12
const NARROW = 560

const LEGEND: Record<Judgement['verdict'], string> = {
  faster: 'faster, or less CPU',
  slower: 'slower, or more CPU',
  equivalent: 'equivalent',
  'cannot tell': 'cannot tell',
}

/** All comparisons of a run with their intervals and verdicts, on one logarithmic axis. */
export function forestChart(result: BenchmarkResult): Chart {
  const { settings } = result
  const groups = forestGroups(result)
  return {
    name: 'comparisons',
    title: 'Change from scenario to scenario, all comparisons',
    description: `Change in percent: service time, server CPU and database CPU were measured head to head, medians and p95 under load. With ${formatDecimal(settings.confidence * 100)} % confidence intervals adjusted for multiple comparisons, on a logarithmic axis: halving and doubling are equally far from 0. Left of 0 is less. An arrow marks an interval that goes on beyond the axis. Within the shaded bands, a difference counts as none: ${formatMargins(settings)}.`,
    caveat: invalidLoadCaveat(result, loadedUsers(result)),
    draw: (width) => drawForest(groups, width),
    table: forestTable(groups, settings),
  }
}

function drawForest(groups: ForestGroup[], width: number): Drawing {
  const drawn = groups
    .map((group) => ({ ...group, rows: group.rows.filter(hasEstimate) }))
    .filter(({ rows }) => rows.length > 0)
  const legend = verdictLegend(drawn, width)
  const plot = drawn.length === 0 ? NOTHING : drawPlot(drawn, { top: legend.height, width })
  const notes = stack(
    notCompared(groups).flatMap((note) =>
      textParts(note, width, { font: FIGURES, colour: 'muted', lineHeight: 17 }),
    ),
  )
  const top = plot.bottom + GAP
  return {
    width,
    height: notes.height === 0 ? plot.bottom : top + notes.height,
    marks: [...legend.marks, ...plot.marks, { kind: 'moved', x: 0, y: top, marks: notes.marks }],
  }
}

const NOTHING: Plot = { marks: [], bottom: 0 }

interface Plot {
  marks: Mark[]
  bottom: number
}

function drawPlot(groups: ForestGroup[], { top, width }: { top: number; width: number }): Plot {
  const ratios = ratioScale(groups)
  const figures = placeFigures(groups, width)
  const layout = layOutRows(
    groups.map(({ from, to, rows }) => ({ title: `from ${from} to ${to}`, rows })),
    {
      ...{ width, top, rowHeight: ROW + figures.height },
      nameOf: ({ name }) => name,
      maxShare: figures.isAbove ? 0 : 0.35,
    },
  )
  const scale = logarithmicScale({ from: layout.left + 8, to: width - 8 - figures.width }, ratios)
  const format = (ratio: number) => (ratio === 1 ? 'no change' : formatChange(ratio - 1))
  return {
    bottom: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...layout.rows.map((placed) => marginBand(placed, scale)),
      ...valueAxis(scale, { bands: layout.bands, width, format, first: [1] }),
      ...layout.bands.map(({ top: start, bottom: end }) =>
        lineMark({ x: scale.of(1), y: start }, { x: scale.of(1), y: end }, { stroke: 'muted' }),
      ),
      ...layout.marks,
      ...layout.rows.flatMap(({ row, top: rowTop, middle }) => [
        ...estimateMarks(row, { y: middle + figures.height / 2, ratios, scale }),
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

function placeFigures(groups: ForestGroup[], width: number): FiguresPlace {
  const rows = groups.flatMap((group) => group.rows)
  const nameWidth = greatest(rows.map(({ name }) => textWidth(name, FIGURES)))
  const figuresWidth = greatest(rows.map((row) => textWidth(figuresOf(row), FIGURES)))
  if (width >= NARROW) return { isAbove: false, width: figuresWidth + GAP, height: 0 }
  const fitsBesideName = nameWidth + GAP + figuresWidth <= width
  return { isAbove: true, width: 0, height: fitsBesideName ? 0 : FIGURES_LINE }
}

function verdictLegend(groups: ForestGroup[], width: number) {
  const verdicts = new Set(groups.flatMap(({ rows }) => rows.map(({ judgement }) => judgement.verdict)))
  return legendOf(
    VERDICTS.filter((verdict) => verdicts.has(verdict)).map((verdict) => ({
      name: LEGEND[verdict],
      swatch: (centre) => [verdictMark(verdict, centre)],
    })),
    width,
  )
}

/** What was not estimated has no row; it is named in one line for each pair. */
function notCompared(groups: ForestGroup[]): string[] {
  return groups.flatMap(({ from, to, rows }) => {
    const names = rows.filter((row) => !hasEstimate(row)).map(({ name }) => name)
    if (names.length === 0) return []
    return [`Not compared from ${from} to ${to}, ${TOO_FEW_ROUNDS}: ${names.join('; ')}`]
  })
}

function hasEstimate({ judgement }: ForestRow): boolean {
  return isEstimated(judgement)
}

/** The shaded band of what counts as equivalent. */
function marginBand({ row: { margin }, top, height }: PlacedRow<ForestRow>, scale: Scale): Mark {
  const [from, to] = [scale.of(1 - margin), scale.of(1 + margin)]
  return { kind: 'rect', x: from, y: top, width: to - from, height, fill: 'neutral', opacity: 0.25 }
}

interface EstimatePlace {
  y: number
  ratios: RatioScale
  scale: Scale
}

function estimateMarks(row: ForestRow, { y, ratios, scale }: EstimatePlace): Mark[] {
  const { judgement } = row
  if (!isEstimated(judgement)) return []
  const { value, low, high, leavesLeft, leavesRight } = placeOnScale(judgement, ratios)
  const colour = verdictColour(judgement.verdict)
  const line = { stroke: colour, strokeWidth: 1.5 }
  const [left, right] = [scale.of(low), scale.of(high)]
  const cap = (x: number) => lineMark({ x, y: y - CAP }, { x, y: y + CAP }, line)
  return [
    {
      kind: 'group',
      title: `${row.name}: ${figuresOf(row)}`,
      marks: [
        lineMark({ x: left, y }, { x: right, y }, line),
        leavesLeft ? arrowMark({ x: left, y }, 'left', colour) : cap(left),
        leavesRight ? arrowMark({ x: right, y }, 'right', colour) : cap(right),
        verdictMark(judgement.verdict, { x: scale.of(value), y }),
      ],
    },
  ]
}

/** Ends at a point. */
function figuresMark(row: ForestRow, end: Point): Mark {
  return { kind: 'text', ...end, text: figuresOf(row), ...FIGURES, colour: 'ink', anchor: 'end' }
}

/** The change and its interval. */
function figuresOf({ judgement }: ForestRow): string {
  if (!isEstimated(judgement)) return ''
  const { change, low, high } = judgement
  return `${formatChange(change)} (${formatChangeInterval(low, high)})`
}
