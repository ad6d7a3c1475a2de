import type { IndexNeed } from './index-result.ts'

/** An operation needs an index if it reads this many times as many blocks without it, and this many more. */
const MIN_RATIO = 1.5
const MIN_BLOCKS = 50

/** The operations that need an index, the one that suffers the most first. */
export function needsOf(
  operations: readonly { operation: string; buffers: number; buffersWithout: number | null }[],
): IndexNeed[] {
  const without = (need: IndexNeed) => need.buffersWithout ?? Number.POSITIVE_INFINITY
  return operations
    .filter(
      (operation) =>
        without(operation) >= Math.max(operation.buffers * MIN_RATIO, operation.buffers + MIN_BLOCKS),
    )
    .toSorted((a, b) => (without(b) - b.buffers || 0) - (without(a) - a.buffers || 0))
}
