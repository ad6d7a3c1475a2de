import type { ToldComparison } from '../sections/told-comparison.ts'
import { tickInterval } from './axis-ticks.ts'

/** An interval alone stretches the scale no farther, since one that is very wide would squeeze all others. */
const FARTHEST_PERCENT = 100

/** The scale of a chart of changes, in percent. */
export interface ComparisonScale {
  min: number
  max: number
  /** From tick to tick. */
  interval: number
}

/**
 * A scale that holds 0 and what counts as equivalent, every change, and every interval unless it is very wide.
 *
 * @param ticks about how many to have.
 */
export function comparisonScale(
  comparisons: ToldComparison[],
  { marginPercent, ticks }: { marginPercent: number; ticks: number },
): ComparisonScale {
  const ends = comparisons.flatMap(({ change, low, high }) => [
    change * 100,
    low * 100,
    Math.min(high * 100, FARTHEST_PERCENT),
  ])
  const least = Math.min(-marginPercent, ...ends)
  const most = Math.max(marginPercent, ...ends)
  const interval = tickInterval(most - least, ticks)
  return {
    min: Math.floor(least / interval) * interval,
    max: Math.ceil(most / interval) * interval,
    interval,
  }
}
