import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { comparisonGroups } from '../../../benchmarks/report/comparisons/comparison-groups.ts'
import { comparisonSentences } from '../../../benchmarks/report/comparisons/comparison-sentences.ts'
import { findingSentences } from '../../../benchmarks/report/statements/findings.ts'
import { statementSentences } from '../../../benchmarks/report/statements/statement-changes.ts'
import type { BenchmarkResult, Comparison } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { FASTER, UNTOLD } from '../../support/report/sample-comparison.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const VERDICTS = ['faster', 'slower', 'equivalent', 'cannot tell'] as const

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
      UNTOLD,
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
        ...UNTOLD,
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

describe('what is sent, in sentences', () => {
  it('says what went and what came instead', () =>
    assert.deepEqual(statementSentences(sampleResult()).map(asRead), [
      'n-plus-one sends 22 statements for the full page of 10.',
      'baseline sends 4 statements for the full page of 10 where n-plus-one sends 22: 10 specializations_of_doctor and 10 schedules_of_doctor gave way to 1 specializations_by_doctor and 1 schedules_by_doctor.',
      'optimised sends 3 statements for the full page of 10 where baseline sends 4: the separate count, doctors_count, is gone.',
      'optimised-indexed sends the same 3 statements for the full page of 10 as optimised.',
    ]))

  it('says who is accused, and who is not', () => {
    const [loop, count, nothing] = findingSentences(sampleResult()).map(asRead)
    assert.match(
      loop ?? '',
      /^n-plus-one .*\(N\+1\), up to 50 .*: specializations_of_doctor and schedules_of_doctor, in /,
    )
    assert.match(count ?? '', /^baseline counts .*: doctors_count, in browse, /)
    assert.equal(nothing, 'Nothing is accused in optimised and optimised-indexed.')
  })
})

describe('the sentences', () => {
  it('hold no number that is not in the result', () => {
    const share = fc.double({ min: -0.9, max: 3, noNaN: true })
    const compared = {
      from: fc.constant('baseline'),
      to: fc.constantFrom('optimised', 'optimised-indexed'),
      users: fc.constantFrom(1, 10, 50),
      operation: fc.constantFrom('browse', 'by-name', 'all'),
      metric: fc.constantFrom('p50' as const, 'mean' as const),
    }
    const told = fc.record({
      ...compared,
      change: share,
      low: share,
      high: share,
      pValue: fc.double({ min: 0, max: 1, noNaN: true }),
      verdict: fc.constantFrom(...VERDICTS),
      detectable: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    const comparison = fc.oneof(
      told,
      fc.record(compared).map((each) => ({ ...each, ...UNTOLD })),
    )
    const sample = sampleResult()
    const ofSample = numbersOf({ ...sample, comparisons: [] })
    fc.assert(
      fc.property(fc.array(comparison, { maxLength: 20 }), (comparisons) => {
        const result = { ...sample, comparisons }
        const known = ofSample.union(numbersOf({ ...result, scenarios: [] }))
        const sentences = [
          ...statementSentences(result),
          ...findingSentences(result),
          ...allComparisonSentences(result),
        ]
        for (const sentence of sentences) {
          for (const [number] of withoutNames(sentence).matchAll(/\d[\d,]*(?:\.\d+)?/g)) {
            assert.ok(known.has(number), `${number} in: ${sentence}`)
          }
        }
      }),
      { seed: 4, numRuns: 200 },
    )
  })

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

function withoutNames(sentence: string): string {
  return sentence.replace(/`[^`]*`|N\+1|\bp\d\d\b/g, '')
}

/** Every number of the result as a sentence may show it, and how many there are of anything that it lists. */
function numbersOf(result: BenchmarkResult): Set<string> {
  const known = new Set<string>()
  const add = (value: number) => known.add(value.toLocaleString('en-US', { maximumFractionDigits: 1 }))
  const visit = (value: unknown) => {
    if (typeof value === 'number') {
      add(value)
      const percent = Math.abs(value) * 100
      add(percent >= 9.95 ? Math.round(percent) : Number(percent.toFixed(1)))
    } else if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) add(value.length)
      Object.values(value).forEach(visit)
    }
  }
  visit(result)
  for (const group of comparisonGroups(result)) {
    add(group.comparisons.length)
    const [told, untold] = [true, false].map((isTold) =>
      group.comparisons.filter(({ change }) => (change !== null) === isTold),
    )
    add(untold?.length ?? 0)
    for (const verdict of VERDICTS) add(told?.filter((each) => each.verdict === verdict).length ?? 0)
  }
  for (const { timeline } of result.scenarios) {
    for (const { name } of timeline) add(timeline.filter((statement) => statement.name === name).length)
  }
  return known
}
