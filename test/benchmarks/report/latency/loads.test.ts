import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  formatEstimate,
  invalidLoadCaveat,
  invalidLoadSentences,
} from '../../../../benchmarks/report/latency/loads.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { noisyResult } from '../../../support/report/noisy-result.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('invalidLoadSentences', () => {
  it('names the scenario, its numbers of users and how far each was valid', () => {
    const result = sampleResult()
    const spoil = (scenario: number, users: number) => {
      const validity = result.scenarios[scenario]?.validity.find((each) => each.users === users)
      if (validity) Object.assign(validity, { validRounds: 3, isValid: false })
    }
    spoil(1, 10)
    spoil(1, 50)
    spoil(3, 50)
    assert.deepEqual(invalidLoadSentences(result).map(asRead), [
      'The load on baseline at 10 users (valid 3 of 6 rounds, lag p99 0.55 ms median, 1.10 ms worst) and at 50 users (valid 3 of 6 rounds, lag p99 1.55 ms median, 3.10 ms worst) is not valid: too few rounds were measured on time. Its latencies are not compared.',
      'The load on optimised-indexed at 50 users (valid 3 of 6 rounds, lag p99 1.55 ms median, 3.10 ms worst) is not valid: too few rounds were measured on time. Its latencies are not compared.',
    ])
  })

  it('returns no sentences where every load is valid', () =>
    assert.deepEqual(invalidLoadSentences(sampleResult()), []))
})

describe('invalidLoadCaveat', () => {
  it('names the scenarios by their loads, for the loads of the picture', () => {
    const result = noisyResult()
    assert.equal(invalidLoadCaveat(result, [1, 10]), null)
    assert.equal(
      asRead(invalidLoadCaveat(result, [10, 50]) ?? ''),
      'Not valid: n-plus-one and baseline at 50 users. Too few rounds were measured on time. Do not rely on these latencies; they are not compared.',
    )
  })
})

describe('formatEstimate', () => {
  it('shows the value with its interval', () =>
    assert.equal(formatEstimate({ value: 12.34, low: 11.9, high: 12.81 }, 500), '12.3 (11.9–12.8)'))

  it('shows how many samples are needed where there is no value', () =>
    assert.equal(formatEstimate({ needed: 72 }, 40), 'needs 72 samples, has 40'))
})
