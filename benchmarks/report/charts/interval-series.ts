import type { LineSeriesOption, ScatterSeriesOption } from 'echarts'
import { STILL } from './chart-frame.ts'

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
