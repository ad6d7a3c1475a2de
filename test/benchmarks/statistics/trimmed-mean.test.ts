import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { trimmedMean } from '../../../benchmarks/statistics/trimmed-mean.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'

const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 })
const shares = fc.double({ min: 0, max: 0.49, noNaN: true })

describe('trimmedMean', () => {
  it('is the mean of all without a share, and of all but the ends with one', () => {
    assert.equal(trimmedMean([1, 2, 6], 0), 3)
    assert.equal(trimmedMean([100, 2, 3, 4, -100], 0.2), 3)
    assert.equal(trimmedMean([100, 2, 3, 4, -100], 0.19), 9 / 5)
  })

  it('moves with its values, and does not depend on their order', () => {
    fc.assert(
      fc.property(numbers, shares, (values, share) => {
        const mean = trimmedMean(values, share)
        assertClose([trimmedMean(values.toReversed(), share)], [mean])
        assertClose(
          [
            trimmedMean(
              values.map((value) => 2 * value + 1),
              share,
            ),
          ],
          [2 * mean + 1],
        )
        assertClose(
          [
            trimmedMean(
              values.map((value) => -value),
              share,
            ),
          ],
          [-mean],
        )
      }),
    )
  })

  it('does not depend on how extreme the values are that it leaves out', () => {
    assert.equal(
      trimmedMean([1, 2, 3, 4, 5, 6, 7, 8, 9, 1e9], 0.1),
      trimmedMean([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1),
    )
  })

  it('refuses what has no mean', () => {
    assert.throws(() => trimmedMean([], 0.1), RangeError)
    assert.throws(() => trimmedMean([1], 0.5), RangeError)
  })
})
