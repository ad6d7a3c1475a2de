import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatEstimate, invalidLoadSentences } from '../../../../benchmarks/report/latency/loads.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('invalidLoadSentences', () => {
  it('names the scenario, its numbers of users and the maximum lag', () => {
    const result = sampleResult()
    for (const load of result.scenarios[1]?.load ?? []) {
      load.valid = load.users === 1
      load.generatorLagP99 = load.users
    }
    for (const load of result.scenarios[3]?.load ?? []) load.valid = load.users !== 50
    assert.deepEqual(invalidLoadSentences(result).map(asRead), [
      'The load on baseline at 10 users and at 50 users is not valid: the load generator lagged by up to 50.0 ms (p99). Do not rely on its latencies or on comparisons with them.',
      'The load on optimised-indexed at 50 users is not valid: the load generator lagged by up to 1.55 ms (p99). Do not rely on its latencies or on comparisons with them.',
    ])
  })

  it('returns no sentences where every load is valid', () =>
    assert.deepEqual(invalidLoadSentences(sampleResult()), []))
})

describe('formatEstimate', () => {
  it('shows the value with its interval', () =>
    assert.equal(formatEstimate({ value: 12.34, low: 11.9, high: 12.81 }, 500), '12.3 (11.9–12.8)'))

  it('shows how many samples are needed where there is no value', () =>
    assert.equal(formatEstimate({ needed: 72 }, 40), 'needs 72 samples, has 40'))
})
