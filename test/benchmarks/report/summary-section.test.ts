import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { comparisonGroups, VERDICTS } from '../../../benchmarks/report/comparisons/comparison-groups.ts'
import { comparisonSentences } from '../../../benchmarks/report/comparisons/comparison-sentences.ts'
import { findingSentences } from '../../../benchmarks/report/statements/findings.ts'
import { statementSentences } from '../../../benchmarks/report/statements/statement-changes.ts'
import { summarySection } from '../../../benchmarks/report/summary-section.ts'
import type { BenchmarkResult, Comparison } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { NOT_ESTIMATED } from '../../support/report/sample-comparison.ts'
import { sampleAaResult, sampleResult } from '../../support/report/sample-result.ts'

describe('the summary of an A/A run', () => {
  const listed = (comparisons: Partial<Comparison>[]) => {
    const { blocks } = summarySection(sampleAaResult(comparisons))
    const heading = blocks.findIndex(
      (block) =>
        block.kind === 'heading' &&
        asRead(block.text) === 'Latency: optimised (b) compared with optimised (a)',
    )
    const list = blocks[heading + 1]
    return list?.kind === 'list' ? list.items.map(asRead) : []
  }
  const equivalent = { verdict: 'equivalent', change: 0.01, low: -0.03, high: 0.04 } as const

  it('says that no difference is expected, and that none was found', () =>
    assert.deepEqual(listed([equivalent, NOT_ESTIMATED, { verdict: 'cannot tell', metric: 'p95' }]), [
      'Both are the same scenario (A/A run), so no difference is expected, and none was found in 2 comparisons.',
      'At 10 users, optimised (b) answers browse as fast as optimised (a) at the median, within ±5 %: the change is +1 % (adjusted 95 % interval −3 to +4 %).',
      'Not estimated for browse at 10 users: too few rounds have enough samples to tell whether optimised (b) is faster or slower than optimised (a) at the median.',
      'Inconclusive for browse at 10 users: this run cannot tell whether optimised (b) is faster or slower than optimised (a) at p95. It could have detected a change of 8 % or more.',
    ]))

  it('says how likely a difference is by chance where one was found', () =>
    assert.equal(
      listed([equivalent, {}])[0],
      'Both are the same scenario (A/A run), so no difference is expected, but one was found in 1 of 2 comparisons. At most 5 % of such runs find any by chance.',
    ))

  it('says so where too few rounds have enough samples', () =>
    assert.equal(
      listed([NOT_ESTIMATED])[0],
      'Both are the same scenario (A/A run), so no difference is expected; too few rounds have enough samples to find one.',
    ))
})

describe('the sentences of the summary', () => {
  it('contain no number that is not in the result', () => {
    const share = fc.double({ min: -0.9, max: 3, noNaN: true })
    const compared = {
      from: fc.constant('baseline'),
      to: fc.constantFrom('optimised', 'optimised-indexed'),
      rounds: fc.constant(6),
      users: fc.constantFrom(1, 10, 50),
      operation: fc.constantFrom('browse', 'by-name', 'all'),
      metric: fc.constantFrom('p50' as const, 'mean' as const),
    }
    const estimated = fc.record({
      ...compared,
      change: share,
      low: share,
      high: share,
      pValue: fc.double({ min: 0, max: 1, noNaN: true }),
      verdict: fc.constantFrom(...VERDICTS),
      detectable: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    const comparison = fc.oneof(
      estimated,
      fc.record(compared).map((each) => ({ ...each, ...NOT_ESTIMATED })),
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
          ...comparisonGroups(result).flatMap((group) => comparisonSentences(group, result)),
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
})

function withoutNames(sentence: string): string {
  return sentence.replace(/`[^`]*`|N\+1|\bp\d\d\b/g, '')
}

/** Every number of the result as a sentence may show it, and the length of everything that it lists. */
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
    const estimated = group.comparisons.filter(({ change }) => change !== null)
    add(group.comparisons.length - estimated.length)
    for (const verdict of VERDICTS) add(estimated.filter((each) => each.verdict === verdict).length)
  }
  for (const { timeline } of result.scenarios) {
    for (const { name } of timeline) add(timeline.filter((statement) => statement.name === name).length)
  }
  return known
}
