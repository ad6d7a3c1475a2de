import { percentile, reachesPercentile } from './percentile.ts'

/** The samples of each round, such as latencies in ms. Both sides of a comparison have the same rounds. */
export type Rounds = readonly (readonly number[])[]

/** The figure of a round that is compared. */
export type Metric = 'p50' | 'p90' | 'p95' | 'p99' | 'mean'

/**
 * Compares two sides round by round: ln(to / from) of the metric, for each round that has it on both sides. What slows
 * a round slows both sides of it and cancels in their ratio. It is a ratio because a change affects a latency in
 * proportion.
 *
 * A round counts where both sides have the metric: at least one sample, and as many as reach the percentile (13 for
 * p95, 67 for p99). The maximum of fewer depends more on how many there were than on what was measured.
 *
 * @param rounds those of either side, in the same order.
 * @throws RangeError where the sides differ in their number of rounds, or a sample is not a finite number above 0.
 */
export function pairedLogRatios(metric: Metric, rounds: { from: Rounds; to: Rounds }): number[] {
  if (rounds.from.length !== rounds.to.length) {
    throw new RangeError(
      `expected as many rounds on both sides, got ${rounds.from.length} and ${rounds.to.length}`,
    )
  }
  return rounds.from.flatMap((samples, round) => {
    const from = figureOf(samples, metric)
    const to = figureOf(rounds.to[round] ?? [], metric)
    return from === null || to === null ? [] : [Math.log(to / from)]
  })
}

const SHARES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 }

/** The metric of one side of one round; null where it has too few samples. */
function figureOf(samples: readonly number[], metric: Metric): number | null {
  const unusable = samples.find((sample) => !(sample > 0 && sample < Number.POSITIVE_INFINITY))
  if (unusable !== undefined) throw new RangeError(`expected samples above 0, got ${unusable}`)
  if (samples.length === 0) return null
  if (metric === 'mean') return samples.reduce((total, sample) => total + sample / samples.length, 0)
  const share = SHARES[metric]
  return reachesPercentile(samples.length, share)
    ? percentile(Float64Array.from(samples).sort(), share)
    : null
}
