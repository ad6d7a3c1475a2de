import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chartsOf, reportDocument } from '../../../benchmarks/report/report-document.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const result = sampleResult()
const WIDTHS = [340, 860]

describe('reportDocument', () => {
  it('says in its subtitle what was measured', () => {
    const { settings } = result
    const measured = '6 operations, 1, 10 and 50 users, 6 rounds; 2026-03-14'
    assert.equal(reportDocument(result).subtitle, `4 scenarios, ${measured}`)
    assert.equal(
      reportDocument({ ...result, settings: { ...settings, aa: true } }).subtitle,
      `A/A run of one scenario, ${measured}`,
    )
  })

  it('warns of a load that is not valid', () => {
    const other = sampleResult()
    for (const validity of other.scenarios[0]?.validity ?? []) validity.isValid = false
    assert.match(
      reportDocument(other).warnings.join(),
      /^Too few rounds of load were valid, .*`n-plus-one` at 1 user \(valid 6 of 6 rounds, .*\), .*at 10 users/,
    )
  })

  it('has no warnings where every load is valid', () => assert.deepEqual(reportDocument(result).warnings, []))
})

describe('chartsOf', () => {
  it('gives charts that can be drawn in any width', () => {
    for (const chart of chartsOf(reportDocument(result))) {
      for (const width of WIDTHS) {
        const drawing = chart.draw(width)
        assert.equal(drawing.width, width)
        assert.ok(drawing.height > 0)
      }
    }
  })

  it('gives each chart a file name of its own, whatever the operations are called', () => {
    const other = sampleResult()
    for (const { load } of other.scenarios) {
      for (const [index, each] of load.entries()) each.operation = ['a b', 'a-b', '../a', ''][index % 4] ?? ''
    }
    const names = chartsOf(reportDocument(other)).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    for (const name of names) assert.match(name, /^[a-z0-9-]+$/)
  })

  it('leaves out charts without data', () => {
    const empty = { ...result, scenarios: [], comparisons: [] }
    assert.deepEqual(chartsOf(reportDocument(empty)), [])
  })
})
