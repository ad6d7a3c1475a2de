import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pairRatioChart } from '../../../../benchmarks/report/comparisons/pair-ratio-chart.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { marksOf, textsOf, titlesOf } from '../../../support/report/marks-of.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'
import { sampleDistribution } from '../../../support/report/sample-scenario.ts'

describe('the chart of differences within pairs', () => {
  const result = sampleResult()
  const [pair] = result.headToHead
  assert.ok(pair)
  pair.ratios = sampleDistribution(12_000, 0.8)
  const chart = pairRatioChart(result)

  it('has a strip for each pair, with its median in percent', () => {
    assert.equal(titlesOf(chart).length, result.headToHead.length)
    assert.match(
      asRead(titlesOf(chart)[0] ?? ''),
      /^from n-plus-one to baseline: median −20 %, half of the pairs/,
    )
    assert.deepEqual(chart.table.rows[0]?.slice(0, 2), ['`n-plus-one`', '`baseline`'])
    assert.equal(asRead(chart.table.rows[0]?.[4] ?? ''), '−20 %')
    assert.ok(textsOf(chart).includes('no change'))
  })

  it('is not stretched by a few disturbed pairs', () => {
    const places = (disturbedRatio: number) => {
      const ratios = pair.ratios.percentiles.with(100, disturbedRatio)
      const other = { ...result, headToHead: [{ ...pair, ratios: { samples: 12_000, percentiles: ratios } }] }
      return marksOf(pairRatioChart(other)).flatMap((mark) => (mark.kind === 'path' ? [mark.d] : []))
    }
    assert.deepEqual(places(1e4), places(1e6))
  })
})
