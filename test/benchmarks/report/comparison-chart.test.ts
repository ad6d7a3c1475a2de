import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { comparisonChart, comparisonScale } from '../../../benchmarks/report/comparisons/comparison-chart.ts'
import { comparisonGroups } from '../../../benchmarks/report/comparisons/comparison-groups.ts'
import { standaloneSvg } from '../../../benchmarks/report/rendering/pictures.ts'
import { FASTER } from '../../support/report/sample-comparison.ts'
import { sampleResult } from '../../support/report/sample-result.ts'
import { seriesOf } from '../../support/report/series-of.ts'

const result = sampleResult()

describe('the chart of the comparisons between two scenarios', () => {
  it('has a point for each that has a change, among those of its verdict', () => {
    for (const group of comparisonGroups(result)) {
      const chart = comparisonChart(group, result.settings)
      const points = seriesOf(chart).filter(({ type, name }) => type === 'scatter' && name !== undefined)
      assert.equal(points.length, 4)
      for (const { name, data } of points) {
        const changes = group.comparisons.flatMap(({ verdict, change }) =>
          verdict === name && change !== null ? [change * 100] : [],
        )
        assert.deepEqual(
          data.map(([change]: number[]) => change),
          changes,
        )
        assert.equal(chart.table.rows.filter((row) => row.includes(name)).length, data.length)
      }
    }
  })

  it('has a note in each row without a change, and a dash in place of its figures', () => {
    for (const group of comparisonGroups(result)) {
      const { comparisons } = group
      const chart = comparisonChart(group, result.settings)
      const untold = comparisons.flatMap(({ change }, row) => (change === null ? [row] : []))
      assert.ok(untold.length > 0)
      const [note] = seriesOf(chart).filter(({ type, name }) => type === 'scatter' && name === undefined)
      assert.deepEqual(
        note.data.map(([, row]: number[]) => row),
        untold,
      )
      for (const row of untold) {
        const dashes = ['–', '–', '–', '–']
        assert.deepEqual(chart.table.rows[row]?.slice(2), ['cannot tell: too few rounds', ...dashes])
      }
      assert.equal(standaloneSvg(chart).match(/>too few rounds</g)?.length, untold.length)
    }
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

  it('cuts an interval off that is wider', () => {
    const [group] = comparisonGroups({ ...result, comparisons: [{ ...FASTER, high: Number.MAX_VALUE }] })
    assert.ok(group)
    const ends = seriesOf(comparisonChart(group, result.settings))
      .filter(({ type, data }) => type === 'line' && data.length > 0)
      .map(({ data }) => data.slice(0, 2).map(([end]: number[]) => end))
    assert.deepEqual(ends, [[-22, 150]])
  })
})
