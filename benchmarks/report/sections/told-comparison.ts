import type { Comparison } from '../../result.ts'

/** Why a comparison has no figures. */
export const TOO_FEW_ROUNDS = 'too few rounds'

/** A comparison that had rounds enough for all its figures. */
export type ToldComparison = Comparison & { [figure in 'change' | 'low' | 'high' | 'detectable']: number }

/** Whether there were rounds enough to say anything; a result has either all of the figures or none. */
export function isTold(comparison: Comparison): comparison is ToldComparison {
  const { change, low, high, detectable } = comparison
  return [change, low, high, detectable].every((figure) => figure !== null)
}
