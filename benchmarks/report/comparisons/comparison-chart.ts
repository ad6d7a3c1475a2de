import type { LineSeriesOption, ScatterSeriesOption } from 'echarts'
import type { Comparison, Settings } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import {
  code,
  countOf,
  formatChange,
  formatChangeInterval,
  formatDecimal,
  formatPercent,
  plainText,
  slug,
} from '../document/text.ts'
import { labelWidthOf, NARROW, rowAxis, SMALL_LABEL, tickInterval, valueAxis } from '../drawing/axes.ts'
import { type IntervalPoint, intervalSeries, legendOf, STILL } from '../drawing/marks.ts'
import { LIGHT } from '../drawing/palette.ts'
import { operationText } from '../latency/loads.ts'
import {
  type ComparisonGroup,
  type EstimatedComparison,
  isEstimated,
  TOO_FEW_ROUNDS,
  VERDICTS,
} from './comparison-groups.ts'

const ROW = 20
const AXIS = 30
/** The scale does not extend for an interval beyond this; a very wide one would make all others unreadable. */
const MAX_INTERVAL_PERCENT = 100

const STYLE: Record<Comparison['verdict'], { color: string; symbol: string; hollow?: string }> = {
  faster: { color: LIGHT.better, symbol: 'circle' },
  slower: { color: LIGHT.flagged, symbol: 'diamond' },
  equivalent: { color: LIGHT.muted, symbol: 'rect' },
  'cannot tell': { color: LIGHT.muted, symbol: 'circle', hollow: LIGHT.surface },
}

/** The changes in latency between two scenarios, with their intervals and verdicts. */
export function comparisonChart(group: ComparisonGroup, settings: Settings): Chart {
  const { from, to, metric } = group
  const rows = comparisonRows(group)
  return {
    name: `comparison-${slug(from)}-${slug(to)}-${metric}`,
    title: `Change in latency from ${from} to ${to} (${metric})`,
    description: `Change in latency from ${from} to ${to} in percent (${metric}), with ${formatDecimal(settings.confidence * 100)} % confidence intervals adjusted for multiple comparisons; left of 0 is faster. An interval without a cap extends beyond the scale. The shaded band is the equivalence margin, ±${formatPercent(settings.equivalenceMargin)}.`,
    draw: (width) => drawComparisons(rows, settings, width),
    table: comparisonTable(group, settings),
  }
}

export interface ComparisonRow {
  operation: string
  users: number
  verdict: Comparison['verdict']
  /** Null with too few rounds to estimate it. */
  change: PercentInterval | null
}

/** A change in percent and its interval. */
export interface PercentInterval {
  value: number
  low: number
  high: number
}

/** The rows of the chart, in the order of the result. */
export function comparisonRows({ comparisons }: ComparisonGroup): ComparisonRow[] {
  return comparisons.map((comparison) => ({
    operation: comparison.operation,
    users: comparison.users,
    verdict: comparison.verdict,
    change: isEstimated(comparison)
      ? { value: comparison.change * 100, low: comparison.low * 100, high: comparison.high * 100 }
      : null,
  }))
}

/** The scale of a chart of changes, in percent. */
interface ComparisonScale {
  min: number
  max: number
  /** From tick to tick. */
  interval: number
}

/**
 * A scale that holds 0, the equivalence margin, every change, and every interval up to +100 %.
 *
 * @param ticks about how many to have.
 */
export function comparisonScale(
  changes: PercentInterval[],
  { marginPercent, ticks }: { marginPercent: number; ticks: number },
): ComparisonScale {
  const ends = changes.flatMap(({ value, low, high }) => [value, low, Math.min(high, MAX_INTERVAL_PERCENT)])
  const min = Math.min(-marginPercent, ...ends)
  const max = Math.max(marginPercent, ...ends)
  const interval = tickInterval(max - min, ticks)
  return {
    min: Math.floor(min / interval) * interval,
    max: Math.ceil(max / interval) * interval,
    interval,
  }
}

