import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatEstimate } from '../../../../benchmarks/report/latency/loads.ts'

describe('formatEstimate', () => {
  it('shows the value with its interval', () =>
    assert.equal(formatEstimate({ value: 12.34, low: 11.9, high: 12.81 }, 500), '12.3 (11.9–12.8)'))

  it('shows how many samples are needed where there is no value', () =>
    assert.equal(formatEstimate({ needed: 72 }, 40), 'needs 72 samples, has 40'))
})
