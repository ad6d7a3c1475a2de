import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts'
import type { BenchmarkResult, Estimate } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, countOf, formatCount, formatDecimal, formatMs, plainText, slug } from '../document/text.ts'
import { logarithmicTicks, NARROW, SMALL_LABEL } from '../drawing/axes.ts'
import { intervalSeries, legendOf, partTitle, STILL } from '../drawing/marks.ts'
import { LIGHT, seriesStyle } from '../drawing/palette.ts'
import { formatEstimate, formatValidity, operationText } from './loads.ts'

const PERCENTILES = ['p50', 'p90', 'p95', 'p99'] as const
type Percentile = (typeof PERCENTILES)[number]

const UNBOUNDED = 'too few samples for an interval'
const SYMBOL = 7
/** The distance between the first scenario and the last at one number of users; 1 reaches to the next number. */
const SPREAD = 0.6
const PANEL = { height: 200, title: 26, axis: 30, gap: 16, labels: 52 }
/** The distance from the top of the scale to the marks of unbounded percentiles, as a share of the scale. */
const BEYOND = 0.06

/** The latencies of one operation: percentiles with their intervals, by scenario and number of users. */
export function latencyChart(result: BenchmarkResult, operation: string): Chart {
  const { confidence, ratePerSecond } = result.settings
  const measured = plainText(operationText(operation))
  const by = ratePerSecond === null ? 'number of users' : 'request rate'
  const latencies = operationLatencies(result, operation)
  return {
    name: `latency-${slug(operation)}`,
    title: `Latency of ${measured}`,
    description: `Latency of ${measured} in ms by ${by} and scenario, on a logarithmic scale: percentiles with ${formatDecimal(confidence * 100)} % confidence intervals. A hollow triangle above the scale marks a percentile without a bounded interval; the data table says how many samples it needs. Lower is better.`,
    draw: (width) => drawLatencies(latencies, width),
    table: latencyTable(result, operation),
  }
}

export interface OperationLatencies {
  scenarios: string[]
  /** Ascending. */
  users: number[]
  /** Requests per second of the open model; null where users think between requests. */
  ratePerSecond: number | null
  /** For each percentile, the points of each scenario in the order of `scenarios`. */
  panels: { percentile: Percentile; points: LatencyPoint[][] }[]
}

export interface LatencyPoint {
  users: number
  /** In ms. */
  estimate: Estimate
}

/** The percentiles of one operation under each load that it was put under. */
export function operationLatencies(
  { scenarios, settings }: BenchmarkResult,
  operation: string,
): OperationLatencies {
  const loads = scenarios.map(({ load }) => load.filter((candidate) => candidate.operation === operation))
  return {
    scenarios: scenarios.map(({ name }) => name),
    users: [...new Set(loads.flat().map(({ users }) => users))].toSorted((a, b) => a - b),
    ratePerSecond: settings.ratePerSecond,
    panels: PERCENTILES.map((percentile) => ({
      percentile,
      points: loads.map((load) => load.map((each) => ({ users: each.users, estimate: each[percentile] }))),
    })),
  }
}

function drawLatencies(latencies: OperationLatencies, width: number): Drawing {
  const { scenarios, users, ratePerSecond, panels } = latencies
  const estimates = panels.flatMap(({ points }) => points.flat().map(({ estimate }) => estimate))
  const hasUnbounded = estimates.some((estimate) => 'needed' in estimate)
  const { legend, height: top } = legendOf(
    [
      ...scenarios.map((name, index) => ({ name, icon: seriesStyle(index).symbol })),
      ...(hasUnbounded ? [{ name: UNBOUNDED, icon: 'triangle', itemStyle: hollow(LIGHT.muted) }] : []),
    ],
    width,
  )
  const { height, beyondMs, ...layout } = layOutPanels({
    titles: panels.map(({ percentile }) => (percentile === 'p50' ? 'p50 (median)' : percentile)),
    places: users.map((count) => (ratePerSecond === null ? userLabel(count, width) : `${ratePerSecond}/s`)),
    ticks: logarithmicTicks(
      estimates.flatMap((estimate) => ('needed' in estimate ? [] : [estimate.low, estimate.high])),
    ),
    beyond: hasUnbounded,
    width,
    top,
  })
  const series = panels.flatMap(({ points }, panel) =>
    points.flatMap((ofScenario, index) => {
      const offset = SPREAD * ((index + 0.5) / scenarios.length - 0.5)
      const placed = ofScenario.map((point) => ({
        position: users.indexOf(point.users) + offset,
        estimate: point.estimate,
      }))
      return scenarioSeries(placed, { name: scenarios[index], index, panel, beyondMs })
    }),
  )
  return { width, height, option: { legend, ...layout, series } }
}

interface SeriesPlace {
  name: string | undefined
  index: number
  panel: number
  /** Where above the scale the marks of unbounded percentiles go. */
  beyondMs: number
}

