import type {
  LegendComponentOption,
  TitleComponentOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from 'echarts'
import { LIGHT } from './palette.ts'

/** Below this width a chart is drawn for a phone. */
export const NARROW = 560

const CHARACTER_WIDTH = 6.6
/** In the widest of the fonts that a browser may take, so that entries never touch. */
const LEGEND = { character: 7.4, symbol: 12, gap: 20, row: 22 }

export const LABEL = { color: LIGHT.ink, fontSize: 12 }
export const SMALL_LABEL = { color: LIGHT.muted, fontSize: 11 }

/** Nothing reacts to a pointer: a report is for reading, and a still chart needs no script. */
export const STILL = { silent: true, emphasis: { disabled: true }, animation: false } as const

interface LegendEntry {
  name: string
  icon: string
  itemStyle?: { color: string; borderColor: string; borderWidth: number; opacity: number }
}

/** A legend above the chart, in as many rows as this width needs, and how high it gets. */
export function legendOf(
  entries: LegendEntry[],
  width: number,
): { legend: LegendComponentOption[]; height: number } {
  let left = 0
  let top = 0
  const legend = entries.map((entry): LegendComponentOption => {
    const entryWidth = entry.name.length * LEGEND.character + LEGEND.symbol + LEGEND.gap
    if (left > 0 && left + entryWidth > width) {
      left = 0
      top += LEGEND.row
    }
    const place = { left, top }
    left += entryWidth
    return {
      ...place,
      data: [entry],
      padding: 0,
      itemWidth: LEGEND.symbol,
      itemHeight: LEGEND.symbol,
      textStyle: LABEL,
      selectedMode: false,
    }
  })
  return { legend, height: top + LEGEND.row + 6 }
}

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

/** A line of text over a part of the chart. */
export function partTitle(text: string, left: number, top: number): TitleComponentOption {
  return { text, left, top, padding: 0, textStyle: { ...LABEL, fontWeight: 'bold' } }
}
