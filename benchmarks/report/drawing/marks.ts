import type {
  LegendComponentOption,
  LineSeriesOption,
  ScatterSeriesOption,
  TitleComponentOption,
} from 'echarts'
import { LABEL } from './axes.ts'

/** Nothing reacts to a pointer: a report is for reading, and a still chart needs no script. */
export const STILL = { silent: true, emphasis: { disabled: true }, animation: false } as const

/** In the widest of the fonts that a browser may take, so that entries never touch. */
const LEGEND = { character: 7.4, symbol: 12, gap: 20, row: 22 }

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

/** A line of text over a part of the chart. */
export function partTitle(text: string, left: number, top: number): TitleComponentOption {
  return { text, left, top, padding: 0, textStyle: { ...LABEL, fontWeight: 'bold' } }
}

export interface IntervalPoint {
  /** Where it stands on the axis that is not measured. */
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
  /** The colour inside the symbol, where it is hollow. */
  hollow?: string
  direction: 'upright' | 'lying'
  axis: { xAxisIndex: number; yAxisIndex: number }
}

const CAP = 9
const LINE = 1.5

/** Values with error bars: each a symbol on a line with a cap at both ends. */
export function intervalSeries(
  points: IntervalPoint[],
  { name, color, symbol, symbolSize, hollow, direction, axis }: IntervalStyle,
): [LineSeriesOption, ScatterSeriesOption] {
  const place = (position: number, measured: number): [number, number] =>
    direction === 'upright' ? [position, measured] : [measured, position]
  return [
    {
      ...STILL,
      ...axis,
      type: 'line',
      lineStyle: { color, width: LINE },
      itemStyle: { color, borderWidth: 0 },
      symbol: 'rect',
      symbolSize: direction === 'upright' ? [CAP, LINE] : [LINE, CAP],
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
