import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatMs } from '../../../benchmarks/report/document/text.ts'
import { logarithmicTicks, tickInterval } from '../../../benchmarks/report/drawing/axes.ts'
import { latencyChart } from '../../../benchmarks/report/latency/latency-chart.ts'
import { standaloneSvg } from '../../../benchmarks/report/rendering/pictures.ts'
import { chartsOf, reportDocument } from '../../../benchmarks/report/report-document.ts'
import { waterfallChart } from '../../../benchmarks/report/statements/statement-changes.ts'
import { statementsChart } from '../../../benchmarks/report/statements/statements-chart.ts'
import { tableHitsChart } from '../../../benchmarks/report/statements/table-hits-chart.ts'
import { timelineChart } from '../../../benchmarks/report/statements/timeline-chart.ts'
import type { Json } from '../../support/json.ts'
import { sampleResult } from '../../support/report/sample-result.ts'
import { seriesOf } from '../../support/report/series-of.ts'

const result = sampleResult()
const WIDTHS = [340, 860]

describe('a chart and its table hold the same numbers', () => {
  it('statements: the bars are the page of 10, or the median', () => {
    const chart = statementsChart(result)
    const bars = seriesOf(chart).flatMap(({ data }) => data.map(String))
    const column = (title: string) => chart.table.columns.findIndex((each) => each.title === title)
    const cells = chart.table.rows.map((row) =>
      row[column('Page of 10')] === '–' ? row[column('Median')] : row[column('Page of 10')],
    )
    assert.deepEqual(bars, cells)
  })

  it('waterfall: each step ends where the next begins, and all of them where the next scenario stands', () => {
    const rows = waterfallChart(result).table.rows.map(([name = '', change = '', total]) => ({
      isScenario: name.startsWith('scenario'),
      change: Number(change.replace('−', '-')),
      total: Number(total),
    }))
    assert.deepEqual(
      rows.filter(({ isScenario }) => isScenario).map(({ total }) => total),
      result.scenarios.map(({ timeline }) => timeline.length),
    )
    for (const [index, { change, total }] of rows.entries()) {
      const before = rows[index - 1]?.total ?? total
      assert.equal(total, before + change)
    }
    const drawn = seriesOf(waterfallChart(result))
    const [offsets, scenarios, gone, come] = drawn.map(({ data }) =>
      data.map((item: Json) => Number(item.value ?? item)),
    )
    for (const [index, { total, change, isScenario }] of rows.entries()) {
      if (isScenario) assert.equal(scenarios[index], total)
      else if (change < 0) assert.deepEqual([offsets[index], gone[index]], [total, -change])
      else assert.deepEqual([offsets[index] + come[index], come[index]], [total, change])
    }
  })

  it('timeline: a bar for each statement, from when it was sent, for as long as it took', () => {
    const chart = timelineChart(result)
    const drawn = seriesOf(chart)
    const rows = result.scenarios.flatMap((_scenario, index) => {
      const [starts, ...durations] = drawn.slice(3 * index, 3 * index + 3).map(({ data }) => data)
      return starts.map((start: number, row: number) => {
        const took = durations.map((values) => values[row]).filter((value) => value !== '-')
        assert.equal(took.length, 1)
        return [formatMs(start), formatMs(took[0])]
      })
    })
    assert.deepEqual(
      rows,
      chart.table.rows.map((row) => row.slice(-2)),
    )
  })

  it('timeline: the accused stand apart from the others', () => {
    const accused = seriesOf(timelineChart(result))
      .filter(({ name }) => name?.startsWith('accused'))
      .map(({ data }) => data.filter((value: unknown) => value !== '-').length)
    assert.deepEqual(accused, [20, 1, 0, 0])
  })

  it('table hits: a cell for each table and scenario', () => {
    const { table } = tableHitsChart(result)
    assert.equal(table.rows.length, 4 * result.scenarios.length)
    assert.deepEqual(
      table.rows.find(([name, scenario]) => name === '`doctor`' && scenario === '`baseline`'),
      ['`doctor`', '`baseline`', '900', '0', '480', '1.9'],
    )
    const svg = standaloneSvg(tableHitsChart(result))
    for (const row of table.rows) assert.ok(svg.includes(`>${row.at(-1)}</text>`), row.join())
  })

  it('latency: every bounded percentile is a point with its interval, every other one a mark and no number', () => {
    for (const operation of ['all', 'browse', 'combined']) {
      const chart = latencyChart(result, operation)
      const estimates = result.scenarios
        .flatMap(({ load }) => load.filter((each) => each.operation === operation))
        .flatMap(({ p50, p90, p95, p99 }) => [p50, p90, p95, p99])
      const bounded = estimates.filter((estimate) => 'value' in estimate)
      const drawn = seriesOf(chart)
      const isMark = ({ name }: Json) => name?.startsWith('too few')
      const points = drawn.filter((series: Json) => series.type === 'scatter' && !isMark(series))
      const lines = drawn.filter(({ type }) => type === 'line')
      const cells = chart.table.rows.flat()
      assert.deepEqual(sorted(points.flatMap(seconds)), sorted(bounded.map(({ value }) => value)))
      assert.deepEqual(
        sorted(lines.flatMap(seconds)),
        sorted(bounded.flatMap(({ low, high }) => [low, high])),
      )
      assert.equal(drawn.filter(isMark).flatMap(seconds).length, estimates.length - bounded.length)
      assert.equal(cells.filter((cell) => cell.startsWith('needs')).length, estimates.length - bounded.length)
      for (const { value, low, high } of bounded) {
        assert.ok(cells.includes(`${formatMs(value)} (${formatMs(low)}–${formatMs(high)})`))
      }
    }
  })
})