function drawComparisons(rows: ComparisonRow[], settings: Settings, width: number): Drawing {
  const present = new Set(rows.flatMap(({ change, verdict }) => (change === null ? [] : [verdict])))
  const { legend, height: top } = legendOf(
    VERDICTS.filter((verdict) => present.has(verdict)).map((name) => ({ name, icon: STYLE[name].symbol })),
    width,
  )
  const names = rows.map((row) => rowName(row, settings, width))
  const labelWidth = labelWidthOf(names, width, 0.5)
  const marginPercent = settings.equivalenceMargin * 100
  const scale = comparisonScale(
    rows.flatMap(({ change }) => change ?? []),
    { marginPercent, ticks: width < NARROW ? 3 : 6 },
  )
  return {
    width,
    height: top + rows.length * ROW + AXIS,
    option: {
      legend,
      grid: { left: labelWidth, right: 16, top, bottom: AXIS },
      xAxis: valueAxis({ ...scale, format: changeLabel }),
      yAxis: rowAxis(names, { chartWidth: width, labelWidth }),
      series: [
        equivalenceBand(marginPercent),
        ...VERDICTS.flatMap((verdict) =>
          intervalSeries(intervalPoints(rows, verdict, scale), {
            name: verdict,
            ...STYLE[verdict],
            symbolSize: 9,
            direction: 'horizontal',
            axis: { xAxisIndex: 0, yAxisIndex: 0 },
          }),
        ),
        noteSeries(rows, scale),
      ],
    },
  }
}

function rowName({ operation, users }: ComparisonRow, { ratePerSecond }: Settings, width: number): string {
  const name = plainText(operationText(operation))
  if (ratePerSecond !== null) return name
  return `${name}, ${width < NARROW ? users : countOf(users, 'user')}`
}

function changeLabel(percent: number): string {
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : ''
  return `${sign}${formatDecimal(Math.abs(percent))} %`
}

/** The shaded band of what counts as equivalent, and the line at 0. */
function equivalenceBand(marginPercent: number): LineSeriesOption {
  return {
    ...STILL,
    type: 'line',
    data: [],
    color: LIGHT.neutral,
    z: 1,
    markArea: {
      z: 0,
      silent: true,
      itemStyle: { color: LIGHT.neutral, opacity: 0.18 },
      data: [[{ xAxis: -marginPercent }, { xAxis: marginPercent }]],
    },
    markLine: {
      z: 1,
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: LIGHT.muted, type: 'solid', width: 1 },
      data: [{ xAxis: 0 }],
    },
  }
}

/** An interval that exceeds the scale ends one tick beyond it, where the chart clips it. */
function intervalPoints(
  rows: ComparisonRow[],
  verdict: Comparison['verdict'],
  { max, interval }: ComparisonScale,
): IntervalPoint[] {
  return rows.flatMap(({ change, ...row }, position) =>
    change === null || row.verdict !== verdict
      ? []
      : [{ position, ...change, high: Math.min(change.high, max + interval) }],
  )
}

/** A note in each row without an estimate. */
function noteSeries(rows: ComparisonRow[], { min }: ComparisonScale): ScatterSeriesOption {
  return {
    ...STILL,
    type: 'scatter',
    symbolSize: 0,
    color: LIGHT.surface,
    label: {
      ...SMALL_LABEL,
      show: true,
      opacity: 1,
      position: 'right',
      backgroundColor: LIGHT.surface,
      padding: [0, 4],
      formatter: TOO_FEW_ROUNDS,
    },
    data: rows.flatMap(({ change }, position) => (change === null ? [[min, position]] : [])),
  }
}

/** The comparisons between two scenarios, with the figures behind each verdict. */
function comparisonTable({ from, to, metric, comparisons }: ComparisonGroup, settings: Settings): Table {
  const confidence = formatDecimal(settings.confidence * 100)
  return {
    caption: `Change in latency from ${code(from)} to ${code(to)} (${metric})`,
    columns: [
      nameColumn('Operation'),
      numberColumn(settings.ratePerSecond === null ? 'Users' : 'Requests per second'),
      nameColumn('Verdict'),
      numberColumn('Change'),
      numberColumn(`${confidence}\u00a0% interval, adjusted for multiple comparisons`),
      numberColumn('p-value, adjusted'),
      numberColumn('Detectable change'),
    ],
    rows: comparisons.map((comparison) => [
      operationText(comparison.operation),
      formatDecimal(settings.ratePerSecond ?? comparison.users),
      ...(isEstimated(comparison)
        ? estimateCells(comparison)
        : [`${comparison.verdict}: ${TOO_FEW_ROUNDS}`, '–', '–', '–', '–']),
    ]),
  }
}

function estimateCells({ verdict, change, low, high, pValue, detectable }: EstimatedComparison): string[] {
  return [
    verdict,
    formatChange(change),
    formatChangeInterval(low, high),
    pValue < 0.001 ? '< 0.001' : pValue.toFixed(3),
    formatPercent(detectable),
  ]
}
