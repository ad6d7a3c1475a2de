import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  statementSentences,
  waterfallChart,
  waterfallSteps,
} from '../../../../benchmarks/report/statements/statement-changes.ts'
import type { Json } from '../../../support/json.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { sampleAaResult, sampleResult } from '../../../support/report/sample-result.ts'
import { seriesOf } from '../../../support/report/series-of.ts'

describe('statementSentences', () => {
  it('says which statements were removed and which were added', () =>
    assert.deepEqual(statementSentences(sampleResult()).map(asRead), [
      'n-plus-one sends 22 statements for a full page of 10.',
      'baseline sends 4 statements for a full page of 10 instead of the 22 of n-plus-one: 10 × specializations_of_doctor and 10 × schedules_of_doctor replaced by 1 × specializations_by_doctor and 1 × schedules_by_doctor.',
      'optimised sends 3 statements for a full page of 10 instead of the 4 of baseline: it sends no separate count (doctors_count).',
      'optimised-indexed sends the same 3 statements for a full page of 10 as optimised.',
    ]))

  it('says that both sides of an A/A run send the same', () =>
    assert.deepEqual(statementSentences(sampleAaResult([])).map(asRead), [
      'optimised (a) sends 3 statements for a full page of 10.',
      'optimised (b) sends the same 3 statements for a full page of 10 as optimised (a).',
    ]))
})

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
  it('draws scenarios from 0 and changes between the totals before and after', () => {
    const steps = waterfallSteps(sampleResult())
    const [offsets, scenarios, removed, added] = seriesOf(waterfallChart(sampleResult())).map(({ data }) =>
      data.map((item: Json) => item.value ?? item),
    )
    for (const [index, step] of steps.entries()) {
      const drawn = [offsets[index], scenarios[index], removed[index], added[index]]
      if (step.kind === 'scenario') assert.deepEqual(drawn, ['-', step.total, '-', '-'])
      else if (step.change < 0) assert.deepEqual(drawn, [step.total, '-', -step.change, '-'])
      else assert.deepEqual(drawn, [step.before, '-', '-', step.change])
    }
  })

  it('has one table row per step', () =>
    assert.deepEqual(waterfallChart(sampleResult()).table.rows.slice(0, 4), [
      ['scenario `n-plus-one`', '', '22'],
      ['`specializations_of_doctor`', '−10', '12'],
      ['`schedules_of_doctor`', '−10', '2'],
      ['`specializations_by_doctor`', '+1', '3'],
    ]))
})
