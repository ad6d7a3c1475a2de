import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Difficulty } from '../../../benchmarks/pages/scale-operations.ts'
import type { ScaledDirectory } from '../../../benchmarks/scale/scale-result.ts'
import { verdictsOf } from '../../../benchmarks/scale/verdicts.ts'

const directory = (
  countMs: number,
  operations: [name: string, difficulty: Difficulty, executionMs: number | null][],
): ScaledDirectory => ({
  doctors: 1_000,
  indexes: true,
  countMs,
  countInProgramMs: countMs,
  counts: [],
  operations: operations.map(([name, difficulty, executionMs]) => ({
    name,
    difficulty,
    statement: executionMs === null ? null : { executionMs, buffers: 0, temporaryBlocks: 0, shape: '' },
    p50Ms: null,
    samples: 0,
  })),
})

/** Whether an operation that takes `smallMs` in a small directory and `largeMs` in a large one is within its target. */
function isMet(
  difficulty: Difficulty,
  smallMs: number,
  largeMs: number | null,
  countMs = 100,
): boolean | undefined {
  const small = directory(1, [['page', difficulty, smallMs]])
  const large = directory(countMs, [['page', difficulty, largeMs]])
  return verdictsOf(small, large)[0]?.met
}

describe('verdictsOf', () => {
  it('allows a page 20 ms, however little it takes in a small directory', () => {
    assert.equal(isMet('page', 0.1, 20), true)
    assert.equal(isMet('page', 0.1, 20.1), false)
  })

  it('allows a page twice its time in a small directory', () => {
    assert.equal(isMet('page', 15, 30), true)
    assert.equal(isMet('page', 15, 30.1), false)
  })

  it('allows a hard page two counts, and a page with its total one and a half', () => {
    assert.equal(isMet('hard page', 1, 200), true)
    assert.equal(isMet('hard page', 1, 201), false)
    assert.equal(isMet('total', 1, 150), true)
    assert.equal(isMet('total', 1, 151), false)
  })

  it('takes a statement past the limit of the run for one that misses its target', () =>
    assert.equal(isMet('total', 1, null), false))
})
