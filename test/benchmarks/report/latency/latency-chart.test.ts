import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  latencyChart,
  latencyGroups,
  validityTable,
} from '../../../../benchmarks/report/latency/latency-chart.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { marksOf, textsOf, titlesOf } from '../../../support/report/marks-of.ts'
import { noisyResult } from '../../../support/report/noisy-result.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('latencyGroups', () => {
  it('has the distribution of each scenario for each operation, all of them together first', () => {
    const result = sampleResult()
    const groups = latencyGroups(result, 10)
    assert.deepEqual(
      groups.map(({ operation }) => operation),
      ['all', ...(result.scenarios[0]?.operations ?? []).map(({ name }) => name)],
    )
    for (const { operation, strips } of groups) {
      for (const [index, { name, load }] of result.scenarios.entries()) {
        const expected = load.find((each) => each.users === 10 && each.operation === operation)
        assert.equal(strips[index]?.scenario, name)
        assert.equal(strips[index]?.index, index)
        assert.deepEqual(strips[index]?.distribution, expected?.distribution)
      }
    }
  })

  it('leaves out what nobody answered', () => {
    const result = sampleResult()
    for (const { load } of result.scenarios) {
      for (const each of load) if (each.operation === 'browse') each.distribution = null
    }
    assert.ok(latencyGroups(result, 10).every(({ operation }) => operation !== 'browse'))
    assert.ok(!textsOf(latencyChart(result, 10)).includes('browse'))
  })
})

describe('the latency chart', () => {
  it('has a strip of 101 lines for each scenario and operation', () => {
    const chart = latencyChart(sampleResult(), 10)
    const strips = marksOf(chart).filter(
      (mark) => mark.kind === 'path' && mark.d.match(/v12/g)?.length === 101,
    )
    assert.equal(strips.length, 7 * 4)
    assert.equal(titlesOf(chart).length, 7 * 4)
  })

  it('marks percentiles where there are enough samples, and says in the table what others need', () => {
    const chart = latencyChart(sampleResult(), 1)
    assert.match(
      titlesOf(chart)[0] ?? '',
      /^all operations, n-plus-one: median [\d.]+ \(.*\), p95 needs 72 samples/,
    )
    assert.ok(chart.table.rows.flat().includes('needs 72 samples, has 30'))
  })

  it('has no axis, and no times in the table, where every request failed', () => {
    const result = sampleResult()
    for (const { load } of result.scenarios) {
      for (const each of load)
        Object.assign(each, { samples: 0, errors: 3, distribution: null, naiveP50: 0, max: 0 })
    }
    const chart = latencyChart(result, 10)
    assert.deepEqual(textsOf(chart), ['median', 'p95'])
    assert.equal(chart.table.rows.length, 7 * 4)
    for (const row of chart.table.rows) assert.ok(!row.includes('0.00'), row.join())
  })

  it('hatches loads that are not valid, and says so in the picture', () => {
    const hatched = (users: number) =>
      marksOf(latencyChart(noisyResult(), users)).filter(
        (mark) => mark.kind === 'path' && mark.stroke === 'muted' && (mark.d.match(/M/g)?.length ?? 0) > 20,
      ).length
    assert.equal(hatched(50), 7 * 2)
    assert.equal(hatched(10), 0)
    const chart = latencyChart(noisyResult(), 50)
    assert.match(
      asRead(chart.caveat ?? ''),
      /^Not valid: n-plus-one and baseline at 50 users\. Too few rounds were measured on time\. Do not rely on/,
    )
    assert.equal(textsOf(chart).filter((text) => text === 'baseline (not valid)').length, 7)
    assert.equal(latencyChart(noisyResult(), 10).caveat, null)
  })
})

describe('the table of validity', () => {
  it('shows the decision as it was made, and names spoiled visits', () => {
    const { rows } = validityTable(noisyResult())
    assert.deepEqual(rows[2]?.map(asRead), [
      'n-plus-one',
      '50',
      'not valid',
      'valid 2 of 6 rounds, lag p99 35.0 ms median, 1,141 ms worst',
      [
        'round 1: the load generator was late by 200 ms at percentile 99 (repeated)',
        ...[2, 3, 5].map(
          (round) => `round ${round}: the load generator was late by ${round * 200} ms at percentile 99`,
        ),
      ].join('; '),
    ])
    assert.deepEqual(rows[0]?.slice(2).map(asRead), [
      'valid',
      'valid 6 of 6 rounds, lag p99 0.33 ms median, 0.65 ms worst',
      'none',
    ])
  })
})
