import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadResults, pairedComparisons } from '../../../../benchmarks/run/load/load-results.ts'
import type { Visit, VisitLoad } from '../../../../benchmarks/run/load/visit-load.ts'
import { planVisits } from '../../../../benchmarks/run/load/visits.ts'
import type { LoadSample } from '../../../../benchmarks/workload/load/load-samples.ts'

const scenarios = ['slow', 'quick', 'other']
const plan = planVisits({ scenarios, users: [1, 10], rounds: 6, seed: 3 })

const MEAN_MS: Record<string, number> = { slow: 40, quick: 20, other: 20 }

const fineLag = { lag: { latenessMs: null, eventLoopDelayMs: { p50: 0, p99: 0, max: 0 } }, lagP99Ms: 0.5 }

/** Each round has its own pace, and samples vary around it. */
const visits: VisitLoad[] = plan.map((visit) => ({
  visit,
  load: { samples: samplesOf(visit), ...fineLag, valid: true },
  isReplaced: false,
}))

function samplesOf({ scenario, round }: Visit): LoadSample[] {
  return Array.from({ length: 40 }, (_, index) => {
    const latencyMs = (MEAN_MS[scenario] ?? 0) * (1 + round / 10) * (1 + ((index * 7) % 40) / 100)
    const common = { operation: index % 4 ? 'Browse' : 'ByName', intendedMs: index * 100, latencyMs }
    return index === 39
      ? { ...common, ok: false, naiveLatencyMs: null, error: 'timeout' }
      : { ...common, ok: true, naiveLatencyMs: latencyMs / 2 }
  })
}

describe('loadResults', () => {
  const results = loadResults(
    visits.filter(({ visit }) => visit.scenario === 'slow'),
    0.95,
  )

  it('has all operations together and each one, at each number of users', () => {
    assert.deepEqual(
      results.map(({ users, operation }) => `${users} ${operation}`),
      ['1 all', '1 Browse', '1 ByName', '10 all', '10 Browse', '10 ByName'],
    )
  })

  it('counts failures, whose latencies are in no figure', () => {
    const [all] = results
    assert.equal(all?.samples, 6 * 40)
    assert.equal(all?.errors, 6)
    const slowest = Math.max(
      ...visits
        .flatMap(({ visit, load }) => (visit.scenario === 'slow' ? load.samples : []))
        .filter(({ ok }) => ok)
        .map(({ latencyMs }) => latencyMs),
    )
    assert.equal(all?.max, slowest)
  })

  it('bounds a percentile only with enough samples', () => {
    const byName = results.find(({ operation }) => operation === 'ByName')
    assert.ok(byName && 'value' in byName.p50 && byName.p50.low <= byName.p50.value)
    assert.deepEqual(byName.p95, { needed: 72 })
    assert.deepEqual(results[0]?.p99, { needed: 368 })
  })

  it('has the naive median beside the corrected one', () => {
    const [all] = results
    assert.ok(all && 'value' in all.p50 && Math.abs(all.naiveP50 - all.p50.value / 2) < 0.5)
  })
})

describe('pairedComparisons', () => {
  it('compares each scenario with the one before it, round by round', () => {
    const comparisons = pairedComparisons(scenarios, visits, [1, 10])
    assert.deepEqual(
      comparisons.map(({ from, to, users, metric }) => `${from} → ${to}, ${users}, ${metric}`),
      [
        ...['slow → quick, 1, p50', 'slow → quick, 1, p95', 'quick → other, 1, p50', 'quick → other, 1, p95'],
        ...[
          'slow → quick, 10, p50',
          'slow → quick, 10, p95',
          'quick → other, 10, p50',
          'quick → other, 10, p95',
        ],
      ],
    )
    for (const { from, logRatios } of comparisons) {
      assert.equal(logRatios.length, 6)
      const expected = from === 'slow' ? Math.log(0.5) : 0
      for (const ratio of logRatios)
        assert.ok(Math.abs(ratio - expected) < 1e-9, 'what a round has in common cancels')
    }
  })
})
