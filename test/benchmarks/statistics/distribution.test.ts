import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { distributionOf } from '../../../benchmarks/statistics/distribution.ts'

describe('distributionOf', () => {
  it('has 101 ascending values of the samples, from the minimum to the maximum, in any order of the samples', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (samples) => {
        const { percentiles = [], samples: count } = distributionOf(samples) ?? {}
        assert.equal(count, samples.length)
        assert.equal(percentiles.length, 101)
        assert.ok(percentiles.every((value) => samples.includes(value)))
        assert.deepEqual(
          percentiles,
          percentiles.toSorted((a, b) => a - b),
        )
        assert.deepEqual(
          [percentiles[0], percentiles[100]],
          [samples.reduce((a, b) => Math.min(a, b)), samples.reduce((a, b) => Math.max(a, b))],
        )
        assert.deepEqual(distributionOf(samples.toReversed())?.percentiles, percentiles)
      }),
    )
  })

  it('gives each percentile of 101 samples', () => {
    const samples = Array.from({ length: 101 }, (_, index) => index * 2)
    assert.deepEqual(distributionOf(samples)?.percentiles, samples)
  })

  it('is null without samples, and holds for very many', () => {
    assert.equal(distributionOf([]), null)
    assert.equal(
      distributionOf(Array.from({ length: 500_000 }, (_, index) => index))?.percentiles[50],
      250_000,
    )
  })
})
