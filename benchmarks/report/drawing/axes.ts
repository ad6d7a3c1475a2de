import type { XAXisComponentOption, YAXisComponentOption } from 'echarts'
import { LIGHT } from './palette.ts'

/** Below this width a chart is drawn for a phone. */
export const NARROW = 560

const CHARACTER_WIDTH = 6.6

export const LABEL = { color: LIGHT.ink, fontSize: 12 }
export const SMALL_LABEL = { color: LIGHT.muted, fontSize: 11 }

/** An axis of numbers with light lines across the chart. */
export function valueAxis(options: ValueAxisOptions = {}): XAXisComponentOption {
  const { labels = true, format, ...axis } = options
  return {
    type: 'value',
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...SMALL_LABEL, show: labels, formatter: format, hideOverlap: true },
    splitLine: { lineStyle: { color: LIGHT.rule } },
    ...axis,
  }
}

interface ValueAxisOptions {
  gridIndex?: number
  min?: number
  max?: number
  interval?: number
  /** About how many stretches between ticks. */
  splitNumber?: number
  /** The least that two ticks lie apart. */
  minInterval?: number
  labels?: boolean
  format?: (value: number) => string
}

/** Rows from the top down, named to the left of the chart; a name that is too long is cut. */
export function rowAxis(names: string[], options: RowAxisOptions): YAXisComponentOption {
  const { chartWidth, labelWidth, gridIndex = 0, labelColor = () => LIGHT.ink } = options
  return {
    type: 'category',
    gridIndex,
    inverse: true,
    data: names,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      fontSize: labelSize(chartWidth),
      color: (_name, index) => labelColor(index ?? 0),
      interval: 0,
      width: labelWidth - 10,
      overflow: 'truncate',
    },
  }
}

interface RowAxisOptions {
  chartWidth: number
  labelWidth: number
  gridIndex?: number
  labelColor?: (index: number) => string
}

/** How much width the names of rows take, and at most the given share of the chart. */
export function labelWidthOf(names: string[], width: number, mostShare = 0.45): number {
  const longest = Math.max(0, ...names.map((name) => name.length))
  return Math.min(longest * characterWidth(width) + 14, width * mostShare)
}

function characterWidth(chartWidth: number): number {
  return (CHARACTER_WIDTH * labelSize(chartWidth)) / LABEL.fontSize
}

/** Names are smaller on a phone. */
export function labelSize(chartWidth: number): number {
  return chartWidth < NARROW ? 10 : LABEL.fontSize
}

/** Whether the name of a column has room in so much width. */
export function fits(name: string, width: number, chartWidth: number): boolean {
  return name.length * characterWidth(chartWidth) < width
}

const STEPS = [1, 2, 5]

/** The round numbers (1, 2, 5 times a power of ten) around and between these positive values, ascending. */
export function logarithmicTicks(values: number[]): number[] {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return [1, 10]
  const least = Math.min(...positive)
  const most = Math.max(...positive)
  const ticks = roundNumbers(Math.floor(Math.log10(least)), Math.ceil(Math.log10(most)))
  const first = ticks.findLastIndex((tick) => tick <= least)
  const last = ticks.findIndex((tick) => tick > most)
  return ticks.slice(Math.max(0, first), last + 1)
}

/** The least round number that goes at most so many times into a range from 0. */
export function tickInterval(most: number, ticks: number): number {
  const least = most / ticks
  if (!(least > 0)) return 1
  const power = Math.floor(Math.log10(least))
  return roundNumbers(power, power + 1).find((step) => step >= least) ?? least
}

function roundNumbers(lowestPower: number, highestPower: number): number[] {
  const numbers: number[] = []
  for (let power = lowestPower; power <= highestPower; power++) {
    for (const step of STEPS) numbers.push(Number(`${step}e${power}`))
  }
  return numbers
}
