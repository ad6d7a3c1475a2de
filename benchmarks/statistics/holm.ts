/** A test with its p-value corrected for the number of tests. */
export interface CorrectedTest<Test> {
  test: Test
  /** Corrected: to be compared with alpha as if it were the only test. */
  pValue: number
  /**
   * The level that the uncorrected p-value was compared with. A confidence interval of 1 - level excludes 0 exactly where
   * the test is significant, so that charts and sentences agree.
   */
  level: number
}

/**
 * Corrects p-values for their number: the probability of even one false positive among all tests is at most `alpha`,
 * however they depend on one another. The order of the tests is kept.
 *
 * Holm, "A Simple Sequentially Rejective Multiple Test Procedure" (1979): of n p-values, the smallest is compared with
 * alpha / n, the next with alpha / (n - 1), and so on. The first that fails and all greater ones are not significant.
 */
export function correctByHolm<Test>(
  tests: readonly Test[],
  pValueOf: (test: Test) => number,
  alpha: number,
): CorrectedTest<Test>[] {
  const ranked = tests
    .map((test, index) => ({ test, index, uncorrected: pValueOf(test) }))
    .sort((one, other) => one.uncorrected - other.uncorrected)
  let pValue = 0
  const corrected = ranked.map((each, rank) => {
    pValue = Math.max(pValue, Math.min(1, (tests.length - rank) * each.uncorrected))
    return { ...each, pValue }
  })
  const significant = corrected.filter((each) => each.pValue <= alpha).length
  return corrected
    .map((each, rank) => ({ ...each, level: alpha / (tests.length - Math.min(rank, significant)) }))
    .sort((one, other) => one.index - other.index)
    .map(({ test, pValue, level }) => ({ test, pValue, level }))
}
