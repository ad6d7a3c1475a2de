import { type Chart, type Drawing, nameColumn, numberColumn } from '../report/document/document.ts'
import { formatCount, formatMs } from '../report/document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../report/drawing/axis.ts'
import { legendOf } from '../report/drawing/legend.ts'
import { lineMark, type Mark, px, seriesPoint } from '../report/drawing/marks.ts'
import { seriesStyle } from '../report/drawing/palette.ts'
import { greatest, logarithmicScale, scaleAround } from '../report/drawing/scales.ts'
import { textWidth } from '../report/drawing/text-width.ts'
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
const LABEL_SIZE = 11
/** Below this width, sizes have no room for their unit. */
const NARROW = 560
/** The room between the ends of the scale of sizes and its first and last point. */
const INSET = 24

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
    caveat: null,
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
  const legend = legendOf(
    lines.map(({ operation }, index) => ({
      name: operation,
      swatch: (centre) => [seriesPoint(index, centre, 9)],
    })),
    width,
  )
  const points = lines.flatMap((line) => line.points)
  const sizes = [...new Set(points.map(({ doctors }) => doctors))].sort((a, b) => a - b)
  const [top, bottom] = [legend.height, legend.height + HEIGHT]
  const times = scaleAround(
    { from: bottom, to: top + LABEL_SIZE },
    points.map(({ executionMs }) => executionMs),
  )
  const labels = times.ticks.map((ms) => ({ text: `${formatCount(ms)} ms`, y: times.of(ms) }))
  const left = greatest(labels.map(({ text }) => textWidth(text, { size: LABEL_SIZE }))) + 8
  const doctors = logarithmicScale(
    { from: left + INSET, to: width - INSET },
    { min: sizes[0] ?? 1, max: sizes.at(-1) ?? 10, ticks: sizes },
  )
  const sizeLabel = (size: number) => (width < NARROW ? formatCount(size) : `${formatCount(size)} doctors`)
  return {
    width,
    height: bottom + AXIS_HEIGHT,
    marks: [
      ...legend.marks,
      ...labels.flatMap(({ text, y }): Mark[] => [
        lineMark({ x: left, y }, { x: width, y }, { stroke: 'rule' }),
        { kind: 'text', x: left - 8, y: y + 4, text, size: LABEL_SIZE, colour: 'muted', anchor: 'end' },
      ]),
      ...valueAxis(doctors, { bands: [{ top: bottom, bottom }], width, format: sizeLabel }),
      ...lines.flatMap(({ operation, points: ofLine }, index): Mark[] => {
        const places = ofLine.map((point) => ({
          x: doctors.of(point.doctors),
          y: times.of(point.executionMs),
          title: `${operation}, ${formatCount(point.doctors)} doctors: ${formatMs(point.executionMs)} ms`,
        }))
        const path = places.map(({ x, y }) => `${px(x)} ${px(y)}`).join('L')
        return [
          { kind: 'path', d: `M${path}`, stroke: seriesStyle(index).colour, strokeWidth: 1.5 },
          ...places.map(
            ({ title, ...centre }): Mark => ({
              kind: 'group',
              title,
              marks: [seriesPoint(index, centre, 9)],
            }),
          ),
        ]
      }),
    ],
  }
}
