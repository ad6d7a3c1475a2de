import type { Rounds } from './paired-rounds.ts'
import { percentile, samplesNeeded } from './percentile.ts'
import { studentCritical } from './student-t.ts'

/** A percentile and its confidence interval; or the number of samples it takes to have one. */
export type Estimate = { value: number; low: number; high: number } | { needed: number }

/**
 * A percentile of all samples with its confidence interval, or how many samples are needed for one.
 *
 * Samples of one round are correlated, so the interval depends on how rounds differ. It is Woodruff's ("Confidence
 * Intervals for Medians and Other Position Measures", 1952), as survey software uses it over clusters (Francisco and
 * Fuller, "Quantile Estimation with a Complex Survey Design", 1991): it estimates the error of the share of samples below
 * the percentile, and takes the percentiles at `p` plus and minus that error. The error of the share is that of a block
 * bootstrap over whole rounds. Its limit for infinite resampling is a formula, which needs no random numbers. Student's t
 * corrects for the small number of rounds.
 *
 * In simulations the interval holds the true p50 and p95 in 93 to 97 % of cases. The more common percentile interval of
 * the same bootstrap holds the true p95 in 75 to 85 % with 6 rounds and in 83 to 91 % with 12. With barely enough samples,
 * only 5 rounds, and a variance between rounds half of that within them, this one falls to about 90 % too.
 *
 * A bound that would lie beyond all samples is their maximum or minimum. With one round, nothing is known of how rounds
 * differ, and the interval is the whole range of the samples.
 *
 * @param rounds may differ in size; empty ones are ignored.
 * @param p the percentile as a share, such as 0.95.
 * @throws RangeError where a sample is not finite, or `p` or the confidence not between 0 and 1.
 */
export function estimatePercentile(
  rounds: Rounds,
  p: number,
  { confidence }: { confidence: number },
): Estimate {
  const visited = rounds.filter((round) => round.length > 0)
  const sorted = Float64Array.from(visited.flat()).sort()
  const unusable = [sorted.at(0), sorted.at(-1)].find(
    (sample) => sample !== undefined && !Number.isFinite(sample),
  )
  if (unusable !== undefined) throw new RangeError(`expected samples in ms, got ${unusable}`)
  const needed = samplesNeeded(p, confidence)
  if (sorted.length < needed) return { needed }

  const value = percentile(sorted, p)
  const reach = visited.length === 1 ? 1 : reachOfShare(visited, { value, p, confidence })
  return {
    value,
    low: percentile(sorted, Math.max(0, p - reach)),
    high: percentile(sorted, Math.min(1, p + reach)),
  }
}

/**
 * The minimum of the variance of a share, relative to that of independent samples: a few rounds can agree by chance, and
 * exactly where the share is a small number of samples in each.
 */
const MIN_DESIGN_EFFECT = 0.25

/** How far the share of samples at or below the true percentile may be from `p`. */
function reachOfShare(rounds: Rounds, at: { value: number; p: number; confidence: number }): number {
  const samples = rounds.reduce((total, round) => total + round.length, 0)
  const ofIndependent = (at.p * (1 - at.p)) / samples
  const variance = Math.max(varianceOfShare(rounds, at.value), MIN_DESIGN_EFFECT * ofIndependent)
  return studentCritical(1 - at.confidence, rounds.length - 1) * Math.sqrt(variance)
}

/**
 * The variance of the share of samples at or below a value, over resamples of whole rounds, to first order: the
 * share is a ratio of two totals. The bootstrap's own is too small by (rounds - 1) / rounds, which is corrected as
 * by Rao and Wu, "Resampling Inference with Complex Survey Data" (1988).
 */
function varianceOfShare(rounds: Rounds, value: number): number {
  const counts = rounds.map((round) => ({
    samples: round.length,
    below: round.filter((sample) => sample <= value).length,
  }))
  const samples = counts.reduce((total, round) => total + round.samples, 0)
  const share = counts.reduce((total, round) => total + round.below, 0) / samples
  const squares = counts.reduce((total, round) => total + (round.below - share * round.samples) ** 2, 0)
  return (squares * rounds.length) / (rounds.length - 1) / samples ** 2
}
