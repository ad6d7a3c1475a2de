import type { LineSeriesOption, ScatterSeriesOption } from 'echarts'
import type { BenchmarkResult, Estimate, LoadResult } from '../../result.ts'
import { plainText, slug } from '../document/inline-text.ts'
import { countOf, formatDecimal } from '../sections/figures.ts'
import { operationText } from '../sections/operation-text.ts'
import { logarithmicTicks } from './axis-ticks.ts'
import type { Chart, Drawing } from './chart.ts'
import { legendOf, NARROW, STILL } from './chart-frame.ts'
import { type IntervalPoint, intervalSeries } from './interval-series.ts'
import { layOutPanels } from './latency-panels.ts'
import { latencyTable } from './latency-table.ts'
import { LIGHT, seriesStyle } from './palette.ts'

const PERCENTILES = ['p50', 'p90', 'p95', 'p99'] as const
type Percentile = (typeof PERCENTILES)[number]

const UNBOUNDED = 'too few samples for an interval'
const SYMBOL = 7
/** How far apart the first and the last scenario stand, where 1 is the way to the next number of users. */
const SPREAD = 0.6

/** The operations that were put under load, in the order of the result. */
export function loadedOperations({ scenarios }: Pick<BenchmarkResult, 'scenarios'>): string[] {
  return [...new Set(scenarios.flatMap(({ load }) => load.map(({ operation }) => operation)))]
}

/** The latencies of one operation: percentiles with their intervals, by scenario and number of users. */
export function latencyChart(result: BenchmarkResult, operation: string): Chart {
  const { confidence, ratePerSecond } = result.settings
  const measured = plainText(operationText(operation))
  const by = ratePerSecond === null ? 'number of users' : 'rate of requests'
  return {
    name: `latency-${slug(operation)}`,
    title: `Latency of ${measured}`,
    description: `Latency of ${measured} in ms by ${by} and scenario, on a logarithmic scale: percentiles with their ${formatDecimal(confidence * 100)} % confidence intervals. A hollow triangle above the scale stands for a percentile without a bounded interval; the table says how many samples it needs. Lower is better.`,
    draw: (width) => draw(result, operation, width),
    table: latencyTable(result, operation),
  }
}

function draw(result: BenchmarkResult, operation: string, width: number): Drawing {
  const { scenarios, settings } = result
  const loads = scenarios.map(({ load }) => load.filter((candidate) => candidate.operation === operation))
  const users = [...new Set(loads.flat().map((load) => load.users))].toSorted((a, b) => a - b)
  const isUnbounded = loads
    .flat()
    .some((load) => PERCENTILES.some((percentile) => 'needed' in load[percentile]))
  const { legend, height: top } = legendOf(
    [
      ...scenarios.map(({ name }, index) => ({ name, icon: seriesStyle(index).symbol })),
      ...(isUnbounded ? [{ name: UNBOUNDED, icon: 'triangle', itemStyle: hollow(LIGHT.muted) }] : []),
    ],
    width,
  )
  const ticks = logarithmicTicks(loads.flat().flatMap(boundedMs))
  const { height, beyondMs, ...panels } = layOutPanels({
    titles: PERCENTILES.map((percentile) => (percentile === 'p50' ? 'p50 (median)' : percentile)),
    places: users.map((count) =>
      settings.ratePerSecond === null ? userLabel(count, width) : `${settings.ratePerSecond}/s`,
    ),
    ticks,
    beyond: isUnbounded,
    width,
    top,
  })
  const series = PERCENTILES.flatMap((percentile, panel) =>
    loads.flatMap((load, index) => {
      const place = SPREAD * ((index + 0.5) / scenarios.length - 0.5)
      const points = load.map((each) => ({
        position: users.indexOf(each.users) + place,
        estimate: each[percentile],
      }))
      return scenarioSeries(points, { name: scenarios[index]?.name, index, panel, beyondMs })
    }),
  )
  return { width, height, option: { legend, ...panels, series } }
}

interface SeriesPlace {
  name: string | undefined
  index: number
  panel: number
  /** Where on the scale stands what has no bounded interval. */
  beyondMs: number
}

function scenarioSeries(
  points: { position: number; estimate: Estimate }[],
  { name, index, panel, beyondMs }: SeriesPlace,
): (LineSeriesOption | ScatterSeriesOption)[] {
  const { color, symbol } = seriesStyle(index)
  const axis = { xAxisIndex: panel, yAxisIndex: panel }
  const bounded = points.flatMap(({ position, estimate }): IntervalPoint[] =>
    'needed' in estimate ? [] : [{ position, ...estimate }],
  )
  const unbounded = points.filter(({ estimate }) => 'needed' in estimate)
  return [
    ...intervalSeries(bounded, { name, color, symbol, symbolSize: SYMBOL, direction: 'upright', axis }),
    {
      ...STILL,
      ...axis,
      type: 'scatter',
      name: UNBOUNDED,
      symbol: 'triangle',
      symbolSize: SYMBOL,
      itemStyle: hollow(color),
      data: unbounded.map(({ position }) => [position, beyondMs]),
    },
  ]
}

function userLabel(users: number, width: number): string {
  return width < NARROW ? formatDecimal(users) : countOf(users, 'user')
}

function hollow(color: string) {
  return { color: LIGHT.surface, borderColor: color, borderWidth: 1.5, opacity: 1 }
}

function boundedMs(load: LoadResult): number[] {
  return PERCENTILES.map((percentile: Percentile) => load[percentile]).flatMap((estimate) =>
    'needed' in estimate ? [] : [estimate.low, estimate.high],
  )
}
