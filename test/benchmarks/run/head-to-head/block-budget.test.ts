import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hasTimeForBlock } from '../../../../benchmarks/run/head-to-head/block-budget.ts'

const BUDGET = { secondsPerPair: 60, maxSecondsPerPair: 110, minBlocks: 6, wantedBlocks: 12 }

/** How many blocks are made that take so many seconds each, and how long that takes. */
function blocksOf(blockSeconds: number, limitSeconds = Number.POSITIVE_INFINITY, budget = BUDGET) {
  let blocks = 0
  const seconds = () => blocks * blockSeconds
  while (hasTimeForBlock({ blocks, seconds: seconds(), secondsLeft: limitSeconds - seconds() }, budget))
    blocks++
  return { blocks, seconds: seconds() }
}

describe('hasTimeForBlock', () => {
  it('fills the time of a pair where a block is quick', () =>
    assert.deepEqual(blocksOf(4), { blocks: 15, seconds: 60 }))

  it('goes on to the blocks that are wanted where the machine is slow', () =>
    assert.deepEqual(blocksOf(8), { blocks: 12, seconds: 96 }))

  it('ends at the longest time before that', () =>
    assert.deepEqual(blocksOf(11), { blocks: 10, seconds: 110 }))

  it('makes the fewest that there may be, however long they take', () =>
    assert.deepEqual(blocksOf(30), { blocks: 6, seconds: 180 }))

  it('keeps the limit of a run even so, but for the first block', () => {
    assert.deepEqual(blocksOf(30, 100), { blocks: 3, seconds: 90 })
    assert.deepEqual(blocksOf(30, 10), { blocks: 1, seconds: 30 })
  })

  it('makes no fewer blocks with more time, and never leaves the limit by more than the first', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 300 }),
        (blockSeconds, limit) => {
          const { blocks, seconds } = blocksOf(blockSeconds, limit)
          assert.ok(seconds <= Math.max(limit, blockSeconds))
          assert.ok(blocks <= blocksOf(blockSeconds, limit + 10).blocks)
        },
      ),
    ))
})
