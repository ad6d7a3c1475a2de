import type { Judgement } from '../../result.ts'

/** All verdicts, in the order in which they are reported. */
export const VERDICTS = [
  'faster',
  'slower',
  'equivalent',
  'cannot tell',
] as const satisfies Judgement['verdict'][]

/** Why a comparison has no estimate. */
export const TOO_FEW_ROUNDS = 'too few rounds'

/** A comparison with enough rounds to estimate the change. */
export type Estimated<Compared extends Judgement> = Compared & {
  [figure in 'change' | 'low' | 'high' | 'detectable']: number
}

/** Whether there were enough rounds to estimate the change; a result has either all of the figures or none. */
export function isEstimated<Compared extends Judgement>(
  comparison: Compared,
): comparison is Estimated<Compared> {
  const { change, low, high, detectable } = comparison
  return [change, low, high, detectable].every((figure) => figure !== null)
}
