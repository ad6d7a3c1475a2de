import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { pairedLogRatios } from '../../../benchmarks/statistics/paired-rounds.ts'
import { percentile } from '../../../benchmarks/statistics/percentile.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'

const seed = 4

const anyLatency = fc.double({ min: 0.01, max: 1e5, noNaN: true })
const anyRound = fc.array(anyLatency, { maxLength: 20 })
const anyPairs = fc.array(fc.tuple(anyRound, anyRound), { maxLength: 12 })
const anyMetric = fc.constantFrom('p50', 'p90', 'p95', 'p99', 'mean')

describe('the log ratios of paired rounds', () => {
  it('are ln(to / from) of the metric in each round', () => {
    const from = [[10], [10, 30], [4, 4, 4]]
    const to = [[20], [20, 20], [1, 2, 2]]
    assert.deepEqual(pairedLogRatios('p50', { from, to }), [2, 1, 0.5].map(Math.log))
    assert.deepEqual(pairedLogRatios('mean', { from: [[1, 2, 6]], to: [[9]] }), [Math.log(3)])
  })

  it('use the same percentile as everything else', () => {
    const from = Array.from({ length: 13 }, (_, index) => index + 1)
    const to = from.map((sample) => sample ** 2)
    const logRatios = pairedLogRatios('p95', { from: [from], to: [to] })
    assert.deepEqual(logRatios, [Math.log(percentile(to, 0.95) / percentile(from, 0.95))])
  })

  it('leave out rounds in which either side has too few samples for the percentile', () => {
    const samples = (count: number) => new Array<number>(count).fill(8)
    const from = [samples(0), samples(13), samples(13), samples(12)]
    const to = [samples(13), samples(0), samples(13), samples(13)]
    const roundsFor = (metric: 'p50' | 'p95') => pairedLogRatios(metric, { from, to }).length
    assert.equal(roundsFor('p50'), 2)
    assert.equal(roundsFor('p95'), 1)
  })

  it('change sign when the sides are swapped', () => {
    fc.assert(
      fc.property(anyPairs, anyMetric, (pairs, metric) => {
        const from = pairs.map(([one]) => one)
        const to = pairs.map(([, other]) => other)
        const there = pairedLogRatios(metric, { from, to })
        const back = pairedLogRatios(metric, { from: to, to: from })
        assertClose(
          there,
          back.map((each) => -each),
        )
      }),
      { seed },
    )
  })

  it('depend on which samples share a round, not on the order of rounds or of samples within them', () => {
    fc.assert(
      fc.property(anyPairs, anyMetric, (pairs, metric) => {
        const logRatios = (all: [number[], number[]][]) =>
          pairedLogRatios(metric, { from: all.map(([one]) => one), to: all.map(([, other]) => other) })
        const shuffled = pairs
          .toReversed()
          .map(([one, other]): [number[], number[]] => [one.toReversed(), other.toSorted()])
        assertClose(logRatios(shuffled), logRatios(pairs).toReversed())
      }),
      { seed },
    )
  })

  it('are refused for sides of different length and for samples without a logarithm', () => {
    assert.throws(
      () => pairedLogRatios('p50', { from: [[1]], to: [[1], [1]] }),
      new RangeError('expected as many rounds on both sides, got 1 and 2'),
    )
    for (const sample of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(
        () => pairedLogRatios('p50', { from: [[1]], to: [[sample]] }),
        new RangeError(`expected samples above 0, got ${sample}`),
      )
    }
  })
})
