import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { invalidLoadSentences } from '../../../benchmarks/report/latency/loads.ts'
import { statementSentences } from '../../../benchmarks/report/statements/statement-changes.ts'
import { verdictSection } from '../../../benchmarks/report/verdict-section.ts'
import type { BenchmarkResult, Comparison } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { FASTER, UNTOLD } from '../../support/report/sample-comparison.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

describe('a scenario against itself', () => {
  const listed = (comparisons: Partial<Comparison>[]) => {
    const result = againstItself(comparisons)
    const { blocks } = verdictSection(result)
    const heading = blocks.findIndex(
      (block) => block.kind === 'heading' && asRead(block.text) === 'Time: optimised against itself',
    )
    const list = blocks[heading + 1]
    return list?.kind === 'list' ? list.items.map(asRead) : []
  }
  const equivalent = { verdict: 'equivalent', change: 0.01, low: -0.03, high: 0.04 } as const

  it('should be no faster and no slower, and is not', () =>
    assert.deepEqual(listed([equivalent, UNTOLD, { verdict: 'cannot tell', metric: 'p95' }]), [
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
      listed([UNTOLD])[0],
      'Against itself, optimised: no difference should be found, and too few rounds have enough samples to look for one.',
    ))

  it('sends the same statements', () =>
    assert.deepEqual(statementSentences(againstItself([])).map(asRead), [
      'optimised (a) sends 3 statements for the full page of 10.',
      'optimised (b) sends the same 3 statements for the full page of 10 as optimised (a).',
    ]))
})

describe('a load that is not valid', () => {
  it('is named by its scenario and its users, with the worst lag', () => {
    const result = sampleResult()
    for (const load of result.scenarios[1]?.load ?? []) {
      load.valid = load.users === 1
      load.generatorLagP99 = load.users
    }
    for (const load of result.scenarios[3]?.load ?? []) load.valid = load.users !== 50
    assert.deepEqual(invalidLoadSentences(result).map(asRead), [
      'The load on baseline at 10 users and at 50 users is not valid, with a generator lag of up to 50.0 ms (p99): its latencies, and what is concluded from them, cannot be relied on.',
      'The load on optimised-indexed at 50 users is not valid, with a generator lag of up to 1.55 ms (p99): its latencies, and what is concluded from them, cannot be relied on.',
    ])
  })

  it('is nowhere in a good run', () => assert.deepEqual(invalidLoadSentences(sampleResult()), []))
})

/** A run of `optimised` against itself with these comparisons. */
function againstItself(comparisons: Partial<Comparison>[]): BenchmarkResult {
  const { settings, scenarios, ...result } = sampleResult()
  const [from, to] = ['optimised (a)', 'optimised (b)']
  return {
    ...result,
    settings: { ...settings, aa: true },
    scenarios: [from, to].flatMap((name) => scenarios.slice(2, 3).map((scenario) => ({ ...scenario, name }))),
    comparisons: comparisons.map((each) => ({ ...FASTER, ...each, from, to })),
  }
}
