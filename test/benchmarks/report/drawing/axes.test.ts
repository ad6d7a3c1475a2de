import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { logarithmicTicks, tickInterval } from '../../../../benchmarks/report/drawing/axes.ts'

const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true })

describe('logarithmicTicks', () => {
  it('encloses all values, with no more than one tick beyond them at either end', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1 }), (values) => {
        const ticks = logarithmicTicks(values)
        const [min, max] = [Math.min(...values), Math.max(...values)]
        assert.deepEqual(
          ticks,
          ticks.toSorted((a, b) => a - b),
        )
        assert.ok((ticks[0] ?? 0) <= min && (ticks.at(-1) ?? 0) > max)
        assert.ok((ticks[1] ?? 0) > min && (ticks.at(-2) ?? 0) <= max)
      }),
      { seed: 4 },
    )
  })

  it('spans one decade without values', () => assert.deepEqual(logarithmicTicks([]), [1, 10]))
})

describe('tickInterval', () => {
  it('is a round number that gives no more ticks than requested', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 20 }), (range, maxTicks) => {
        const interval = tickInterval(range, maxTicks)
        assert.ok(range / interval <= maxTicks * (1 + 1e-9))
        assert.match(interval.toExponential(), /^[125]e/)
      }),
      { seed: 4 },
    )
  })

  it('is 1 for an empty range', () => assert.equal(tickInterval(0, 5), 1))
})
