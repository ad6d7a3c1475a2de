import type { IndexNeed } from './index-result.ts'

/** An operation needs an index if it reads this many times as many blocks without it, and this many more, */
const MIN_RATIO = 1.5
const MIN_BLOCKS = 50
/** or takes as many times as long, and this much longer. */
const MIN_MS = 10

/** The operations that need an index, the one that reads the most without it first. */
export function needsOf(operations: readonly IndexNeed[]): IndexNeed[] {
  const without = (need: IndexNeed) => need.buffersWithout ?? Number.POSITIVE_INFINITY
  return operations
    .filter((operation) => readsMore(operation) || takesLonger(operation))
    .toSorted((a, b) => (without(b) - b.buffers || 0) - (without(a) - a.buffers || 0))
}

/** Whether an operation reads many more blocks without the index. */
export function readsMore({ buffers, buffersWithout }: IndexNeed): boolean {
  return buffersWithout === null || buffersWithout >= Math.max(buffers * MIN_RATIO, buffers + MIN_BLOCKS)
}

/** Whether it takes much longer. */
export function takesLonger({ ms, msWithout }: IndexNeed): boolean {
  return msWithout === null || msWithout >= Math.max(ms * MIN_RATIO, ms + MIN_MS)
}
