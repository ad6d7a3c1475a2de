import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { comparisonGroups } from '../../../../benchmarks/report/comparisons/comparison-groups.ts'
import { comparisonSentences } from '../../../../benchmarks/report/comparisons/comparison-sentences.ts'
import type { BenchmarkResult, Comparison } from '../../../../benchmarks/result.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { FASTER, NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('a verdict in a sentence', () => {
  const says = (comparison: Partial<Comparison>, expected: string, settings = {}) => {
    const result = sampleResult()
    Object.assign(result.settings, settings)
    result.comparisons = [{ ...FASTER, ...comparison }]
    assert.deepEqual(sentencesOf(result), [expected])
  }

  it('faster', () =>
    says(
      {},
      'At 10 users optimised answers browse 17 % faster than baseline in the median (corrected 95 % interval 12 to 22 %).',
    ))

  it('slower', () =>
    says(
      { verdict: 'slower', change: 0.345, low: 0.021, high: 0.7, metric: 'p95', users: 1 },
      'At 1 user optimised answers browse 35 % slower than baseline at p95 (corrected 95 % interval 2.1 to 70 %).',
    ))

  it('equivalent', () =>
    says(
      { verdict: 'equivalent', change: -0.012, low: -0.034, high: 0.011 },
      'At 10 users optimised answers browse as fast as baseline in the median, within ±5 %: the change is −1.2 % (corrected 95 % interval −3.4 to +1.1 %).',
    ))

  it('cannot tell', () =>
    says(
      { verdict: 'cannot tell' },
      'Whether optimised is faster or slower than baseline in the median for browse at 10 users cannot be told from this run: it could have seen 8 % or more.',
    ))

  it('cannot tell, where only the indexes differ', () =>
    says(
      { verdict: 'cannot tell', from: 'optimised', to: 'optimised-indexed', metric: 'mean' },
      'Whether the indexes help on average for browse at 10 users cannot be told from this run: it could have seen 8 % or more.',
    ))

  it('equivalent, with an interval on one side of 0: its signs stay', () =>
    says(
      { verdict: 'equivalent', change: -0.02, low: -0.06, high: -0.004 },
      'At 10 users optimised answers browse as fast as baseline in the median, within ±5 %: the change is −2 % (corrected 95 % interval −6 to −0.4 %).',
    ))

  it('cannot be told, where rounds are too few for any figure', () =>
    says(
      NOT_ESTIMATED,
      'Whether optimised is faster or slower than baseline in the median for browse at 10 users cannot be told: too few rounds have enough samples.',
    ))

  it('of all operations together', () =>
    says(
      { operation: 'all' },
      'At 10 users optimised answers all operations together 17 % faster than baseline in the median (corrected 95 % interval 12 to 22 %).',
    ))

  it('at a rate rather than a number of users', () =>
    says(
      {},
      'At 20 requests per second optimised answers browse 17 % faster than baseline in the median (corrected 95 % interval 12 to 22 %).',
      { ratePerSecond: 20 },
    ))

  it('of several that cannot be told, where they are is named unless it is everywhere', () => {
    const result = sampleResult()
    result.comparisons = ['browse', 'by-name', 'combined'].flatMap((operation) =>
      (operation === 'combined' ? [1] : [1, 10]).map((users) => ({
        ...FASTER,
        ...NOT_ESTIMATED,
        operation,
        users,
      })),
    )
    const question = 'Whether optimised is faster or slower than baseline in the median cannot be told'
    assert.deepEqual(sentencesOf(result), [
      `${question} in any of 5 comparisons: too few rounds have enough samples.`,
    ])
    result.comparisons.push({ ...FASTER, users: 50 })
    assert.equal(
      sentencesOf(result).at(-1),
      `${question} in 5 of 6 comparisons: too few rounds have enough samples for browse and by-name at 1 user and at 10 users; combined at 1 user.`,
    )
  })

  it('of several comparisons, the extremes are named', () => {
    const result = sampleResult()
    const changes = [-0.2, -0.1, -0.4]
    result.comparisons = changes.map((change, index) => ({
      ...FASTER,
      change,
      low: change - 0.05,
      high: change + 0.05,
      users: index + 1,
    }))
    assert.deepEqual(sentencesOf(result), [
      'optimised answers 10 % to 40 % faster than baseline in the median in all 3 comparisons: the least for browse at 2 users (corrected 95 % interval 5 to 15 %), the most for browse at 3 users (corrected 95 % interval 35 to 45 %).',
    ])
  })
})

describe('comparisonSentences', () => {
  it('tell of every comparison, in a sentence of its own or in a count', () => {
    const result = sampleResult()
    for (const group of comparisonGroups(result)) {
      const told = comparisonSentences(group, result).map((sentence) =>
        Number(/in (\d+) of \d+ comparisons/.exec(sentence)?.[1] ?? 1),
      )
      assert.equal(
        told.reduce((sum, count) => sum + count, 0),
        group.comparisons.length,
      )
    }
  })
})

function allComparisonSentences(result: BenchmarkResult): string[] {
  return comparisonGroups(result).flatMap((group) => comparisonSentences(group, result))
}

function sentencesOf(result: BenchmarkResult): string[] {
  return allComparisonSentences(result).map(asRead)
}
