import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatMs } from '../../../../benchmarks/report/document/text.ts'
import { latencyChart, operationLatencies } from '../../../../benchmarks/report/latency/latency-chart.ts'
import type { Json } from '../../../support/json.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'
import { seriesOf } from '../../../support/report/series-of.ts'

const result = sampleResult()
const OPERATIONS = ['all', 'browse', 'combined']

describe('operationLatencies', () => {
  it('has a panel for each percentile, with the points of each scenario', () => {
    for (const operation of OPERATIONS) {
      const { scenarios, users, panels } = operationLatencies(result, operation)
      assert.deepEqual(users, [1, 10, 50])
      assert.deepEqual(
        scenarios,
        result.scenarios.map(({ name }) => name),
      )
      assert.deepEqual(
        panels,
        (['p50', 'p90', 'p95', 'p99'] as const).map((percentile) => ({
          percentile,
          points: result.scenarios.map(({ load }) =>
            load
              .filter((each) => each.operation === operation)
              .map((each) => ({ users: each.users, estimate: each[percentile] })),
          ),
        })),
      )
    }
  })
})

describe('the latency chart', () => {
  for (const operation of OPERATIONS) {
    const chart = latencyChart(result, operation)
    const estimates = operationLatencies(result, operation).panels.flatMap(({ points }) =>
      points.flat().map(({ estimate }) => estimate),
    )
    const bounded = estimates.filter((estimate) => 'value' in estimate)
    const unboundedCount = estimates.length - bounded.length
    const drawn = seriesOf(chart)
    const isMark = ({ name }: Json) => name?.startsWith('too few')

    it(`draws each bounded percentile as a point with its interval (${operation})`, () => {
      const points = drawn.filter((series) => series.type === 'scatter' && !isMark(series))
      const lines = drawn.filter(({ type }) => type === 'line')
      assert.deepEqual(sorted(points.flatMap(measured)), sorted(bounded.map(({ value }) => value)))
      assert.deepEqual(
        sorted(lines.flatMap(measured)),
        sorted(bounded.flatMap(({ low, high }) => [low, high])),
      )
    })

    it(`draws each unbounded percentile as a mark, and says in the table what it needs (${operation})`, () => {
      const cells = chart.table.rows.flat()
      assert.equal(drawn.filter(isMark).flatMap(measured).length, unboundedCount)
      assert.equal(cells.filter((cell) => cell.startsWith('needs')).length, unboundedCount)
    })

    it(`has each bounded percentile in its table (${operation})`, () => {
      const cells = chart.table.rows.flat()
      for (const { value, low, high } of bounded) {
        assert.ok(cells.includes(`${formatMs(value)} (${formatMs(low)}–${formatMs(high)})`))
      }
    })
  }
})

/** The values on the vertical axis, without the gaps between lines. */
function measured({ data }: Json): number[] {
  return data.map((point: Json) => point[1]).filter((value: unknown) => value !== '-')
}

function sorted(values: number[]): number[] {
  return values.toSorted((a, b) => a - b)
}
