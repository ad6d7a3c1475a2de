import type { LineSeriesOption } from 'echarts'
import { type Chart, type Drawing, nameColumn, numberColumn } from '../report/document/document.ts'
import { formatCount, formatMs } from '../report/document/text.ts'
import { logarithmicTicks, SMALL_LABEL } from '../report/drawing/axes.ts'
import { legendOf, STILL } from '../report/drawing/marks.ts'
import { LIGHT, seriesStyle } from '../report/drawing/palette.ts'
import type { ScaleResult } from './scale-result.ts'

/** Operations that stand for the others of their kind. */
const DRAWN = [
  'all, by name',
  'absent name',
  'absent specialty',
  'name, specialty and hours',
  'all, with total',
  'hours, with total',
]

const HEIGHT = 300
const LABELS = { left: 56, bottom: 34, right: 24 }

export interface ScaleLine {
  operation: string
  points: { doctors: number; executionMs: number }[]
}

/** The time in the server of each drawn operation, by size. A statement without a time is left out. */
export function scaleLines({ directories }: ScaleResult, indexes: boolean): ScaleLine[] {
  return DRAWN.map((operation) => ({
    operation,
    points: directories
      .filter((directory) => directory.indexes === indexes)
      .flatMap(({ doctors, operations }) => {
        const statement = operations.find(({ name }) => name === operation)?.statement
        return statement ? [{ doctors, executionMs: statement.executionMs }] : []
      }),
  })).filter(({ points }) => points.length > 0)
}

/** Time in the server by number of doctors, on two logarithmic axes. */
export function scaleChart(result: ScaleResult, indexes: boolean): Chart {
  const lines = scaleLines(result, indexes)
  const where = indexes ? 'with the indexes' : 'without the indexes'
  return {
    name: indexes ? 'scale-indexed' : 'scale-bare',
    title: `Time of a page in PostgreSQL, ${where}`,
    description: `Time of a page statement in the server in ms, by number of doctors, ${where}; both axes are logarithmic. A flat line does not depend on the size of the directory. Lower is better.`,
    draw: (width) => drawLines(lines, width),
    table: {
      caption: `Time of a page statement in the server in ms, ${where}`,
      columns: [nameColumn('Operation'), nameColumn('Doctors'), numberColumn('ms')],
      rows: lines.flatMap(({ operation, points }) =>
        points.map(({ doctors, executionMs }) => [operation, formatCount(doctors), formatMs(executionMs)]),
      ),
    },
  }
}

function drawLines(lines: ScaleLine[], width: number): Drawing {
  const { legend, height: top } = legendOf(
    lines.map(({ operation }, index) => ({ name: operation, icon: seriesStyle(index).symbol })),
    width,
  )
  const points = lines.flatMap((line) => line.points)
  const sizes = [...new Set(points.map(({ doctors }) => doctors))].sort((a, b) => a - b)
  const ticks = logarithmicTicks(points.map(({ executionMs }) => executionMs))
  const axis = { axisLine: { show: false }, splitLine: { lineStyle: { color: LIGHT.rule } } }
  const series = lines.map((line, index): LineSeriesOption => {
    const { color, symbol } = seriesStyle(index)
    return {
      ...STILL,
      type: 'line',
      name: line.operation,
      symbol,
      symbolSize: 8,
      showAllSymbol: true,
      lineStyle: { color, width: 1.5 },
      itemStyle: { color },
      data: line.points.map(({ doctors, executionMs }) => [doctors, executionMs]),
    }
  })
  return {
    width,
    height: top + HEIGHT + LABELS.bottom,
    option: {
      legend,
      grid: { left: LABELS.left, right: LABELS.right, top, bottom: LABELS.bottom },
      xAxis: {
        ...axis,
        type: 'log',
        min: (sizes[0] ?? 1) / 1.3,
        max: (sizes.at(-1) ?? 10) * 1.3,
        axisTick: { show: false, customValues: sizes },
        axisLabel: { ...SMALL_LABEL, customValues: sizes, formatter: formatCount },
      },
      yAxis: {
        ...axis,
        type: 'log',
        min: ticks[0],
        max: ticks.at(-1),
        axisTick: { show: false, customValues: ticks },
        axisLabel: { ...SMALL_LABEL, customValues: ticks, formatter: (ms: number) => `${ms} ms` },
      },
      series,
    },
  }
}
