/** A test and what is left of its p-value among all that were made. */
export interface CorrectedTest<Test> {
  test: Test
  /** Corrected: to be held against alpha as if it were alone. */
  pValue: number
  /**
   * What the uncorrected p-value was held against in its turn. A confidence interval of 1 - level leaves out 0
   * exactly where the test is significant, so that what is drawn and what is said agree.
   */
  level: number
}

/**
 * Corrects p-values for their number: the probability of even one false finding among all tests is at most `alpha`,
 * however they depend on one another. The tests stay in their order.
 *
 * Holm, "A Simple Sequentially Rejective Multiple Test Procedure" (1979): of n, the smallest p-value is held
 * against alpha / n, the next against alpha / (n - 1), and so on, until one fails, and with it all that are greater.
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
