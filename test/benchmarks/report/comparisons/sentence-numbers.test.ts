import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { comparisonGroups } from '../../../../benchmarks/report/comparisons/comparison-groups.ts'
import { comparisonSentences } from '../../../../benchmarks/report/comparisons/comparison-sentences.ts'
import { VERDICTS } from '../../../../benchmarks/report/comparisons/estimated.ts'
import { headToHeadSentences } from '../../../../benchmarks/report/comparisons/head-to-head-sentences.ts'
import { findingSentences } from '../../../../benchmarks/report/statements/findings.ts'
import { statementSentences } from '../../../../benchmarks/report/statements/statement-changes.ts'
import type { BenchmarkResult } from '../../../../benchmarks/result.ts'
import { NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const share = fc.double({ min: -0.9, max: 3, noNaN: true })
const judgement = fc.record({
  change: share,
  low: share,
  high: share,
  pValue: fc.double({ min: 0, max: 1, noNaN: true }),
  verdict: fc.constantFrom(...VERDICTS),
  detectable: fc.double({ min: 0, max: 1, noNaN: true }),
})
const compared = fc.record({
  from: fc.constant('baseline'),
  to: fc.constantFrom('optimised', 'optimised-indexed'),
  users: fc.constantFrom(1, 10, 50),
  operation: fc.constantFrom('browse', 'by-name', 'all'),
  metric: fc.constantFrom('p50' as const, 'mean' as const),
  rounds: fc.nat(9),
})
const judged = fc.oneof(judgement, fc.constant(NOT_ESTIMATED))
const comparison = fc.tuple(compared, judged).map(([what, found]) => ({ ...what, ...found }))

describe('the sentences of a report', () => {
  it('contain no number that is not in the result', () => {
    const sample = sampleResult()
    const ofSample = numbersOf({ ...sample, comparisons: [], headToHead: [] })
    fc.assert(
      fc.property(
        fc.array(comparison, { maxLength: 20 }),
        fc.array(judged, { minLength: 3, maxLength: 3 }),
        (comparisons, found) => {
          const headToHead = sample.headToHead.slice(0, 1).map((pair) => ({
            ...pair,
            differences: pair.differences.map((each, index) => ({ ...each, ...found[index] })),
          }))
          const result = { ...sample, comparisons, headToHead }
          const known = ofSample.union(numbersOf({ ...result, scenarios: [] }))
          const sentences = [
            ...statementSentences(result),
            ...[
              ...headToHeadSentences(result),
              ...findingSentences(result),
              ...comparisonGroups(result).flatMap((group) => comparisonSentences(group, result)),
            ].map(({ text }) => text),
          ]
          for (const sentence of sentences) {
            for (const [number] of withoutNames(sentence).matchAll(/\d[\d,]*(?:\.\d+)?/g)) {
              assert.ok(known.has(number), `${number} in: ${sentence}`)
            }
          }
        },
      ),
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
  for (const { findings } of result.scenarios.flatMap(({ operations }) => operations)) add(findings.length)
  for (const scenario of result.scenarios) {
    add(scenario.operations.filter(({ findings }) => findings.length > 0).length)
  }
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
