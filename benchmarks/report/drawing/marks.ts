import type {
  LegendComponentOption,
  LineSeriesOption,
  ScatterSeriesOption,
  TitleComponentOption,
} from 'echarts'
import { LABEL } from './axes.ts'

/** For series that do not react to a pointer: the report has no script. */
export const STILL = { silent: true, emphasis: { disabled: true }, animation: false } as const

/** Sizes for the widest font that a browser may use, so that entries never overlap. */
const LEGEND = { character: 7.4, symbol: 12, gap: 20, row: 22 }

interface LegendEntry {
  name: string
  icon: string
  itemStyle?: { color: string; borderColor: string; borderWidth: number; opacity: number }
}

/** A legend above the chart in as many rows as this width needs, and its height. */
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

/** A title above a part of the chart. */
export function partTitle(text: string, left: number, top: number): TitleComponentOption {
  return { text, left, top, padding: 0, textStyle: { ...LABEL, fontWeight: 'bold' } }
}

export interface IntervalPoint {
  /** On the axis that does not show the values. */
  position: number
  value: number
  low: number
  high: number
}

interface IntervalStyle {
  name?: string
  color: string
  symbol: string
  symbolSize: number
  /** The colour inside a hollow symbol. */
  hollow?: string
  direction: 'vertical' | 'horizontal'
  axis: { xAxisIndex: number; yAxisIndex: number }
}

const CAP = 9
const LINE = 1.5

/** Values with error bars: a symbol on a line with a cap at each end. */
export function intervalSeries(
  points: IntervalPoint[],
  { name, color, symbol, symbolSize, hollow, direction, axis }: IntervalStyle,
): [LineSeriesOption, ScatterSeriesOption] {
  const place = (position: number, measured: number): [number, number] =>
    direction === 'vertical' ? [position, measured] : [measured, position]
  return [
    {
      ...STILL,
      ...axis,
      type: 'line',
      lineStyle: { color, width: LINE },
      itemStyle: { color, borderWidth: 0 },
      symbol: 'rect',
      symbolSize: direction === 'vertical' ? [CAP, LINE] : [LINE, CAP],
      showAllSymbol: true,
      data: points.flatMap(({ position, low, high }) => [
        place(position, low),
        place(position, high),
        ['-', '-'],
      ]),
    },
    {
      ...STILL,
      ...axis,
      type: 'scatter',
      name,
      symbol,
      symbolSize,
      color,
      itemStyle: {
        opacity: 1,
        ...(hollow === undefined ? {} : { color: hollow, borderColor: color, borderWidth: LINE }),
      },
      data: points.map(({ position, value }) => place(position, value)),
      z: 3,
    },
  ]
}
