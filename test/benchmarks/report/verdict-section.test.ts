import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { verdictSection } from '../../../benchmarks/report/verdict-section.ts'
import type { BenchmarkResult, Comparison } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { NOT_ESTIMATED } from '../../support/report/sample-comparison.ts'
import { sampleAaResult, sampleResult } from '../../support/report/sample-result.ts'

const kindsOf = (result: BenchmarkResult) => verdictSection(result).blocks.map(({ kind }) => kind)

describe('the verdicts', () => {
  it('come before the table of scenarios and the waterfall, and nothing else is read at first', () => {
    const section = verdictSection(sampleResult())
    assert.equal(section.gist, undefined)
    assert.deepEqual(kindsOf(sampleResult()), ['verdicts', 'note', 'table', 'chart'])
  })

  it('stand without a note and a chart where nothing was measured for them', () =>
    assert.deepEqual(kindsOf({ ...sampleResult(), scenarios: [], headToHead: [], comparisons: [] }), [
      'verdicts',
      'table',
    ]))
})

describe('the verdicts of an A/A run', () => {
  const said = (comparisons: Partial<Comparison>[]) => {
    const [block] = verdictSection({ ...sampleAaResult(comparisons), headToHead: [] }).blocks
    return block?.kind === 'paragraph' ? asRead(block.text) : ''
  }
  const equivalent = { verdict: 'equivalent', change: 0.01, low: -0.03, high: 0.04 } as const

  it('say that no difference is expected, and that none was found', () =>
    assert.equal(
      said([equivalent, NOT_ESTIMATED, { verdict: 'cannot tell', metric: 'p95' }]),
      'Both are the same scenario (A/A run), so no difference is expected, and none was found in 2 comparisons.',
    ))

  it('say how likely a difference is by chance where one was found', () =>
    assert.equal(
      said([equivalent, {}]),
      'Both are the same scenario (A/A run), so no difference is expected, but one was found in 1 of 2 comparisons. At most 5 % of such runs find any by chance.',
    ))

  it('say so for both families of comparisons, each of which may find one by chance', () => {
    const result = sampleAaResult([{}])
    const [block] = verdictSection(result).blocks
    assert.equal(
      block?.kind === 'paragraph' && asRead(block.text),
      'Both are the same scenario (A/A run), so no difference is expected, but one was found in 1 of 4 comparisons. At most 10 % of such runs find any by chance.',
    )
  })

  it('say so where too few rounds have enough samples', () =>
    assert.equal(
      said([NOT_ESTIMATED]),
      'Both are the same scenario (A/A run), so no difference is expected; too few rounds have enough samples to find one.',
    ))
})
