import { lineMark, type Mark, type Point, px, seriesPoint } from './marks.ts'
import { seriesStyle } from './palette.ts'
import type { Scale } from './scales.ts'

/** The height that a strip and the intervals above it need. */
export const STRIP_HEIGHT = 26

const TICK = { top: 11, height: 12 }
const INTERVAL_Y = 6

/** A percentile that is marked above its strip. */
export interface MarkedPercentile {
  value: number
  low: number
  high: number
  /** The median has the filled shape of the scenario; others have a line across. */
  isMedian: boolean
}

interface StripOptions {
  /** Of the row. */
  top: number
  /** Of the scenario in the result. */
  seriesIndex: number
  scale: Scale
}

/**
 * A distribution as a strip: a line for each percent of the samples, so that it is dark where many are, and above it
 * percentiles with their intervals.
 *
 * @param percentiles the values at 0, 1, … 100 percent, ascending.
 */
export function stripMarks(
  percentiles: readonly number[],
  marked: MarkedPercentile[],
  { top, seriesIndex, scale }: StripOptions,
): Mark[] {
  const { colour } = seriesStyle(seriesIndex)
  const y = top + INTERVAL_Y
  return [
    {
      kind: 'path',
      d: tickLines(percentiles.map(scale.of), top + TICK.top),
      stroke: colour,
      strokeWidth: 1.5,
      opacity: 0.45,
    },
    ...marked.flatMap(({ value, low, high, isMedian }): Mark[] => [
      lineMark({ x: scale.of(low), y }, { x: scale.of(high), y }, { stroke: colour, strokeWidth: 1.5 }),
      isMedian
        ? seriesPoint(seriesIndex, { x: scale.of(value), y }, 8)
        : crossLine({ x: scale.of(value), y }, seriesIndex),
    ]),
  ]
}

/** Each from where the one before ended, in tenths of a pixel: a page has thousands of them. */
function tickLines(places: number[], top: number): string {
  const tenths = places.map((x) => Math.round(x * 10))
  const [first = 0] = tenths
  const moves = tenths.slice(1).map((x, index) => (x - (tenths[index] ?? 0)) / 10)
  const line = `v${TICK.height}`
  return `M${first / 10} ${px(top)}${line}${moves.map((dx) => `m${dx}-${TICK.height}${line}`).join('')}`
}

function crossLine({ x, y }: Point, seriesIndex: number): Mark {
  const { colour } = seriesStyle(seriesIndex)
  return lineMark({ x, y: y - 5 }, { x, y: y + 5 }, { stroke: colour, strokeWidth: 2.5 })
}
