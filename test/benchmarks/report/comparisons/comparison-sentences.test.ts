import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { comparisonGroups } from '../../../../benchmarks/report/comparisons/comparison-groups.ts'
import { comparisonSentences } from '../../../../benchmarks/report/comparisons/comparison-sentences.ts'
import type { BenchmarkResult, Comparison } from '../../../../benchmarks/result.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { FASTER, NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('the sentence on one comparison', () => {
  const says = (comparison: Partial<Comparison>, expected: string, settings = {}) => {
    const result = sampleResult()
    Object.assign(result.settings, settings)
    result.comparisons = [{ ...FASTER, ...comparison }]
    assert.deepEqual(sentencesOf(result), [expected])
  }

  it('gives the size of the change where it is faster', () =>
    says(
      {},
      'At 10 users, optimised answers browse 17 % faster than baseline at the median (adjusted 95 % interval 12 to 22 %).',
    ))

  it('gives the size of the change where it is slower', () =>
    says(
      { verdict: 'slower', change: 0.345, low: 0.021, high: 0.7, metric: 'p95', users: 1 },
      'At 1 user, optimised answers browse 35 % slower than baseline at p95 (adjusted 95 % interval 2.1 to 70 %).',
    ))

  it('gives the signed change where it is equivalent', () =>
    says(
      { verdict: 'equivalent', change: -0.012, low: -0.034, high: 0.011 },
      'At 10 users, optimised answers browse as fast as baseline at the median, within ±5 %: the change is −1.2 % (adjusted 95 % interval −3.4 to +1.1 %).',
    ))

  it('keeps the signs of an equivalent change whose interval is on one side of 0', () =>
    says(
      { verdict: 'equivalent', change: -0.02, low: -0.06, high: -0.004 },
      'At 10 users, optimised answers browse as fast as baseline at the median, within ±5 %: the change is −2 % (adjusted 95 % interval −6 to −0.4 %).',
    ))

  it('gives the detectable change where it is inconclusive', () =>
    says(
      { verdict: 'cannot tell' },
      'For browse at 10 users, this run cannot tell whether optimised is faster or slower than baseline at the median. It could have detected a change of 8 % or more.',
    ))

  it('names the indexes where the scenarios differ in nothing else', () =>
    says(
      { verdict: 'cannot tell', from: 'optimised', to: 'optimised-indexed', metric: 'mean' },
      'For browse at 10 users, this run cannot tell whether the indexes help on average. It could have detected a change of 8 % or more.',
    ))

  it('does not name the indexes where two variants are described in the same words', () => {
    const result = sampleResult()
    const compared = { from: 'baseline', to: 'optimised-indexed' }
    for (const scenario of result.scenarios) scenario.answersBy = 'the same words'
    result.comparisons = [{ ...FASTER, ...NOT_ESTIMATED, ...compared }]
    assert.match(sentencesOf(result).join(), /whether optimised-indexed is faster or slower than baseline/)
  })

  it('gives the reason where nothing was estimated', () =>
    says(
      NOT_ESTIMATED,
      'Not compared for browse at 10 users: too few rounds have enough samples to tell whether optimised is faster or slower than baseline at the median.',
    ))

  it('names all operations where they were measured together', () =>
    says(
      { operation: 'all' },
      'At 10 users, optimised answers all operations 17 % faster than baseline at the median (adjusted 95 % interval 12 to 22 %).',
    ))

  it('gives the rate of the open model instead of the number of users', () =>
    says(
      {},
      'At 20 requests per second, optimised answers browse 17 % faster than baseline at the median (adjusted 95 % interval 12 to 22 %).',
      { ratePerSecond: 20 },
    ))
})

describe('comparisonSentences', () => {
  it('summarises several comparisons without an estimate, and lists them unless they are all', () => {
    const result = sampleResult()
    result.comparisons = ['browse', 'by-name', 'combined'].flatMap((operation) =>
      (operation === 'combined' ? [1] : [1, 10]).map((users) => ({
        ...FASTER,
        ...NOT_ESTIMATED,
        operation,
        users,
      })),
    )
    const reason =
      'too few rounds have enough samples to tell whether optimised is faster or slower than baseline at the median'
    assert.deepEqual(sentencesOf(result), [`Not compared in all 5 comparisons: ${reason}.`])
    result.comparisons.push({ ...FASTER, users: 50 })
    assert.equal(
      sentencesOf(result).at(-1),
      `Not compared in 5 of 6 comparisons (browse and by-name at 1 user and at 10 users; combined at 1 user): ${reason}.`,
    )
  })

  it('names the smallest and the largest of several changes', () => {
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
      'optimised answers 10 % to 40 % faster than baseline at the median in all 3 comparisons: the smallest difference is for browse at 2 users (adjusted 95 % interval 5 to 15 %), the largest for browse at 3 users (adjusted 95 % interval 35 to 45 %).',
    ])
  })

  it('names the best and the worst detectable change of several inconclusive comparisons', () => {
    const result = sampleResult()
    result.comparisons = [0.1, 0.3, 0.2].map((detectable, index) => ({
      ...FASTER,
      verdict: 'cannot tell',
      detectable,
      users: index + 1,
    }))
    assert.deepEqual(sentencesOf(result), [
      'In all 3 comparisons, this run cannot tell whether optimised is faster or slower than baseline at the median. It could have detected a change of 10 % or more at best (browse at 1 user), and could have detected a change of 30 % or more at worst (browse at 2 users).',
    ])
  })

  it('gives no absurd number where the run was too noisy', () => {
    const result = sampleResult()
    const noisy = { ...FASTER, verdict: 'cannot tell', detectable: 40.34 } as const
    result.comparisons = [noisy]
    assert.deepEqual(sentencesOf(result), [
      'For browse at 10 users, this run cannot tell whether optimised is faster or slower than baseline at the median. It was too noisy to notice even a doubling.',
    ])
    result.comparisons = [noisy, noisy, { ...noisy, detectable: 0.1, users: 1 }]
    assert.match(
      sentencesOf(result)[0] ?? '',
      /It could have detected a change of 10 % or more at best \(browse at 1 user\), and was too noisy/,
    )
  })

  it('gives each sentence the verdict that it states', () => {
    const result = sampleResult()
    for (const { verdict, text } of comparisonGroups(result).flatMap((group) =>
      comparisonSentences(group, result),
    )) {
      const stated = { equivalent: 'as fast as', 'not compared': 'Not compared' }
      const [words] = [Object.entries(stated).find(([name]) => name === verdict)?.[1] ?? verdict]
      assert.ok(text.includes(words), `${verdict}: ${text}`)
    }
  })

  it('covers every comparison, in a sentence of its own or in a count', () => {
    const result = sampleResult()
    for (const group of comparisonGroups(result)) {
      const covered = comparisonSentences(group, result).map(({ text }) =>
        Number(/in (\d+) of \d+ comparisons/i.exec(text)?.[1] ?? 1),
      )
      assert.equal(
        covered.reduce((sum, count) => sum + count, 0),
        group.comparisons.length,
      )
    }
  })
})

function sentencesOf(result: BenchmarkResult): string[] {
  return comparisonGroups(result)
    .flatMap((group) => comparisonSentences(group, result))
    .map(({ text }) => asRead(text))
}
