import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { compareScenarios } from '../../../benchmarks/statistics/compare-scenarios.ts'
import { percentile } from '../../../benchmarks/statistics/percentile.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'

const seed = 4
const compared = { from: 'a', to: 'b', users: 10, operation: 'browse', metric: 'p50' } as const

const anyLatency = fc.double({ min: 0.01, max: 1e5, noNaN: true })
const anyRound = fc.array(anyLatency, { maxLength: 20 })
const anyPairs = fc.array(fc.tuple(anyRound, anyRound), { maxLength: 12 })
const anyMetric = fc.constantFrom('p50', 'p90', 'p95', 'p99', 'mean')

describe('the comparison of two scenarios', () => {
  it('is the log-ratio of the metric in each round', () => {
    const from = [[10], [10, 30], [4, 4, 4]]
    const to = [[20], [20, 20], [1, 2, 2]]
    assert.deepEqual(compareScenarios(compared, { from, to }).logRatios, [2, 1, 0.5].map(Math.log))
    assert.deepEqual(
      compareScenarios({ ...compared, metric: 'mean' }, { from: [[1, 2, 6]], to: [[9]] }).logRatios,
      [Math.log(3)],
    )
  })

  it('takes percentiles as everything else does', () => {
    const from = Array.from({ length: 13 }, (_, index) => index + 1)
    const to = from.map((sample) => sample ** 2)
    const { logRatios } = compareScenarios({ ...compared, metric: 'p95' }, { from: [from], to: [to] })
    assert.deepEqual(logRatios, [Math.log(percentile(to, 0.95) / percentile(from, 0.95))])
  })

  it('leaves out rounds that lack a side, or too many samples to reach the percentile', () => {
    const samples = (count: number) => new Array<number>(count).fill(8)
    const from = [samples(0), samples(13), samples(13), samples(12)]
    const to = [samples(13), samples(0), samples(13), samples(13)]
    const roundsFor = (metric: 'p50' | 'p95') =>
      compareScenarios({ ...compared, metric }, { from, to }).logRatios.length
    assert.equal(roundsFor('p50'), 2)
    assert.equal(roundsFor('p95'), 1)
  })

  it('turns round with its sides', () => {
    fc.assert(
      fc.property(anyPairs, anyMetric, (pairs, metric) => {
        const from = pairs.map(([one]) => one)
        const to = pairs.map(([, other]) => other)
        const there = compareScenarios({ ...compared, metric }, { from, to }).logRatios
        const back = compareScenarios({ ...compared, metric }, { from: to, to: from }).logRatios
        assertClose(
          there,
          back.map((each) => -each),
        )
      }),
      { seed },
    )
  })

  it('depends on which samples share a round, and not on the order of rounds or of samples within them', () => {
    fc.assert(
      fc.property(anyPairs, anyMetric, (pairs, metric) => {
        const logRatios = (all: [number[], number[]][]) =>
          compareScenarios(
            { ...compared, metric },
            { from: all.map(([one]) => one), to: all.map(([, other]) => other) },
          ).logRatios
        const shuffled = pairs
          .toReversed()
          .map(([one, other]): [number[], number[]] => [one.toReversed(), other.toSorted()])
        assertClose(logRatios(shuffled), logRatios(pairs).toReversed())
      }),
      { seed },
    )
  })

  it('refuses sides of different length, and latencies that have no logarithm', () => {
    assert.throws(
      () => compareScenarios(compared, { from: [[1]], to: [[1], [1]] }),
      new RangeError('expected as many rounds on both sides, got 1 and 2'),
    )
    for (const sample of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(
        () => compareScenarios(compared, { from: [[1]], to: [[sample]] }),
        new RangeError(`expected latencies of more than 0 ms, got ${sample}`),
      )
    }
  })
})
