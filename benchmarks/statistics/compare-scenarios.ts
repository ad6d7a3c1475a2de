import type { Comparison } from '../result.ts'
import type { Rounds } from './estimate-percentile.ts'
import { percentile, reachesPercentile } from './percentile.ts'

/** What is compared with what. */
export type Compared = Pick<Comparison, 'from' | 'to' | 'users' | 'operation' | 'metric'>

/** A comparison before it is judged, which takes all others that are made. */
export interface PairedComparison extends Compared {
  /** ln(to / from) of the metric, for each round that has it on both sides. */
  logRatios: number[]
}

/**
 * Compares two scenarios round by round. What slows a round slows both sides of it and falls out of their ratio;
 * ratios, because what a change does to a latency it does in proportion.
 *
 * A round counts where both sides have the metric: at least one sample, and as many as reach the percentile (13 for
 * p95, 67 for p99), since the largest of fewer says more of how many there were than of the scenario.
 *
 * @param rounds those of either side, in the same order.
 * @throws RangeError where the sides differ in their number of rounds, or a latency is not more than 0.
 */
export function compareScenarios(compared: Compared, rounds: { from: Rounds; to: Rounds }): PairedComparison {
  if (rounds.from.length !== rounds.to.length) {
    throw new RangeError(
      `expected as many rounds on both sides, got ${rounds.from.length} and ${rounds.to.length}`,
    )
  }
  const logRatios = rounds.from.flatMap((samples, round) => {
    const from = figureOf(samples, compared.metric)
    const to = figureOf(rounds.to[round] ?? [], compared.metric)
    return from === null || to === null ? [] : [Math.log(to / from)]
  })
  return { ...compared, logRatios }
}

const SHARES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 }

/** The metric of one side of one round; null where it has too few samples. */
function figureOf(samples: readonly number[], metric: Comparison['metric']): number | null {
  const unusable = samples.find((sample) => !(sample > 0 && sample < Number.POSITIVE_INFINITY))
  if (unusable !== undefined) throw new RangeError(`expected latencies of more than 0 ms, got ${unusable}`)
  if (samples.length === 0) return null
  if (metric === 'mean') return samples.reduce((total, sample) => total + sample / samples.length, 0)
  const share = SHARES[metric]
  return reachesPercentile(samples.length, share)
    ? percentile(Float64Array.from(samples).sort(), share)
    : null
}
