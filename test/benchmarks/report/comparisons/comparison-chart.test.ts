import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  comparisonChart,
  comparisonRows,
  comparisonScale,
} from '../../../../benchmarks/report/comparisons/comparison-chart.ts'
import { comparisonGroups, VERDICTS } from '../../../../benchmarks/report/comparisons/comparison-groups.ts'
import { standaloneSvg } from '../../../../benchmarks/report/rendering/pictures.ts'
import { FASTER, NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'
import { seriesOf } from '../../../support/report/series-of.ts'

const result = sampleResult()

describe('comparisonRows', () => {
  it('gives each change and its interval in percent', () => {
    const [group] = comparisonGroups({
      ...result,
      comparisons: [{ ...FASTER, change: -0.5, low: -0.75, high: -0.25 }],
    })
    assert.ok(group)
    assert.deepEqual(comparisonRows(group), [
      { operation: 'browse', users: 10, verdict: 'faster', change: { value: -50, low: -75, high: -25 } },
    ])
  })

  it('gives null for a change that was not estimated', () => {
    const [group] = comparisonGroups({ ...result, comparisons: [{ ...FASTER, ...NOT_ESTIMATED }] })
    assert.ok(group)
    assert.deepEqual(comparisonRows(group), [
      { operation: 'browse', users: 10, verdict: 'cannot tell', change: null },
    ])
  })
})

describe('the comparison chart', () => {
  it('draws each estimated change in the series of its verdict', () => {
    for (const group of comparisonGroups(result)) {
      const chart = comparisonChart(group, result.settings)
      const points = seriesOf(chart).filter(({ type, name }) => type === 'scatter' && name !== undefined)
      assert.deepEqual(
        points.map(({ name }) => name),
        VERDICTS,
      )
      for (const { name, data } of points) {
        assert.deepEqual(
          data.map(([change]: number[]) => change),
          comparisonRows(group).flatMap(({ verdict, change }) =>
            verdict === name && change !== null ? [change.value] : [],
          ),
        )
        assert.equal(chart.table.rows.filter((row) => row.includes(name)).length, data.length)
      }
    }
  })

  it('shows a note instead of a point, and dashes instead of figures, where nothing was estimated', () => {
    for (const group of comparisonGroups(result)) {
      const chart = comparisonChart(group, result.settings)
      const empty = comparisonRows(group).flatMap(({ change }, row) => (change === null ? [row] : []))
      assert.ok(empty.length > 0)
      const [note] = seriesOf(chart).filter(({ type, name }) => type === 'scatter' && name === undefined)
      assert.deepEqual(
        note.data.map(([, row]: number[]) => row),
        empty,
      )
      for (const row of empty) {
        const dashes = ['–', '–', '–', '–']
        assert.deepEqual(chart.table.rows[row]?.slice(2), ['cannot tell: too few rounds', ...dashes])
      }
      assert.equal(standaloneSvg(chart).match(/>too few rounds</g)?.length, empty.length)
    }
  })

  it('clips an interval that exceeds the scale', () => {
    const [group] = comparisonGroups({ ...result, comparisons: [{ ...FASTER, high: Number.MAX_VALUE }] })
    assert.ok(group)
    const ends = seriesOf(comparisonChart(group, result.settings))
      .filter(({ type, data }) => type === 'line' && data.length > 0)
      .map(({ data }) => data.slice(0, 2).map(([end]: number[]) => end))
    assert.deepEqual(ends, [[-22, 150]])
  })
})

describe('comparisonScale', () => {
  const options = { marginPercent: 5, ticks: 6 }

  it('covers all changes, the equivalence margin, and intervals up to +100 %', () => {
    const percent = fc.double({ min: -99, max: 800, noNaN: true })
    const change = fc
      .tuple(percent, percent, percent)
      .map((values) => values.toSorted((a, b) => a - b))
      .map(([low = 0, value = 0, high = 0]) => ({ low, value, high }))
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const { min, max } = comparisonScale(changes, options)
        assert.ok(min <= -5 && max >= 5)
        for (const { low, value, high } of changes) {
          assert.ok(min <= low && max >= value)
          assert.ok(max >= Math.min(100, high))
        }
      }),
      { seed: 4 },
    )
  })

  it('is not stretched by an interval with a very high upper end', () =>
    assert.deepEqual(comparisonScale([{ value: -17, low: -22, high: Number.MAX_VALUE }], options), {
      min: -50,
      max: 100,
      interval: 50,
    }))

  it('covers the equivalence margin where nothing was estimated', () => {
    assert.deepEqual(comparisonScale([], options), { min: -6, max: 6, interval: 2 })
  })
})
