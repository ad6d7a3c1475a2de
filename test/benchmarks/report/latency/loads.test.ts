import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatEstimate, invalidLoadsText } from '../../../../benchmarks/report/latency/loads.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { noisyResult } from '../../../support/report/noisy-result.ts'

describe('invalidLoadsText', () => {
  it('names the scenarios by their loads, for the loads of the picture', () => {
    const result = noisyResult()
    assert.equal(invalidLoadsText(result, [1, 10]), null)
    assert.equal(asRead(invalidLoadsText(result, [10, 50]) ?? ''), 'n-plus-one and baseline at 50 users')
  })
})

describe('formatEstimate', () => {
  it('shows the value with its interval', () =>
    assert.equal(formatEstimate({ value: 12.34, low: 11.9, high: 12.81 }, 500), '12.3 (11.9–12.8)'))

  it('shows how many samples are needed where there is no value', () =>
    assert.equal(formatEstimate({ needed: 72 }, 40), 'needs 72 samples, has 40'))
})
