import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { estimateProportion } from '../../../benchmarks/statistics/proportion.ts'
import { createRandom } from '../../../src/demo-data/random.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'

const CONFIDENCE = { confidence: 0.95 }

describe('estimateProportion', () => {
  it('gives the intervals of the tables of Clopper and Pearson', () => {
    for (const [successes, trials, low, high] of [
      [0, 10, 0, 0.3085],
      [1, 10, 0.0025, 0.445],
      [5, 10, 0.1871, 0.8129],
      [9, 10, 0.555, 0.9975],
      [10, 10, 0.6915, 1],
      [3, 100, 0.0062, 0.0852],
      [950, 1000, 0.9346, 0.9627],
    ] as const) {
      const estimate = estimateProportion(successes, trials, CONFIDENCE)
      // The tables have four digits after the point.
      for (const [bound, expected] of [
        [estimate.low, low],
        [estimate.high, high],
      ] as const) {
        assert.ok(Math.abs(bound - expected) < 6e-5, `expected ${expected}, got ${bound}`)
      }
    }
  })

  it('is the mirror image for failures', () => {
    for (const successes of [0, 3, 11, 20]) {
      const of = estimateProportion(successes, 20, CONFIDENCE)
      const mirrored = estimateProportion(20 - successes, 20, CONFIDENCE)
      assertClose([of.low], [1 - mirrored.high], 1e-9)
    }
  })

  it('misses the true share in at most 5 of 100 experiments', () => {
    const random = createRandom(7)
    for (const share of [0.05, 0.5, 0.9]) {
      const experiments = Array.from({ length: 400 }, () => {
        const trials = Array.from({ length: 30 }, () => random.integer(0, 999_999) < share * 1e6)
        return estimateProportion(trials.filter(Boolean).length, 30, CONFIDENCE)
      })
      const missed = experiments.filter(({ low, high }) => share < low || share > high).length
      // Four standard deviations above 5 %, so that the seed does not decide.
      assert.ok(missed <= 0.05 * 400 + 4 * Math.sqrt(400 * 0.05 * 0.95), `${missed} of 400 at ${share}`)
    }
  })

  it('refuses more successes than trials, and no trials', () => {
    assert.throws(
      () => estimateProportion(3, 2, CONFIDENCE),
      /expected 0 to 2 successes of at least 1 trial, got 3/,
    )
    assert.throws(() => estimateProportion(0, 0, CONFIDENCE), RangeError)
  })
})
