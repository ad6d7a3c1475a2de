import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isLagAcceptable, lagAt, summariseTimes } from '../../../../benchmarks/workload/load/lag.ts'

const times = (p50: number, p99: number, max = p99) => ({ p50, p99, max })
const NONE = times(0, 0)
const isAcceptable = (lag: ReturnType<typeof times>, latency: ReturnType<typeof times>) =>
  isLagAcceptable({ latenessMs: lag, eventLoopDelayMs: NONE }, latency)

describe('a summary of times', () => {
  it('is null for no times', () => assert.equal(summariseTimes([]), null))

  it('has the nearest-rank percentiles and the maximum', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const summary = summariseTimes(values)
        assert.ok(summary !== null)
        assert.equal(summary.max, Math.max(...values))
        for (const [value, percent] of [
          [summary.p50, 50],
          [summary.p99, 99],
        ] as const) {
          const atMost = values.filter((other) => other <= value).length
          const below = values.filter((other) => other < value).length
          assert.ok(atMost * 100 >= values.length * percent)
          assert.ok(below * 100 < values.length * percent)
        }
      }),
      { seed: 1 },
    ))
})

describe('the lag of a load generator is acceptable', () => {
  it('up to a tenth of the latency at the median', () => {
    assert.equal(isAcceptable(times(5, 5), times(50, 200)), true)
    assert.equal(isAcceptable(times(5.1, 5.1), times(50, 200)), false)
  })
  it('up to a tenth of the latency at percentile 99', () => {
    assert.equal(isAcceptable(times(0, 20), times(50, 200)), true)
    assert.equal(isAcceptable(times(0, 20.1), times(50, 200)), false)
  })
  it('up to 1 ms and 5 ms however fast the server is', () => {
    assert.equal(isAcceptable(times(1, 5), times(0.5, 1)), true)
    assert.equal(isAcceptable(times(1.1, 5), times(0.5, 1)), false)
    assert.equal(isAcceptable(times(1, 5.1), times(0.5, 1)), false)
  })
  it('whatever its maximum is', () => assert.equal(isAcceptable(times(0, 0, 1000), times(1, 1)), true))

  it('is the greater of the lateness of starts and the delay of the event loop', () => {
    const lag = { latenessMs: times(1, 30), eventLoopDelayMs: times(2, 3) }
    assert.deepEqual([lagAt(lag, 'p50'), lagAt(lag, 'p99')], [2, 30])
    assert.deepEqual(lagAt({ ...lag, latenessMs: null }, 'p99'), 3)
  })

  it('a smaller lag is acceptable where a greater one is', () => {
    const anyTimes = fc
      .tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 500, noNaN: true }))
      .map(([one, other]) => times(Math.min(one, other), Math.max(one, other)))
    fc.assert(
      fc.property(anyTimes, anyTimes, fc.double({ min: 0, max: 1, noNaN: true }), (lag, latency, factor) => {
        const less = times(lag.p50 * factor, lag.p99 * factor)
        if (isAcceptable(lag, latency)) assert.ok(isAcceptable(less, latency))
      }),
      { seed: 1 },
    )
  })
})
