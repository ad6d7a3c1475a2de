import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Estimated } from '../../../../benchmarks/report/comparisons/estimated.ts'
import {
  type ForestGroup,
  forestGroups,
  ratioScale,
} from '../../../../benchmarks/report/comparisons/forest-rows.ts'
import type { Judgement } from '../../../../benchmarks/result.ts'
import { FASTER, NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const MARGIN = 0.05

describe('forestGroups', () => {
  it('has every comparison once, by pair of scenarios, head to head first', () => {
    const result = sampleResult()
    const groups = forestGroups(result)
    assert.deepEqual(
      groups.map(({ from, to }) => [from, to]),
      result.headToHead.map(({ from, to }) => [from, to]),
    )
    for (const { from, to, rows } of groups) {
      const expected = [
        ...result.headToHead.flatMap((pair) =>
          pair.from === from && pair.to === to ? pair.differences : [],
        ),
        ...result.comparisons.filter((each) => each.from === from && each.to === to),
      ]
      assert.deepEqual(
        rows.map(({ judgement }) => judgement),
        expected,
      )
    }
  })

  it('names what was compared: the measure, or the load, the operation and the figure', () => {
    const { comparisons: _, ...result } = sampleResult()
    const [group] = forestGroups({
      ...result,
      headToHead: result.headToHead.slice(1, 2),
      comparisons: [
        { ...FASTER, operation: 'all', metric: 'p50' },
        { ...FASTER, metric: 'p95', users: 1 },
        { ...FASTER, ...NOT_ESTIMATED },
      ],
    })
    assert.deepEqual(
      group?.rows.map(({ name, isCpu }) => [name, isCpu]),
      [
        ['service time', false],
        ['server CPU', true],
        ['database CPU', true],
        ['10 users: median', false],
        ['1 user, browse: p95', false],
        ['10 users, browse: median', false],
      ],
    )
  })
})

describe('ratioScale', () => {
  const judgement = fc
    .tuple(
      fc.double({ min: -0.95, max: 30, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1000, noNaN: true }),
    )
    .map(
      ([change, below, above]): Estimated<Judgement> => ({
        ...{ verdict: 'cannot tell', pValue: 0.5, detectable: 0.1 },
        change,
        low: (1 + change) * (1 - below * 0.99) - 1,
        high: (1 + change) * (1 + above) - 1,
      }),
    )
  const groupOf = (judgements: Judgement[]): ForestGroup[] => [
    {
      from: 'a',
      to: 'b',
      rows: judgements.map((each) => ({
        name: '',
        isCpu: false,
        margin: MARGIN,
        rounds: 6,
        judgement: each,
      })),
    },
  ]

  it('has room for no change, the margin and every change, and ticks within it', () => {
    fc.assert(
      fc.property(fc.array(judgement, { minLength: 1 }), (judgements) => {
        const scale = ratioScale(groupOf(judgements))
        assert.ok(scale.min < 1 - MARGIN && scale.max > 1 + MARGIN)
        for (const { change } of judgements) assert.ok(scale.min < 1 + change && scale.max > 1 + change)
        assert.ok(scale.ticks.includes(1))
        for (const tick of scale.ticks) assert.ok(tick >= scale.min && tick <= scale.max)
      }),
      { seed: 4 },
    )
  })

  it('is not stretched by an interval that reaches far', () => {
    const wide: Judgement = { ...FASTER, change: 0, low: -0.99, high: Number.MAX_VALUE }
    const { min, max } = ratioScale(groupOf([wide]))
    assert.ok(min > 0.5 && max < 2)
  })
})
