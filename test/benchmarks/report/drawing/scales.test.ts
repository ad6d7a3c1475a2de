import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  greatest,
  least,
  linearScale,
  logarithmicScale,
  logarithmicTicks,
  scaleAround,
  tickInterval,
} from '../../../../benchmarks/report/drawing/scales.ts'

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

describe('linearScale', () => {
  it('reaches from 0 to at least the maximum, in no more intervals than requested', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 12 }), (max, intervals) => {
        const scale = linearScale({ from: 10, to: 110 }, max, intervals)
        assert.ok(scale.max >= max * (1 - 1e-9))
        assert.ok(scale.ticks.length - 1 <= intervals)
        assert.deepEqual([scale.of(0), scale.of(scale.max)], [10, 110])
        assert.ok(scale.ticks.every((tick) => scale.of(tick) >= 10 && scale.of(tick) <= 110 + 1e-6))
      }),
      { seed: 4 },
    )
  })
})

describe('logarithmicScale', () => {
  it('puts equal ratios at equal distances', () => {
    const { of } = logarithmicScale({ from: 0, to: 300 }, { min: 1, max: 1000, ticks: [] })
    assert.deepEqual(
      [1, 10, 100, 1000].map((value) => Math.round(of(value) * 1e6) / 1e6),
      [0, 100, 200, 300],
    )
  })

  it('draws a value beyond its ends at the nearer one', () => {
    const { of } = logarithmicScale({ from: 0, to: 300 }, { min: 1, max: 1000, ticks: [] })
    assert.deepEqual([-5, 0, 0.1, 1e9].map(of), [0, 0, 0, 300])
  })
})

describe('scaleAround', () => {
  it('has room for all values', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1 }), (values) => {
        const { min, max } = scaleAround({ from: 0, to: 100 }, values)
        assert.ok(min <= Math.min(...values) && max >= Math.max(...values))
      }),
      { seed: 4 },
    )
  })
})

describe('least and greatest', () => {
  it('take more numbers than a call takes arguments', () => {
    const numbers = Array.from({ length: 300_000 }, (_, index) => index)
    assert.deepEqual([least(numbers), greatest(numbers)], [0, 299_999])
  })
})
