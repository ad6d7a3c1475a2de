import { studentCritical, studentTwoSidedP, studentUpperP } from './student-t.ts'

/** The mean of paired differences and how well it is known. */
export interface PairedDifference {
  mean: number
  standardError: number
  degreesOfFreedom: number
}

/**
 * Sums up the log-ratios of at least 2 rounds, for the paired t ("Student", "The Probable Error of a Mean", 1908).
 *
 * The exact sign-flip test asks for no distribution at all, but with 6 rounds it knows no p-value below 1/32, where
 * the first of 20 comparisons needs 1/400: it could never find anything. The t can, and keeps its level: where
 * scenarios do not differ their log-ratios are symmetric, whatever the latencies look like, and heavy tails make t
 * err on the safe side (Cressie, "Relaxing Assumptions in the One Sample t-Test", 1980).
 */
export function pairedDifference(logRatios: readonly number[]): PairedDifference {
  const rounds = logRatios.length
  if (rounds < 2) throw new RangeError(`expected at least 2 rounds, got ${rounds}`)
  const mean = sum(logRatios) / rounds
  const variance = sum(logRatios.map((each) => (each - mean) ** 2)) / (rounds - 1)
  return { mean, standardError: Math.sqrt(variance / rounds), degreesOfFreedom: rounds - 1 }
}

/** The probability of a mean at least so far from 0 where there is no difference. */
export function differenceP({ mean, standardError, degreesOfFreedom }: PairedDifference): number {
  return studentTwoSidedP(inErrors(mean, standardError), degreesOfFreedom)
}

/**
 * The probability of a mean so far inside (low, high) where the true difference is at or beyond either: the greater
 * of two one-sided tests (Schuirmann, "A Comparison of the Two One-Sided Tests Procedure and the Power Approach",
 * 1987). It is at most 0.05 exactly where the 90 % interval lies within.
 */
export function equivalenceP(difference: PairedDifference, low: number, high: number): number {
  const { mean, standardError, degreesOfFreedom } = difference
  return Math.max(
    studentUpperP(inErrors(mean - low, standardError), degreesOfFreedom),
    studentUpperP(inErrors(high - mean, standardError), degreesOfFreedom),
  )
}

/** Rounds that all agree have no error at all. */
function inErrors(distance: number, standardError: number): number {
  return distance === 0 ? 0 : distance / standardError
}

/** Half the width of the interval that leaves out the true difference with probability `alpha`. */
export function halfWidth({ standardError, degreesOfFreedom }: PairedDifference, alpha: number): number {
  return studentCritical(alpha, degreesOfFreedom) * standardError
}

/** What a standard normal variable stays below with probability 0.8. */
const NORMAL_AT_POWER = 0.8416212335729143

/**
 * The true difference that a test at level `alpha` finds with probability 0.8, the spread being as observed: what
 * the noncentral t asks for, by the approximation of Abramowitz and Stegun (1964), 26.7.10, which for 4 degrees of
 * freedom and more is within 1 % of it.
 */
export function detectableDifference(
  { standardError, degreesOfFreedom }: PairedDifference,
  alpha: number,
): number {
  const critical = studentCritical(alpha, degreesOfFreedom)
  const spread = Math.sqrt(1 + critical ** 2 / (2 * degreesOfFreedom))
  return (critical * (1 - 1 / (4 * degreesOfFreedom)) + NORMAL_AT_POWER * spread) * standardError
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
