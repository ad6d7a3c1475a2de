import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { needsOf } from '../../../benchmarks/indexes/index-needs.ts'

/** An operation with and without an index: its blocks, and its times in ms. */
const operation = (
  [buffers, buffersWithout]: [number, number | null],
  [ms, msWithout]: [number, number | null] = [1, buffersWithout === null ? null : 1],
) => ({ operation: `${buffers} and ${buffersWithout}`, buffers, buffersWithout, ms, msWithout })

describe('needsOf', () => {
  it('is empty if no operation reads more or takes longer without the index', () =>
    assert.deepEqual(needsOf([operation([10, 10]), operation([1000, 900], [40, 30])]), []))

  it('leaves out a difference that is small in itself or in proportion', () =>
    assert.deepEqual(
      needsOf([
        operation([3, 40]),
        operation([1000, 1100]),
        operation([10, 10], [1, 8]),
        operation([10, 10], [60, 75]),
      ]),
      [],
    ))

  it('has an operation that takes longer, even if it reads no more', () =>
    assert.equal(needsOf([operation([7500, 7400], [60, 140])]).length, 1))

  it('puts the operation that reads the most first, and one that did not end before all', () => {
    const needs = needsOf([operation([10, 1000]), operation([10, null]), operation([10, 5000])])
    assert.deepEqual(
      needs.map(({ buffersWithout }) => buffersWithout),
      [null, 5000, 1000],
    )
  })
})