function scenarioSeries(
  points: { position: number; estimate: Estimate }[],
  { name, index, panel, beyondMs }: SeriesPlace,
): (LineSeriesOption | ScatterSeriesOption)[] {
  const { color, symbol } = seriesStyle(index)
  const axis = { xAxisIndex: panel, yAxisIndex: panel }
  const bounded = points.flatMap(({ position, estimate }) =>
    'needed' in estimate ? [] : [{ position, ...estimate }],
  )
  const unbounded = points.filter(({ estimate }) => 'needed' in estimate)
  return [
    ...intervalSeries(bounded, { name, color, symbol, symbolSize: SYMBOL, direction: 'vertical', axis }),
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

interface PanelRequest {
  /** One per panel. */
  titles: string[]
  /** The labels at 0, 1, 2 … of each horizontal axis. */
  places: string[]
  /** The ticks of the vertical axis, lowest first; the axis ends with them. */
  ticks: number[]
  /** Whether to leave room above the scale for the marks of unbounded percentiles. */
  beyond: boolean
  width: number
  /** The top of the first row of panels. */
  top: number
}

type Panels = Pick<EChartsOption, 'title' | 'grid' | 'xAxis' | 'yAxis'> & {
  height: number
  /** Where above the scale the marks of unbounded percentiles go, if there are any. */
  beyondMs: number
}

/** Panels with the same logarithmic scale, side by side, or in two columns on a phone. */
function layOutPanels({ titles, places, ticks, beyond, width, top }: PanelRequest): Panels {
  const columns = width < NARROW ? 2 : titles.length
  const panelWidth = (width - PANEL.labels - (columns - 1) * PANEL.gap) / columns
  const rowHeight = PANEL.title + PANEL.height + PANEL.axis
  const grids = titles.map((_title, index) => ({
    left: PANEL.labels + (index % columns) * (panelWidth + PANEL.gap),
    top: top + Math.floor(index / columns) * rowHeight + PANEL.title,
    width: panelWidth,
    height: PANEL.height,
    outerBoundsMode: 'none' as const,
  }))
  const [first = 1, last = 10] = [ticks[0], ticks.at(-1)]
  const beyondMs = last * (last / first) ** BEYOND
  return {
    beyondMs,
    height: top + Math.ceil(titles.length / columns) * rowHeight,
    title: grids.map(({ left, top: panelTop }, index) =>
      partTitle(titles[index] ?? '', left, panelTop - PANEL.title + 4),
    ),
    grid: grids,
    xAxis: grids.map((_grid, gridIndex) => ({
      type: 'value',
      gridIndex,
      min: -0.5,
      max: places.length - 0.5,
      axisLine: { onZero: false, lineStyle: { color: LIGHT.rule } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...SMALL_LABEL,
        customValues: places.map((_place, index) => index),
        formatter: (index: number) => places[Math.round(index)] ?? '',
      },
    })),
    yAxis: grids.map((_grid, gridIndex) => ({
      type: 'log',
      gridIndex,
      min: first,
      max: beyond ? last * (last / first) ** (2 * BEYOND) : last,
      axisLine: { show: false },
      axisTick: { show: false, customValues: ticks },
      splitLine: { lineStyle: { color: LIGHT.rule } },
      axisLabel: {
        ...SMALL_LABEL,
        show: gridIndex % columns === 0,
        customValues: ticks,
        formatter: (ms: number) => `${formatDecimal(ms)} ms`,
      },
    })),
  }
}

/** The latencies of one operation in ms, with the samples behind them. */
function latencyTable({ scenarios, settings }: BenchmarkResult, operation: string): Table {
  const loads = scenarios.flatMap((scenario) =>
    scenario.load
      .filter((load) => load.operation === operation)
      .map((load) => ({
        ...load,
        scenario: scenario.name,
        validity: scenario.validity.find(({ users }) => users === load.users),
      })),
  )
  return {
    caption: `Latency of ${operationText(operation)} in ms, with ${formatDecimal(settings.confidence * 100)} % confidence intervals`,
    columns: [
      nameColumn('Scenario'),
      numberColumn(settings.ratePerSecond === null ? 'Users' : 'Requests per second'),
      numberColumn('p50, corrected'),
      numberColumn('p50, naive'),
      ...['p90', 'p95', 'p99', 'Max', 'Samples', 'Errors', 'Validity'].map(numberColumn),
    ],
    rows: loads
      .toSorted((a, b) => a.users - b.users)
      .map((load) => [
        code(load.scenario),
        formatDecimal(settings.ratePerSecond ?? load.users),
        formatEstimate(load.p50, load.samples),
        formatMs(load.naiveP50),
        formatEstimate(load.p90, load.samples),
        formatEstimate(load.p95, load.samples),
        formatEstimate(load.p99, load.samples),
        formatMs(load.max),
        formatCount(load.samples),
        formatCount(load.errors),
        load.validity === undefined ? '–' : formatValidity(load.validity),
      ]),
  }
}
