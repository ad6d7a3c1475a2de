import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { comparisonGroups, VERDICTS } from '../../../benchmarks/report/comparisons/comparison-groups.ts'
import { comparisonSentences } from '../../../benchmarks/report/comparisons/comparison-sentences.ts'
import { findingSentences } from '../../../benchmarks/report/statements/findings.ts'
import { statementSentences } from '../../../benchmarks/report/statements/statement-changes.ts'
import { verdictSection } from '../../../benchmarks/report/verdict-section.ts'
import type { BenchmarkResult, Comparison } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { NOT_ESTIMATED } from '../../support/report/sample-comparison.ts'
import { sampleAaResult, sampleResult } from '../../support/report/sample-result.ts'

describe('a scenario against itself', () => {
  const listed = (comparisons: Partial<Comparison>[]) => {
    const result = sampleAaResult(comparisons)
    const { blocks } = verdictSection(result)
    const heading = blocks.findIndex(
      (block) => block.kind === 'heading' && asRead(block.text) === 'Time: optimised against itself',
    )
    const list = blocks[heading + 1]
    return list?.kind === 'list' ? list.items.map(asRead) : []
  }
  const equivalent = { verdict: 'equivalent', change: 0.01, low: -0.03, high: 0.04 } as const

  it('should be no faster and no slower, and is not', () =>
    assert.deepEqual(listed([equivalent, NOT_ESTIMATED, { verdict: 'cannot tell', metric: 'p95' }]), [
      'Against itself, optimised: no difference should be found, and none is in 2 comparisons.',
      'At 10 users optimised (b) answers browse as fast as optimised (a) in the median, within ±5 %: the change is +1 % (corrected 95 % interval −3 to +4 %).',
      'Whether optimised (b) is faster or slower than optimised (a) in the median for browse at 10 users cannot be told: too few rounds have enough samples.',
      'Whether optimised (b) is faster or slower than optimised (a) at p95 for browse at 10 users cannot be told from this run: it could have seen 8 % or more.',
    ]))

  it('is a false verdict where it is', () =>
    assert.equal(
      listed([equivalent, {}])[0],
      'Against itself, optimised: no difference should be found, but one is in 1 of 2 comparisons. At most 5 % of such runs find any by chance.',
    ))

  it('says nothing of either where rounds are too few', () =>
    assert.equal(
      listed([NOT_ESTIMATED])[0],
      'Against itself, optimised: no difference should be found, and too few rounds have enough samples to look for one.',
    ))
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
