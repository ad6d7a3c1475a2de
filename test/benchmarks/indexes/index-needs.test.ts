import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { needsOf } from '../../../benchmarks/indexes/index-needs.ts'

const operation = (buffers: number, buffersWithout: number | null) => ({
  operation: `${buffers} and ${buffersWithout}`,
  buffers,
  buffersWithout,
})

describe('needsOf', () => {
  it('is empty if no operation reads more without the index', () =>
    assert.deepEqual(needsOf([operation(10, 10), operation(1000, 900)]), []))

  it('leaves out a difference that is small in blocks or in proportion', () =>
    assert.deepEqual(needsOf([operation(3, 40), operation(1000, 1100)]), []))

  it('puts the operation that suffers the most first, and one that did not end before all', () => {
    const needs = needsOf([operation(10, 1000), operation(10, null), operation(10, 5000)])
    assert.deepEqual(
      needs.map(({ buffersWithout }) => buffersWithout),
      [null, 5000, 1000],
    )
  })
})
