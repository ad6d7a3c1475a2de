import type { HeadToHead, HeadToHeadDifference, Judgement } from '../../result.ts'
import type { VerdictWord } from '../drawing/verdict-mark.ts'

/**
 * The difference that stands for a pair of scenarios: of the service time if it is faster or slower, or else the first
 * clear one of CPU time, which is measured more precisely.
 */
export function leadingDifference({ differences }: HeadToHead): HeadToHeadDifference | undefined {
  const isClear = ({ verdict }: Judgement) => verdict === 'faster' || verdict === 'slower'
  return differences.find(isClear) ?? differences[0]
}

/** The verdict on a time, or on CPU time, which is not faster but less. */
export function verdictWord({ verdict }: Judgement, { isCpu }: { isCpu: boolean }): VerdictWord {
  if (!isCpu) return verdict
  return verdict === 'faster' ? 'less CPU' : verdict === 'slower' ? 'more CPU' : verdict
}

/** Whether a difference is one of CPU time. */
export function isOfCpu({ measure }: HeadToHeadDifference): boolean {
  return measure !== 'service time'
}
