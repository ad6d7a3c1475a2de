import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadResults, pairedComparisons } from '../../../../benchmarks/run/load/load-results.ts'
import { loadValidity } from '../../../../benchmarks/run/load/load-validity.ts'
import type { VisitLoad } from '../../../../benchmarks/run/load/visit-load.ts'

const LAG = { latenessMs: null, eventLoopDelayMs: { p50: 0, p99: 0, max: 0 } }

interface DraftVisit {
  scenario?: string
  round: number
  lagP99Ms?: number
  spoiled?: boolean
  replaced?: boolean
  latencyMs?: number
}

function visit({
  scenario = 'one',
  round,
  spoiled = false,
  replaced = false,
  ...draft
}: DraftVisit): VisitLoad {
  const latencyMs = draft.latencyMs ?? 10
  const sample = {
    operation: 'Browse',
    intendedMs: 0,
    latencyMs,
    ok: true as const,
    naiveLatencyMs: latencyMs,
  }
  const measured = {
    samples: Array.from({ length: 20 }, () => sample),
    lag: LAG,
    lagP99Ms: draft.lagP99Ms ?? 1,
  }
  return {
    visit: { round, scenario, users: 50, seed: 0 },
    load: spoiled ? { ...measured, valid: false, reason: 'it was late' } : { ...measured, valid: true },
    isReplaced: replaced,
  }
}

const rounds = (count: number) => Array.from({ length: count }, (_, round) => round)

describe('loadValidity', () => {
  it('is shown as it is decided: valid rounds of all, and the lag of all', () => {
    const visits = rounds(8).map((round) =>
      visit({ round, lagP99Ms: round === 3 ? 12 : 4, spoiled: round === 3 }),
    )
    assert.deepEqual(loadValidity(visits), [
      {
        users: 50,
        rounds: 8,
        validRounds: 7,
        lagP99Ms: { median: 4, worst: 12 },
        spoiled: [{ round: 4, reason: 'it was late', lagP99Ms: 12, isRepeated: false }],
        isValid: true,
      },
    ])
  })

  it('counts a repeated round once, and names what it replaced', () => {
    const visits = [
      ...rounds(6).map((round) => visit({ round, spoiled: round === 2, replaced: round === 2 })),
      visit({ round: 2 }),
    ]
    const [validity] = loadValidity(visits)
    assert.deepEqual([validity?.rounds, validity?.validRounds], [6, 6])
    assert.deepEqual(
      validity?.spoiled.map(({ round, isRepeated }) => [round, isRepeated]),
      [[3, true]],
    )
  })

  it('is not valid with fewer than five valid rounds, or fewer than all of fewer rounds', () => {
    const valid = (all: number, spoiled: number) =>
      loadValidity(rounds(all).map((round) => visit({ round, spoiled: round < spoiled })))[0]?.isValid
    assert.equal(valid(8, 3), true)
    assert.equal(valid(8, 4), false)
    assert.equal(valid(2, 0), true)
    assert.equal(valid(2, 1), false)
  })
})

describe('spoiled visits', () => {
  const visits = ['one', 'other'].flatMap((scenario) =>
    rounds(7).flatMap((round) => {
      const latencyMs = scenario === 'one' ? 10 : 20
      const isSpoiled = scenario === 'other' && round < 2
      return [visit({ scenario, round, latencyMs: isSpoiled ? 9999 : latencyMs, spoiled: isSpoiled })]
    }),
  )

  it('are in no percentile', () => {
    const [all] = loadResults(
      visits.filter(({ visit }) => visit.scenario === 'other'),
      0.95,
    )
    assert.equal(all?.samples, 5 * 20)
    assert.equal(all?.max, 20)
    assert.deepEqual(all?.distribution?.percentiles.slice(-1), [20])
  })

  it('take their round out of the comparison, on both sides', () => {
    for (const { rounds, logRatios } of pairedComparisons(['one', 'other'], visits, [50])) {
      assert.equal(rounds, 5)
      assert.ok(logRatios.every((ratio) => Math.abs(ratio - Math.log(2)) < 1e-9))
    }
  })

  it('leave a load without valid rounds empty, not wrong', () => {
    const spoiled = rounds(5).map((round) => visit({ round, spoiled: true }))
    const [all] = loadResults(spoiled, 0.95)
    assert.deepEqual([all?.samples, all?.distribution, all?.p50], [0, null, { needed: 6 }])
  })
})
