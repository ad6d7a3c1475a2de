import type { ScatterSeriesOption } from 'echarts'
import type { Comparison, Settings } from '../../result.ts'
import { plainText, slug } from '../document/inline-text.ts'
import { countOf, formatDecimal, formatPercent } from '../sections/figures.ts'
import { operationText } from '../sections/operation-text.ts'
import { isTold, TOO_FEW_ROUNDS, type ToldComparison } from '../sections/told-comparison.ts'
import type { Chart, Drawing } from './chart.ts'
import { labelWidthOf, legendOf, NARROW, rowAxis, SMALL_LABEL, STILL, valueAxis } from './chart-frame.ts'
import type { ComparisonGroup } from './comparison-groups.ts'
import { type ComparisonScale, comparisonScale } from './comparison-scale.ts'
import { comparisonTable } from './comparison-table.ts'
import { type IntervalPoint, intervalSeries } from './interval-series.ts'
import { LIGHT } from './palette.ts'

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
