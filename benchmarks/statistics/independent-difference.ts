import type { PairedDifference } from './paired-difference.ts'

/** A mean with its standard error, and how well that is known. */
export type Mean = PairedDifference

/**
 * The difference of two means that were measured apart, by Welch, "The Generalization of 'Student's' Problem When Several
 * Different Population Variances Are Involved" (1947). The degrees of freedom are rounded down, which widens intervals.
 */
export function independentDifference({ from, to }: { from: Mean; to: Mean }): PairedDifference {
  const variances = [from, to].map(({ standardError }) => standardError ** 2)
  const [ofFrom = 0, ofTo = 0] = variances
  const variance = ofFrom + ofTo
  const degreesOfFreedom =
    variance === 0
      ? Math.min(from.degreesOfFreedom, to.degreesOfFreedom)
      : variance ** 2 / (ofFrom ** 2 / from.degreesOfFreedom + ofTo ** 2 / to.degreesOfFreedom)
  return {
    mean: to.mean - from.mean,
    standardError: Math.sqrt(variance),
    degreesOfFreedom: Math.max(1, Math.floor(degreesOfFreedom)),
  }
}
