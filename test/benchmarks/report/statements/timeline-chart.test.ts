import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { timelineChart, timelinesOf } from '../../../../benchmarks/report/statements/timeline-chart.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'
import { seriesOf } from '../../../support/report/series-of.ts'

describe('timelinesOf', () => {
  it('flags the statements that a finding of the scenario names', () =>
    assert.deepEqual(
      timelinesOf(sampleResult()).map(({ scenario, statements }) => [
        scenario,
        statements.filter(({ flagged }) => flagged).length,
        statements.length,
      ]),
      [
        ['n-plus-one', 20, 22],
        ['baseline', 1, 4],
        ['optimised', 0, 3],
        ['optimised-indexed', 0, 3],
      ],
    ))

  it('orders statements by when they were sent, and ends with the last answer', () => {
    const result = sampleResult()
    const [scenario] = result.scenarios
    assert.ok(scenario)
    const [first, second] = [
      { name: 'slow', startMs: 1, durationMs: 9, path: null },
      { name: 'late', startMs: 4, durationMs: 2, path: null },
    ]
    scenario.timeline = [second, first]
    const [timeline] = timelinesOf(result)
    assert.deepEqual(
      timeline?.statements.map(({ name }) => name),
      ['slow', 'late'],
    )
    assert.equal(timeline?.endMs, 10)
  })

  it('leaves out scenarios that recorded no request', () => {
    const result = sampleResult()
    for (const scenario of result.scenarios.slice(1)) scenario.timeline = []
    assert.deepEqual(
      timelinesOf(result).map(({ scenario }) => scenario),
      ['n-plus-one'],
    )
  })
})

describe('the timeline chart', () => {
  it('draws each statement from when it was sent, for as long as it took, flagged apart from the others', () => {
    const timelines = timelinesOf(sampleResult())
    const drawn = seriesOf(timelineChart(sampleResult())).map(({ data }) => data)
    assert.deepEqual(
      drawn,
      timelines.flatMap(({ statements }) => [
        statements.map(({ startMs }) => startMs),
        statements.map(({ flagged, durationMs }) => (flagged ? durationMs : '-')),
        statements.map(({ flagged, durationMs }) => (flagged ? '-' : durationMs)),
      ]),
    )
  })

  it('has one table row per statement', () => {
    const { rows } = timelineChart(sampleResult()).table
    assert.equal(rows.length, 32)
    assert.deepEqual(rows[0], ['`n-plus-one`', '1', '`doctors_count`', '`doctors`', '0.60', '0.66'])
  })
})
