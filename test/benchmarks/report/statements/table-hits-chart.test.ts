import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tableHitGrid, tableHitsChart } from '../../../../benchmarks/report/statements/table-hits-chart.ts'
import { textsOf } from '../../../support/report/marks-of.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('tableHitGrid', () => {
  const result = sampleResult()
  const { tables, scenarios, cells } = tableHitGrid(result)

  it('has a cell for each scenario and table', () =>
    assert.deepEqual(
      cells.map(({ scenario, table }) => [scenario, table]),
      scenarios.flatMap((scenario) => tables.map((table) => [scenario, table])),
    ))

  it('divides the statements by the requests captured', () =>
    assert.deepEqual(
      cells.find(({ scenario, table }) => scenario === 'baseline' && table === 'doctor'),
      { scenario: 'baseline', table: 'doctor', reads: 900, writes: 0, requests: 480, perRequest: 1.875 },
    ))

  it('puts the tables with the most hits first', () => {
    const hits = tables.map((name) =>
      cells.filter(({ table }) => table === name).reduce((sum, { reads, writes }) => sum + reads + writes, 0),
    )
    assert.deepEqual(
      hits,
      hits.toSorted((a, b) => b - a),
    )
  })

  it('counts 0 for a table that a scenario does not touch, and 0 per request without requests', () => {
    const other = sampleResult()
    const [first] = other.scenarios
    assert.ok(first)
    Object.assign(first, { tables: [], operations: [] })
    const cell = tableHitGrid(other).cells.find(({ scenario }) => scenario === first.name)
    assert.deepEqual([cell?.reads, cell?.writes, cell?.requests, cell?.perRequest], [0, 0, 0, 0])
  })
})

describe('the table hits chart', () => {
  it('writes the number of each cell in the picture and in the table', () => {
    const chart = tableHitsChart(sampleResult())
    assert.deepEqual(
      chart.table.rows.find(([name, scenario]) => name === '`doctor`' && scenario === '`baseline`'),
      ['`doctor`', '`baseline`', '900', '0', '480', '1.9'],
    )
    const texts = textsOf(chart)
    for (const row of chart.table.rows) assert.ok(texts.includes(row.at(-1) ?? ''), row.join())
  })
})