describe('every chart', () => {
  const charts = chartsOf(reportDocument(result))

  it('can be drawn for a phone and for a desk, and is drawn the same again', () => {
    for (const chart of charts) {
      for (const width of WIDTHS) {
        const drawing = chart.draw(width)
        assert.equal(drawing.width, width)
        assert.ok(drawing.height > 0)
      }
      assert.equal(standaloneSvg(chart), standaloneSvg(chart))
    }
  })

  it('carries nothing of the process that drew it', () => {
    for (const chart of charts)
      assert.deepEqual(standaloneSvg(chart).match(/zr\d|ecmeta|<style|class=/g), null)
  })

  it('is left out where there is nothing to draw', () => {
    const empty = { ...result, scenarios: [], comparisons: [] }
    assert.deepEqual(chartsOf(reportDocument(empty)), [])
  })

  it('has a file of its own, whatever the operations are called', () => {
    const other = sampleResult()
    for (const { load } of other.scenarios) {
      for (const [index, each] of load.entries()) each.operation = ['a b', 'a-b', '../a', ''][index % 4] ?? ''
    }
    const names = chartsOf(reportDocument(other)).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    for (const name of names) assert.match(name, /^[a-z0-9-]+$/)
  })
})

describe('the ticks of an axis', () => {
  const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true })

  it('enclose all values on a logarithmic scale, and no tick is idle at either end', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1 }), (values) => {
        const ticks = logarithmicTicks(values)
        const [least, most] = [Math.min(...values), Math.max(...values)]
        assert.deepEqual(
          ticks,
          ticks.toSorted((a, b) => a - b),
        )
        assert.ok((ticks[0] ?? 0) <= least && (ticks.at(-1) ?? 0) > most)
        assert.ok((ticks[1] ?? 0) > least && (ticks.at(-2) ?? 0) <= most)
      }),
      { seed: 4 },
    )
  })

  it('are round, and no more than asked for', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 20 }), (most, ticks) => {
        const interval = tickInterval(most, ticks)
        assert.ok(most / interval <= ticks * (1 + 1e-9))
        assert.match(interval.toExponential(), /^[125]e/)
      }),
      { seed: 4 },
    )
  })

  it('are there where there is nothing to measure', () => {
    assert.deepEqual(logarithmicTicks([]), [1, 10])
    assert.equal(tickInterval(0, 5), 1)
  })
})

/** What is measured upwards, without the gaps between lines. */
function seconds({ data }: Json): number[] {
  return data.map((point: Json) => point[1]).filter((value: unknown) => value !== '-')
}

function sorted(values: number[]): number[] {
  return values.toSorted((a, b) => a - b)
}
