import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  statementCounts,
  statementsChart,
} from '../../../../benchmarks/report/statements/statements-chart.ts'
import { marksOf, titlesOf } from '../../../support/report/marks-of.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('statementCounts', () => {
  it('counts the statements for a page of 10, or the median for an operation without pages', () =>
    assert.deepEqual(statementCounts(sampleResult()), {
      operations: ['browse', 'by-name', 'by-specialty', 'by-hours', 'combined', 'list-specializations'],
      scenarios: [
        { name: 'n-plus-one', statements: [22, 22, 22, 22, 22, 1] },
        { name: 'baseline', statements: [4, 4, 4, 4, 4, 1] },
        { name: 'optimised', statements: [3, 3, 3, 3, 3, 1] },
        { name: 'optimised-indexed', statements: [3, 3, 3, 3, 3, 1] },
      ],
    }))

  it('gives null for an operation that a scenario lacks', () => {
    const result = sampleResult()
    result.scenarios[1]?.operations.shift()
    const [first, second] = statementCounts(result).scenarios
    assert.equal(first?.statements[0], 22)
    assert.equal(second?.statements[0], null)
  })
})

describe('the statements chart', () => {
  it('draws one bar per scenario and operation, and none where the count is null', () => {
    const result = sampleResult()
    result.scenarios[1]?.operations.shift()
    const { operations, scenarios } = statementCounts(result)
    const expected = operations.flatMap((operation, index) =>
      scenarios.flatMap(({ name, statements }) => {
        const count = statements[index] ?? null
        return count === null ? [] : [`${operation}, ${name}: ${count} statements per request`]
      }),
    )
    const chart = statementsChart(result)
    assert.deepEqual(titlesOf(chart), expected)
    const widths = marksOf(chart).flatMap((mark) => (mark.kind === 'rect' ? [mark.width] : []))
    assert.equal(widths.length, expected.length)
    assert.ok(Math.abs((widths[0] ?? 0) / (widths[1] ?? 1) - 22 / 3) < 1e-6, 'bars are in proportion')
  })

  it('has the counts of all page sizes in its table', () => {
    const { columns, rows } = statementsChart(sampleResult()).table
    assert.deepEqual(
      columns.slice(2, 5).map(({ title }) => title),
      ['Page of 1', 'Page of 10', 'Page of 50'],
    )
    assert.deepEqual(rows[0]?.slice(0, 5), ['`n-plus-one`', '`browse`', '4', '22', '102'])
    assert.deepEqual(rows[5]?.slice(0, 5), ['`n-plus-one`', '`list-specializations`', '–', '–', '–'])
  })
})
