import type { ScatterSeriesOption } from 'echarts'
import type { Comparison, Settings } from '../../result.ts'
import { type Chart, type Drawing, numbers, type Table, words } from '../document/document.ts'
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
import { type ComparisonGroup, isTold, TOO_FEW_ROUNDS, type ToldComparison } from './comparison-groups.ts'

const ROW = 20
const AXIS = 30

const STYLE: Record<Comparison['verdict'], { color: string; symbol: string; hollow?: string }> = {
  faster: { color: LIGHT.better, symbol: 'circle' },
  slower: { color: LIGHT.accused, symbol: 'diamond' },
  equivalent: { color: LIGHT.muted, symbol: 'rect' },
  'cannot tell': { color: LIGHT.muted, symbol: 'circle', hollow: LIGHT.surface },
}
const VERDICTS = ['faster', 'slower', 'equivalent', 'cannot tell'] as const

/** How much two scenarios differ in latency: each change with its interval, and its verdict. */
export function comparisonChart(group: ComparisonGroup, settings: Settings): Chart {
  const { from, to, metric } = group
  return {
    name: `comparison-${slug(from)}-${slug(to)}-${metric}`,
    title: `From ${from} to ${to}: change of latency (${metric})`,
    description: `Change of latency from ${from} to ${to} in percent (${metric}), with ${formatDecimal(settings.confidence * 100)} % confidence intervals, corrected for the number of comparisons; left of 0 is faster. An interval without a cap goes on beyond the scale. The shaded band is what counts as equivalent: ${formatPercent(settings.equivalenceMargin)} up or down.`,
    draw: (width) => draw(group, settings, width),
    table: comparisonTable(group, settings),
  }
}

function draw({ comparisons }: ComparisonGroup, settings: Settings, width: number): Drawing {
  const told = comparisons.filter(isTold)
  const entries = VERDICTS.filter((verdict) => told.some((each) => each.verdict === verdict))
  const { legend, height: top } = legendOf(
    entries.map((name) => ({ name, icon: STYLE[name].symbol })),
    width,
  )
  const names = comparisons.map((comparison) => rowName(comparison, settings, width))
  const labelWidth = labelWidthOf(names, width, 0.5)
  const marginPercent = settings.equivalenceMargin * 100
  const scale = comparisonScale(told, { marginPercent, ticks: width < NARROW ? 3 : 6 })
  const untold = comparisons.flatMap((comparison, position) => (isTold(comparison) ? [] : [position]))
  return {
    width,
    height: top + comparisons.length * ROW + AXIS,
    option: {
      legend,
      grid: { left: labelWidth, right: 16, top, bottom: AXIS },
      xAxis: valueAxis({ ...scale, format: changeLabel }),
      yAxis: rowAxis(names, { chartWidth: width, labelWidth }),
      series: [
        {
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
        },
        ...VERDICTS.flatMap((verdict) => {
          const points = comparisons.flatMap((comparison, position) =>
            isTold(comparison) && comparison.verdict === verdict
              ? [intervalPoint(comparison, position, scale)]
              : [],
          )
          return intervalSeries(points, {
            name: verdict,
            ...STYLE[verdict],
            symbolSize: 9,
            direction: 'lying',
            axis: { xAxisIndex: 0, yAxisIndex: 0 },
          })
        }),
        noteSeries(untold, scale),
      ],
    },
  }
}

function rowName({ operation, users }: Comparison, { ratePerSecond }: Settings, width: number): string {
  const name = plainText(operationText(operation))
  if (ratePerSecond !== null) return name
  return `${name}, ${width < NARROW ? users : countOf(users, 'user')}`
}

/** What lies beyond the scale ends a tick outside of it, where it is cut off. */
function intervalPoint(
  { change, low, high }: ToldComparison,
  position: number,
  { max, interval }: ComparisonScale,
): IntervalPoint {
  return { position, value: change * 100, low: low * 100, high: Math.min(high * 100, max + interval) }
}

/** Rows without figures say why. */
function noteSeries(positions: number[], { min }: ComparisonScale): ScatterSeriesOption {
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
    data: positions.map((position) => [min, position]),
  }
}

function changeLabel(percent: number): string {
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : ''
  return `${sign}${formatDecimal(Math.abs(percent))} %`
}

/** An interval alone stretches the scale no farther, since one that is very wide would squeeze all others. */
const FARTHEST_PERCENT = 100

/** The scale of a chart of changes, in percent. */
export interface ComparisonScale {
  min: number
  max: number
  /** From tick to tick. */
  interval: number
}

/**
 * A scale that holds 0 and what counts as equivalent, every change, and every interval unless it is very wide.
 *
 * @param ticks about how many to have.
 */
export function comparisonScale(
  comparisons: ToldComparison[],
  { marginPercent, ticks }: { marginPercent: number; ticks: number },
): ComparisonScale {
  const ends = comparisons.flatMap(({ change, low, high }) => [
    change * 100,
    low * 100,
    Math.min(high * 100, FARTHEST_PERCENT),
  ])
  const least = Math.min(-marginPercent, ...ends)
  const most = Math.max(marginPercent, ...ends)
  const interval = tickInterval(most - least, ticks)
  return {
    min: Math.floor(least / interval) * interval,
    max: Math.ceil(most / interval) * interval,
    interval,
  }
}

/** The comparisons between two scenarios with all that their verdicts rest on. */
export function comparisonTable(
  { from, to, metric, comparisons }: ComparisonGroup,
  settings: Settings,
): Table {
  const confidence = formatDecimal(settings.confidence * 100)
  return {
    caption: `Change of latency from ${code(from)} to ${code(to)} (${metric})`,
    columns: [
      words('Operation'),
      numbers(settings.ratePerSecond === null ? 'Users' : 'Requests per second'),
      words('Verdict'),
      numbers('Change'),
      numbers(`${confidence}\u00a0% interval, corrected for the number of comparisons`),
      numbers('p-value, corrected likewise'),
      numbers('Could have seen'),
    ],
    rows: comparisons.map((comparison) => [
      operationText(comparison.operation),
      formatDecimal(settings.ratePerSecond ?? comparison.users),
      ...(isTold(comparison)
        ? toldCells(comparison)
        : [`${comparison.verdict}: ${TOO_FEW_ROUNDS}`, '–', '–', '–', '–']),
    ]),
  }
}

function toldCells({ verdict, change, low, high, pValue, detectable }: ToldComparison): string[] {
  return [
    verdict,
    formatChange(change),
    formatChangeInterval(low, high),
    pValue < 0.001 ? '< 0.001' : pValue.toFixed(3),
    formatPercent(detectable),
  ]
}
