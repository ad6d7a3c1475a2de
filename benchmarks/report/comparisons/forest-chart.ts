import type { BenchmarkResult, Judgement, Settings } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatChange, formatChangeInterval, formatCount, formatDecimal } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { arrowMark, lineMark, type Mark, type Point } from '../drawing/marks.ts'
import { layOutRows, type PlacedRow, type RowGroup } from '../drawing/rows.ts'
import { greatest, logarithmicScale, type Scale } from '../drawing/scales.ts'
import { stack, textParts } from '../drawing/stack.ts'
import { textWidth } from '../drawing/text-width.ts'
import { verdictColour, verdictMark } from '../drawing/verdict-mark.ts'
import { invalidLoadCaveat, loadedUsers } from '../latency/loads.ts'
import { formatDetectable } from './detectable.ts'
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

const ROW = 22
const CAP = 4
const FIGURES = { size: 12 }
const FIGURES_LINE = 16
const GAP = 12

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
  const ratios = ratioScale(groups)
  const verdicts = new Set(groups.flatMap(({ rows }) => rows.filter(hasEstimate).map(verdictOf)))
  const legend = legendOf(
    VERDICTS.filter((verdict) => verdicts.has(verdict)).map((name) => ({
      name: LEGEND[name],
      swatch: (centre) => [verdictMark(name, centre)],
    })),
    width,
  )
  const isNarrow = width < 560
  const drawn = groups.map(drawnGroup).filter(({ rows }) => rows.length > 0)
  const widest = (textOf: (row: ForestRow) => string) =>
    greatest([0, ...drawn.flatMap(({ rows }) => rows.map((row) => textWidth(textOf(row), FIGURES)))])
  const figuresWidth = widest(figuresOf)
  // On a phone the figures are beside the name, above what is drawn, or below the name where that is too wide.
  const fitsBeside = widest(({ name }) => name) + figuresWidth + GAP <= width
  const figuresHeight = isNarrow && !fitsBeside ? FIGURES_LINE : 0
  const layout = layOutRows(drawn, {
    width,
    top: legend.height,
    rowHeight: ROW + figuresHeight,
    nameOf: ({ name }) => name,
    maxShare: isNarrow ? 0 : 0.35,
  })
  const right = isNarrow ? width - 8 : width - figuresWidth - 16
  const scale = logarithmicScale({ from: layout.left + 8, to: right }, ratios)
  const format = (ratio: number) => (ratio === 1 ? 'no change' : formatChange(ratio - 1))
  const notes = stack(
    notCompared(groups).flatMap((note) =>
      textParts(note, width, { font: FIGURES, colour: 'muted', lineHeight: 17 }),
    ),
  )
  const bottom = layout.rows.length === 0 ? 0 : layout.bottom + AXIS_HEIGHT
  return {
    width,
    height: bottom + notes.height + (notes.height > 0 ? GAP : 0),
    marks: [
      ...legend.marks,
      { kind: 'moved', x: 0, y: bottom + GAP, marks: notes.marks },
      ...layout.rows.map((placed) => marginBand(placed, scale)),
      ...(layout.rows.length === 0
        ? []
        : valueAxis(scale, { bands: layout.bands, width, format, first: [1] })),
      ...layout.bands.map(({ top, bottom }) =>
        lineMark({ x: scale.of(1), y: top }, { x: scale.of(1), y: bottom }, { stroke: 'muted' }),
      ),
      ...layout.marks,
      ...layout.rows.flatMap((placed) => [
        ...estimateMarks(placed, { y: placed.middle + figuresHeight / 2, ratios, scale }),
        figuresMark(placed, { x: width, y: isNarrow ? placed.top - 4 + figuresHeight : placed.middle + 4.3 }),
      ]),
    ],
  }
}

function drawnGroup({ from, to, rows }: ForestGroup): RowGroup<ForestRow> {
  return { title: `from ${from} to ${to}`, rows: rows.filter(hasEstimate) }
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

function verdictOf({ judgement }: ForestRow): Judgement['verdict'] {
  return judgement.verdict
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

function estimateMarks({ row }: PlacedRow<ForestRow>, { y, ratios, scale }: EstimatePlace): Mark[] {
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
function figuresMark({ row }: PlacedRow<ForestRow>, end: Point): Mark {
  return { kind: 'text', ...end, text: figuresOf(row), ...FIGURES, colour: 'ink', anchor: 'end' }
}

/** The change and its interval. */
function figuresOf({ judgement }: ForestRow): string {
  if (!isEstimated(judgement)) return ''
  const { change, low, high } = judgement
  return `${formatChange(change)} (${formatChangeInterval(low, high)})`
}

/** All comparisons, with the figures behind each verdict. */
function forestTable(groups: ForestGroup[], { confidence }: Settings): Table {
  return {
    caption: `Change from scenario to scenario; the ${formatDecimal(confidence * 100)}\u00a0% intervals and p-values are adjusted for multiple comparisons`,
    columns: [
      nameColumn('From'),
      nameColumn('To'),
      nameColumn('Measured'),
      nameColumn('Verdict'),
      ...['Change', 'Interval', 'p-value', 'Detectable change', 'Rounds'].map(numberColumn),
    ],
    rows: groups.flatMap(({ from, to, rows }) =>
      rows.map(({ name, judgement, isCpu, rounds }) => [
        code(from),
        code(to),
        name,
        ...(isEstimated(judgement)
          ? [
              verdictText(judgement.verdict, isCpu),
              formatChange(judgement.change),
              formatChangeInterval(judgement.low, judgement.high),
              judgement.pValue < 0.001 ? '< 0.001' : judgement.pValue.toFixed(3),
              formatDetectable(judgement.detectable),
            ]
          : [`${judgement.verdict}: ${TOO_FEW_ROUNDS}`, '–', '–', '–', '–']),
        formatCount(rounds),
      ]),
    ),
  }
}

function verdictText(verdict: Judgement['verdict'], isCpu: boolean): string {
  if (!isCpu) return verdict
  return verdict === 'faster' ? 'less' : verdict === 'slower' ? 'more' : verdict
}
