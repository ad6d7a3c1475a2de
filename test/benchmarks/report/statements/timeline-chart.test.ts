import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { timelineChart, timelinesOf } from '../../../../benchmarks/report/statements/timeline-chart.ts'
import { marksOf } from '../../../support/report/marks-of.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

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
  const chart = timelineChart(sampleResult())

  it('draws each statement from when it was sent, for as long as it took, flagged apart from the others', () => {
    const statements = timelinesOf(sampleResult()).flatMap((timeline) => timeline.statements)
    const bars = marksOf(chart)
      .flatMap((mark) => (mark.kind === 'rect' ? [mark] : []))
      .slice(2)
    assert.equal(bars.length, statements.length)
    const [first, last] = [bars[0], bars[21]]
    const [early, late] = [statements[0], statements[21]]
    assert.ok(first && last && early && late)
    const perMs = (last.x - first.x) / (late.startMs - early.startMs)
    for (const [index, { startMs, durationMs, flagged }] of statements.entries()) {
      const bar = bars[index]
      assert.ok(bar)
      assert.ok(Math.abs(bar.x - first.x - perMs * (startMs - early.startMs)) < 1e-6)
      assert.ok(Math.abs(bar.width - Math.max(2, perMs * durationMs)) < 1e-6)
      assert.equal(bar.fill, flagged ? 'flagged' : 'neutral')
    }
  })

  it('says that it is an example, which request it is, and that it compares no times', () => {
    assert.match(chart.title, /^What one request looks like: an example/)
    assert.match(chart.description, /^A single traced request .* the one with the median duration/)
    assert.match(chart.description, /Latencies are compared elsewhere/)
  })

  it('has one table row per statement', () => {
    const { rows } = timelineChart(sampleResult()).table
    assert.equal(rows.length, 32)
    assert.deepEqual(rows[0], ['`n-plus-one`', '1', '`doctors_count`', '`doctors`', '0.60', '0.66'])
  })
})
