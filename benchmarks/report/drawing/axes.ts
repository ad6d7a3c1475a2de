import type { XAXisComponentOption, YAXisComponentOption } from 'echarts'
import { LIGHT } from './palette.ts'

/** Charts that are narrower than this are laid out for a phone. */
export const NARROW = 560

const CHARACTER_WIDTH = 6.6

export const LABEL = { color: LIGHT.ink, fontSize: 12 }
export const SMALL_LABEL = { color: LIGHT.muted, fontSize: 11 }

/** A numeric axis with light grid lines. */
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
  /** About how many intervals between ticks. */
  splitNumber?: number
  /** The minimum distance between two ticks. */
  minInterval?: number
  labels?: boolean
  format?: (value: number) => string
}

/** An axis of rows from the top down with their names on the left; a name that is too long is truncated. */
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

/** The width of the row names, limited to a share of the width of the chart. */
export function labelWidthOf(names: string[], width: number, maxShare = 0.45): number {
  const longest = Math.max(0, ...names.map((name) => name.length))
  return Math.min(longest * characterWidth(width) + 14, width * maxShare)
}

function characterWidth(chartWidth: number): number {
  return (CHARACTER_WIDTH * labelSize(chartWidth)) / LABEL.fontSize
}

/** The font size of names: smaller on a phone. */
export function labelSize(chartWidth: number): number {
  return chartWidth < NARROW ? 10 : LABEL.fontSize
}

/** Whether the name of a column fits into a width. */
export function fits(name: string, width: number, chartWidth: number): boolean {
  return name.length * characterWidth(chartWidth) < width
}

const STEPS = [1, 2, 5]

/** The round numbers (1, 2 or 5 times a power of ten) that enclose these values, ascending; ignores values up to 0. */
export function logarithmicTicks(values: number[]): number[] {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return [1, 10]
  const min = Math.min(...positive)
  const max = Math.max(...positive)
  const ticks = roundNumbers(Math.floor(Math.log10(min)), Math.ceil(Math.log10(max)))
  const first = ticks.findLastIndex((tick) => tick <= min)
  const last = ticks.findIndex((tick) => tick > max)
  return ticks.slice(Math.max(0, first), last + 1)
}

/** The smallest round number that divides a range into at most this many intervals. */
export function tickInterval(range: number, maxTicks: number): number {
  const min = range / maxTicks
  if (!(min > 0)) return 1
  const power = Math.floor(Math.log10(min))
  return roundNumbers(power, power + 1).find((step) => step >= min) ?? min
}

function roundNumbers(lowestPower: number, highestPower: number): number[] {
  const numbers: number[] = []
  for (let power = lowestPower; power <= highestPower; power++) {
    for (const step of STEPS) numbers.push(Number(`${step}e${power}`))
  }
  return numbers
}
