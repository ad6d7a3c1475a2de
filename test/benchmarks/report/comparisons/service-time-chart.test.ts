import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  serviceTimeChart,
  serviceTimes,
} from '../../../../benchmarks/report/comparisons/service-time-chart.ts'
import { titlesOf } from '../../../support/report/marks-of.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('serviceTimes', () => {
  it('has both sides of each pair, each in the colour and shape of its scenario', () => {
    const result = sampleResult()
    assert.deepEqual(
      serviceTimes(result).map(({ sides }) => sides.map(({ scenario, index }) => [scenario, index])),
      result.headToHead.map(({ from, to }, index) => [
        [from, index],
        [to, index + 1],
      ]),
    )
  })
})

describe('the chart of service times', () => {
  it('has a strip for each side, and its percentiles in the table', () => {
    const chart = serviceTimeChart(sampleResult())
    assert.equal(titlesOf(chart).length, 6)
    assert.equal(chart.table.rows.length, 6)
    const [row] = chart.table.rows
    assert.deepEqual(row?.slice(0, 2), ['`n-plus-one` and `baseline`', '`n-plus-one`'])
    assert.equal(row?.at(-1), '12,000')
  })
})
