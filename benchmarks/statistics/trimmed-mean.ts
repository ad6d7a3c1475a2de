/**
 * The mean without the smallest and the largest values, this share of them on either side: Tukey and McLaughlin, "Less
 * Vulnerable Confidence and Significance Procedures for Location Based on a Single Sample" (1963).
 *
 * @throws RangeError where there are no values, or the share is not at least 0 and less than a half.
 */
export function trimmedMean(values: readonly number[], share: number): number {
  if (!(share >= 0 && share < 0.5)) throw new RangeError(`expected a share from 0 to 0.5, got ${share}`)
  if (values.length === 0) throw new RangeError('expected at least one value, got none')
  const sorted = Float64Array.from(values).sort()
  const left = Math.floor(share * sorted.length)
  const kept = sorted.subarray(left, sorted.length - left)
  return kept.reduce((sum, value) => sum + value, 0) / kept.length
}
