import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { forestChart } from '../../../../benchmarks/report/comparisons/forest-chart.ts'
import { forestGroups } from '../../../../benchmarks/report/comparisons/forest-rows.ts'
import type { BenchmarkResult } from '../../../../benchmarks/result.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { marksOf, textsOf, titlesOf, WIDTHS } from '../../../support/report/marks-of.ts'
import { noisyResult } from '../../../support/report/noisy-result.ts'
import { NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('the forest plot', () => {
  it('draws every estimated comparison of the run, with its figures beside it', () => {
    const result = sampleResult()
    const rows = forestGroups(result).flatMap((group) => group.rows)
    const estimated = rows.filter(({ judgement }) => judgement.change !== null)
    const titles = titlesOf(forestChart(result))
    assert.equal(titles.length, estimated.length)
    const texts = textsOf(forestChart(result)).map(asRead)
    assert.ok(texts.includes('−5.2 % (−6.4 to −4 %)'))
    assert.equal(texts.filter((text) => /% \(.* to .*%\)$/.test(text)).length, estimated.length)
  })

  it('names what was not estimated in a line for each pair instead of empty rows', () => {
    const lines = (result: BenchmarkResult) =>
      textsOf(forestChart(result)).filter((text) => text.startsWith('Not compared'))
    assert.equal(lines(sampleResult()).length, 3)
    assert.equal(
      lines(noisyResult())[1],
      'Not compared from baseline to optimised, too few rounds: 50 users: median; 50 users: p95',
    )
  })

  it('is nothing but these lines where nothing was estimated', () => {
    const result = { ...sampleResult(), headToHead: [] }
    result.comparisons = result.comparisons.map((each) => ({ ...each, ...NOT_ESTIMATED }))
    for (const width of WIDTHS) {
      const marks = marksOf(forestChart(result), width)
      assert.ok(marks.length >= 3 && marks.every(({ kind }) => kind === 'text'))
    }
  })

  it('has arrows where an interval leaves the axis', () => {
    const arrows = (result = sampleResult()) =>
      marksOf(forestChart(result)).filter(
        (mark) => mark.kind === 'path' && /^M\S+ \S+L\S+ \S+L\S+ \S+Z$/.test(mark.d),
      )
    assert.equal(arrows().length, 0)
    const noisy = noisyResult()
    const wide = noisy.comparisons.filter(({ change }) => change !== null).length
    assert.equal(arrows(noisy).length, 2 * wide)
  })

  it('calls a difference of CPU time less or more, and a time faster or slower', () => {
    const { rows } = forestChart(sampleResult()).table
    assert.deepEqual(
      rows.slice(0, 3).map((row) => row.slice(2, 4)),
      [
        ['service time', 'faster'],
        ['server CPU', 'less CPU'],
        ['database CPU', 'less CPU'],
      ],
    )
  })

  it('has dashes in its table where nothing was estimated', () => {
    const result = sampleResult()
    result.comparisons = result.comparisons.slice(0, 1).map((each) => ({ ...each, ...NOT_ESTIMATED }))
    const row = forestChart(result).table.rows[3]
    assert.deepEqual(row?.slice(2), [
      '1 user: median',
      'cannot tell: too few rounds',
      '–',
      '–',
      '–',
      '–',
      '2',
    ])
  })

  it('says in the picture which loads are not valid, and that head to head is', () => {
    assert.equal(forestChart(sampleResult()).caveat, null)
    const caveatOf = (result: BenchmarkResult) => asRead(forestChart(result).caveat ?? '')
    const ofLoad = 'Not compared: n-plus-one and baseline at 50 users. Too few rounds were measured on time.'
    assert.equal(caveatOf(noisyResult()), `${ofLoad} What was measured head to head does not depend on them.`)
    assert.equal(caveatOf({ ...noisyResult(), headToHead: [] }), ofLoad)
  })
})
