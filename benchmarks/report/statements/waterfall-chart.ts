import type { BenchmarkResult } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, countOf, formatCount } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { lineMark, type Mark } from '../drawing/marks.ts'
import { seriesStyle } from '../drawing/palette.ts'
import { layOutRows, type PlacedRow } from '../drawing/rows.ts'
import { greatest, linearScale, type Scale } from '../drawing/scales.ts'
import { statementChanges } from './statement-changes.ts'
import { FULL_PAGE_SIZE } from './statements-chart.ts'

const ROW = 22
const BAR = 14
const NUMBERS = 40
const MINUS = '−'

/** A waterfall by statement: how the statements of a full page change from one scenario to the next. */
export function waterfallChart(result: BenchmarkResult): Chart {
  const steps = waterfallSteps(result)
  const totals = steps.flatMap((step) => (step.kind === 'scenario' ? [step.total] : []))
  return {
    name: 'waterfall',
    title: `Statements of one request for a page of ${FULL_PAGE_SIZE}: ${totals.map(formatCount).join(', then ')}`,
    description:
      'Statements of one request, the one with the median duration of those captured, from scenario to scenario. Filled bars are scenarios. Between them are the statements that the next scenario no longer sends (dashed outlines) and those that it sends instead (grey).',
    caveat: null,
    draw: (width) => drawWaterfall(steps, width),
    table: waterfallTable(steps),
  }
}

/** A scenario with all its statements, or a statement that the next scenario sends more or less often. */
export type WaterfallStep =
  | { kind: 'scenario'; name: string; index: number; total: number }
  | { kind: 'change'; name: string; before: number; change: number; total: number }

/** From the first scenario to the last; `total` is the number of statements after the step. */
export function waterfallSteps({ scenarios }: BenchmarkResult): WaterfallStep[] {
  return scenarios.flatMap((scenario, index): WaterfallStep[] => {
    const previous = scenarios[index - 1]
    const { name, timeline } = scenario
    let total = previous?.timeline.length ?? 0
    const changes = previous === undefined ? [] : statementChanges(previous, scenario)
    return [
      ...changes.map((each): WaterfallStep => {
        const before = total
        total += each.change
        return { kind: 'change', ...each, before, total }
      }),
      { kind: 'scenario', name, index, total: timeline.length },
    ]
  })
}

function drawWaterfall(steps: WaterfallStep[], width: number): Drawing {
  const swatch = { width: 14, height: 10 }
  const legend = legendOf(
    [
      {
        name: 'no longer sent',
        swatch: ({ x, y }) => [removedBar({ x: x - 7, y: y - 5, ...swatch })],
      },
      {
        name: 'sent instead',
        swatch: ({ x, y }) => [{ kind: 'rect', x: x - 7, y: y - 5, ...swatch, fill: 'neutral' }],
      },
    ],
    width,
  )
  const layout = layOutRows([{ title: null, rows: steps }], {
    width,
    top: legend.height,
    rowHeight: ROW,
    nameOf: ({ name }) => name,
    isBold: ({ kind }) => kind === 'scenario',
  })
  const max = greatest([1, ...steps.map((step) => Math.max(step.total, beforeOf(step)))])
  const scale = linearScale({ from: layout.left, to: width - NUMBERS }, max, width < 500 ? 4 : 8)
  return {
    width,
    height: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...legend.marks,
      ...valueAxis(
        { ...scale, ticks: scale.ticks.filter(Number.isInteger) },
        { bands: layout.bands, width, format: formatCount },
      ),
      ...layout.marks,
      ...layout.rows.flatMap((placed) => stepMarks(placed, scale)),
    ],
  }
}

function beforeOf(step: WaterfallStep): number {
  return step.kind === 'change' ? step.before : 0
}

function stepMarks({ row: step, middle, top, height }: PlacedRow<WaterfallStep>, scale: Scale): Mark[] {
  const from = scale.of(Math.min(beforeOf(step), step.total))
  const to = scale.of(Math.max(beforeOf(step), step.total))
  const bar = { x: from, y: middle - BAR / 2, width: Math.max(to - from, 0), height: BAR }
  const number = step.kind === 'scenario' ? formatCount(step.total) : signedCount(step.change)
  const label: Mark = {
    kind: 'text',
    x: to + 6,
    y: middle + 4.3,
    text: number,
    size: 12,
    bold: step.kind === 'scenario',
    colour: 'ink',
  }
  const at = scale.of(step.total)
  return [
    { kind: 'group', title: `${step.name}: ${sentenceOf(step)}`, marks: [barOf(step, bar), label] },
    lineMark({ x: at, y: middle + BAR / 2 }, { x: at, y: top + height }, { stroke: 'muted' }),
  ]
}

function barOf(step: WaterfallStep, bar: { x: number; y: number; width: number; height: number }): Mark {
  if (step.kind === 'scenario') return { kind: 'rect', ...bar, fill: seriesStyle(step.index).colour }
  return step.change < 0 ? removedBar(bar) : { kind: 'rect', ...bar, fill: 'neutral' }
}

function removedBar(bar: { x: number; y: number; width: number; height: number }): Mark {
  return { kind: 'rect', ...bar, fill: 'surface', stroke: 'muted', strokeWidth: 1.5, dashed: true }
}

function sentenceOf(step: WaterfallStep): string {
  if (step.kind === 'scenario') return countOf(step.total, 'statement')
  return `${signedCount(step.change)}, ${countOf(step.total, 'statement')} after this step`
}

function signedCount(change: number): string {
  return `${change < 0 ? MINUS : '+'}${formatCount(Math.abs(change))}`
}

function waterfallTable(steps: WaterfallStep[]): Table {
  return {
    caption: `Statements of one request for a page of ${FULL_PAGE_SIZE}, from scenario to scenario`,
    columns: [nameColumn('Scenario or statement'), numberColumn('Change'), numberColumn('Total')],
    rows: steps.map((step) =>
      step.kind === 'scenario'
        ? [`scenario ${code(step.name)}`, '', formatCount(step.total)]
        : [code(step.name), signedCount(step.change), formatCount(step.total)],
    ),
  }
}
