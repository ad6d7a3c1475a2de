import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { waterfallChart, waterfallSteps } from '../../../../benchmarks/report/statements/waterfall-chart.ts'
import { marksOf, textsOf, titlesOf } from '../../../support/report/marks-of.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('waterfallSteps', () => {
  const result = sampleResult()
  const steps = waterfallSteps(result)

  it('shows each scenario with all its statements', () =>
    assert.deepEqual(
      steps.filter(({ kind }) => kind === 'scenario').map(({ name, total }) => [name, total]),
      result.scenarios.map(({ name, timeline }) => [name, timeline.length]),
    ))

  it('starts each change where the step before ended', () => {
    for (const [index, step] of steps.entries()) {
      if (step.kind === 'scenario') continue
      assert.equal(step.before, steps[index - 1]?.total)
      assert.equal(step.total, step.before + step.change)
    }
  })

  it('lists the removed statements before the added ones', () =>
    assert.deepEqual(
      steps.slice(1, 5).map((step) => [step.name, step.kind === 'change' && step.change]),
      [
        ['specializations_of_doctor', -10],
        ['schedules_of_doctor', -10],
        ['specializations_by_doctor', 1],
        ['schedules_by_doctor', 1],
      ],
    ))

  it('returns no steps without scenarios', () =>
    assert.deepEqual(waterfallSteps({ ...result, scenarios: [] }), []))
})

describe('the waterfall chart', () => {
  const chart = waterfallChart(sampleResult())

  it('draws scenarios from 0, and changes between the totals before and after', () => {
    const bars = marksOf(chart)
      .flatMap((mark) => (mark.kind === 'rect' ? [mark] : []))
      .slice(2)
    const [first] = bars
    assert.ok(first)
    const perStatement = first.width / 22
    for (const [index, step] of waterfallSteps(sampleResult()).entries()) {
      const before = step.kind === 'change' ? step.before : 0
      const bar = bars[index]
      assert.ok(bar)
      const start = (bar.x - first.x) / perStatement
      assert.ok(Math.abs(start - Math.min(before, step.total)) < 1e-6)
      assert.ok(Math.abs(bar.width / perStatement - Math.abs(step.total - before)) < 1e-6)
      assert.equal(bar.dashed ?? false, step.kind === 'change' && step.change < 0)
    }
  })

  it('says that it shows one request, and which', () => {
    assert.equal(chart.title, 'Statements of one request for a page of 10: 22, then 4, then 3, then 3')
    assert.match(chart.description, /one request, the one with the median duration/)
  })

  it('writes the number of each step beside it, and says more where it is pointed at', () => {
    const texts = textsOf(chart)
    for (const number of ['22', '−10', '+1', '−1', '4', '3']) assert.ok(texts.includes(number), number)
    assert.ok(titlesOf(chart).includes('doctors_count: −1, 3 statements after this step'))
  })

  it('has one table row per step', () =>
    assert.deepEqual(chart.table.rows.slice(0, 4), [
      ['scenario `n-plus-one`', '', '22'],
      ['`specializations_of_doctor`', '−10', '12'],
      ['`schedules_of_doctor`', '−10', '2'],
      ['`specializations_by_doctor`', '+1', '3'],
    ]))
})
