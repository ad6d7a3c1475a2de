import { studentCritical, studentTwoSidedP, studentUpperP } from './student-t.ts'

/** The mean of paired differences and its precision. */
export interface PairedDifference {
  mean: number
  standardError: number
  degreesOfFreedom: number
}

/**
 * The mean and standard error of the log ratios of at least 2 rounds, for the paired t test ("Student", "The Probable
 * Error of a Mean", 1908).
 *
 * The exact sign-flip test assumes no distribution, but with 6 rounds its minimum p-value is 1/32, where the first of 20
 * comparisons needs 1/400: it could never be significant. The t test can, and keeps its level: where the sides do not
 * differ, their log ratios are symmetric whatever the samples look like, and heavy tails make t conservative (Cressie,
 * "Relaxing Assumptions in the One Sample t-Test", 1980).
 */
export function pairedDifference(logRatios: readonly number[]): PairedDifference {
  const rounds = logRatios.length
  if (rounds < 2) throw new RangeError(`expected at least 2 rounds, got ${rounds}`)
  const mean = sum(logRatios) / rounds
  const variance = sum(logRatios.map((each) => (each - mean) ** 2)) / (rounds - 1)
  return { mean, standardError: Math.sqrt(variance / rounds), degreesOfFreedom: rounds - 1 }
}

/** The probability of a mean at least this far from 0 where there is no difference. */
export function differenceP({ mean, standardError, degreesOfFreedom }: PairedDifference): number {
  return studentTwoSidedP(inStandardErrors(mean, standardError), degreesOfFreedom)
}

/**
 * The probability of a mean this far inside (low, high) where the true difference is at or beyond either: the greater
 * of two one-sided tests (Schuirmann, "A Comparison of the Two One-Sided Tests Procedure and the Power Approach",
 * 1987). It is at most 0.05 exactly where the 90 % interval lies within (low, high).
 */
export function equivalenceP(difference: PairedDifference, low: number, high: number): number {
  const { mean, standardError, degreesOfFreedom } = difference
  return Math.max(
    studentUpperP(inStandardErrors(mean - low, standardError), degreesOfFreedom),
    studentUpperP(inStandardErrors(high - mean, standardError), degreesOfFreedom),
  )
}

/** Rounds that all agree have a standard error of 0. */
function inStandardErrors(distance: number, standardError: number): number {
  return distance === 0 ? 0 : distance / standardError
}

/** Half the width of the interval that misses the true difference with probability `alpha`. */
export function halfWidth({ standardError, degreesOfFreedom }: PairedDifference, alpha: number): number {
  return studentCritical(alpha, degreesOfFreedom) * standardError
}

/** The 0.8 quantile of the standard normal distribution. */
const NORMAL_AT_POWER = 0.8416212335729143

/**
 * The true difference that a test at level `alpha` finds with probability 0.8 at the observed spread, by the noncentral t
 * in the approximation of Abramowitz and Stegun (1964), 26.7.10, which for at least 4 degrees of
 * freedom is within 1 %.
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
