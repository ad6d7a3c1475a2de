import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  FAILURES,
  type Failure,
  failuresOf,
  unjudgedIn,
} from '../../../../benchmarks/commands/options/fail-on.ts'
import type { BenchmarkResult } from '../../../../benchmarks/result.ts'
import { NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const names = sampleResult().scenarios.map(({ name }) => name)
const findIn = (result: BenchmarkResult, failOn: readonly Failure[], meant = names) =>
  failuresOf(result, { failOn, meant })

describe('failuresOf', () => {
  it('finds each kind of finding where it is', () => {
    assert.deepEqual(findIn(sampleResult(), ['n-plus-one']), [
      'n-plus-one in n-plus-one: browse, by-name, by-specialty, by-hours, combined',
    ])
    assert.deepEqual(findIn(sampleResult(), ['n-plus-one', 'count-pair'], ['baseline']), [
      'count-pair in baseline: browse, by-name, by-specialty, by-hours, combined',
    ])
    assert.deepEqual(findIn(sampleResult(), ['repeated']), [])
  })

  it('finds a scenario that is slower than the one before, head to head and under load', () => {
    const result = sampleResult()
    const [, pair] = result.headToHead
    Object.assign(pair?.differences[1] ?? {}, { verdict: 'slower' })
    result.comparisons = result.comparisons.slice(0, 2)
    Object.assign(result.comparisons[0] ?? {}, { to: 'optimised', verdict: 'slower' })
    assert.deepEqual(findIn(result, ['slower'], ['optimised']), [
      'optimised needs more server CPU than baseline',
      'optimised is slower than n-plus-one at 1 user (p50)',
    ])
    assert.deepEqual(findIn(result, ['slower'], ['baseline']), [])
  })

  it('finds a load that is not valid', () => {
    const result = sampleResult()
    const [validity] = result.scenarios[2]?.validity ?? []
    if (validity) validity.isValid = false
    assert.deepEqual(findIn(result, ['invalid']), ['the load on optimised at 1 user is not valid'])
  })

  it('finds nothing where nothing is asked for, or nothing is wrong', () => {
    assert.deepEqual(findIn(sampleResult(), []), [])
    const fine = { ...sampleResult(), scenarios: [], headToHead: [], comparisons: [] }
    assert.deepEqual(findIn(fine, FAILURES), [])
  })
})

describe('unjudgedIn', () => {
  const unjudged = (result: BenchmarkResult, meant = names) =>
    unjudgedIn(result, { failOn: ['slower', 'n-plus-one'], meant }).map(({ scenarios, isAnyJudged }) => [
      scenarios,
      isAnyJudged,
    ])
  const withoutHeadToHead = { ...sampleResult(), headToHead: [] }

  it('is no scenario that was compared with the one before, in either way', () => {
    assert.deepEqual(unjudged(withoutHeadToHead), [[[], true]])
    assert.deepEqual(unjudged({ ...sampleResult(), comparisons: [] }, ['baseline']), [[[], true]])
  })

  it('is each scenario without a comparison that could be made, except the first', () => {
    const { comparisons } = withoutHeadToHead
    for (const each of comparisons) if (each.to === 'optimised') Object.assign(each, NOT_ESTIMATED)
    assert.deepEqual(unjudged({ ...withoutHeadToHead, comparisons }), [[['optimised'], true]])
    assert.deepEqual(unjudged({ ...withoutHeadToHead, comparisons: [] }), [[names.slice(1), false]])
  })

  it('is nothing that was not asked for', () =>
    assert.deepEqual(unjudgedIn(sampleResult(), { failOn: FAILURES.slice(0, 3), meant: names }), []))
})
