import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  fitGrowth,
  fitsBatches,
  growsSteadily,
  mergePoints,
} from '../../../../../benchmarks/trace-analysis/findings/n-plus-one/growth.ts'

const SEED = 20260131
const parents = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 2, maxLength: 6 })
const points = (numbers: number[], statementsOf: (n: number) => number) =>
  numbers.map((n) => ({ parents: n, statements: statementsOf(n) }))

describe('growth', () => {
  it('of points on a line is that line', () => {
    fc.assert(
      fc.property(
        parents,
        fc.integer({ min: -2, max: 5 }),
        fc.integer({ min: 0, max: 4 }),
        (numbers, base, perParent) => {
          const growth = fitGrowth(points(numbers, (n) => base + perParent * n))
          assert.deepEqual(growth, { base, perParent, explained: perParent === 0 ? 0 : 1 })
        },
      ),
      { seed: SEED, numRuns: 1000 },
    )
  })

  it('is the line with the least sum of squares', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            parents: fc.integer({ min: 1, max: 60 }),
            statements: fc.integer({ min: 0, max: 60 }),
          }),
          { minLength: 2 },
        ),
        fc.constantFrom(-0.01, 0.01),
        (cloud, nudge) => {
          const growth = fitGrowth(cloud)
          if (growth === null) return
          const squares = (base: number, perParent: number) =>
            cloud.reduce((sum, point) => sum + (point.statements - base - perParent * point.parents) ** 2, 0)
          const least = squares(growth.base, growth.perParent) - 1e-3
          assert.ok(least < squares(growth.base + nudge, growth.perParent))
          assert.ok(least < squares(growth.base, growth.perParent + nudge))
          assert.ok(growth.explained >= 0 && growth.explained <= 1)
        },
      ),
      { seed: SEED, numRuns: 1000 },
    )
  })

  it('cannot be seen where all had equally many parents', () => {
    assert.equal(fitGrowth(points([7, 7, 7], () => 3)), null)
    assert.equal(fitGrowth([]), null)
  })

  it('is steady where each larger number of parents, of three at least, came with more statements', () => {
    assert.equal(growsSteadily(points([9, 1, 4], (n) => n)), true)
    assert.equal(growsSteadily(points([1, 4, 9], (n) => Math.min(n, 4))), false)
    assert.equal(growsSteadily(points([1, 4], (n) => n)), false)
  })

  it('takes the most statements for each number of parents', () => {
    const merged = mergePoints([...points([2, 1], (n) => n), { parents: 2, statements: 5 }])
    assert.deepEqual(merged, [
      { parents: 1, statements: 1 },
      { parents: 2, statements: 5 },
    ])
  })
})

describe('batches', () => {
  it('of any size of two and more fit, with or without a row read ahead', () => {
    fc.assert(
      fc.property(parents, fc.integer({ min: 2, max: 250 }), fc.boolean(), (numbers, size, ahead) => {
        const batched = points(numbers, (n) => Math.ceil(n / size))
        assert.ok(
          fitsBatches(ahead ? batched.map((point) => ({ ...point, parents: point.parents + 1 })) : batched),
        )
      }),
      { seed: SEED, numRuns: 1000 },
    )
  })

  it('of one do not, from three parents on', () => {
    assert.equal(fitsBatches(points([3], (n) => n)), false)
    assert.equal(fitsBatches(points([1, 10, 50], (n) => n)), false)
  })

  it('of two sizes do not', () =>
    assert.equal(fitsBatches(points([10, 50], (n) => (n === 10 ? 5 : 2))), false))
})
