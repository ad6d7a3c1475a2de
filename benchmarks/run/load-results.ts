import { ALL_OPERATIONS, type Comparison, type LoadResult } from '../result.ts'
import { estimatePercentile } from '../statistics/estimate-percentile.ts'
import type { PairedComparison } from '../statistics/judge.ts'
import { pairedLogRatios, type Rounds } from '../statistics/paired-rounds.ts'
import { percentile } from '../statistics/percentile.ts'
import type { VisitLoad } from './visits.ts'

/** A short disturbance spoils one visit of many, and no percentile of all of them. */
const MIN_VALID_SHARE = 0.8

/** The latencies of one scenario, for each number of users and each operation, and for all of them together. */
export function loadResults(visits: readonly VisitLoad[], confidence: number): LoadResult[] {
  const byUsers = [...Map.groupBy(visits, ({ visit }) => visit.users)].toSorted(([a], [b]) => a - b)
  return byUsers.flatMap(([users, same]) =>
    [ALL_OPERATIONS, ...operationsOf(same)].map((operation) =>
      loadResult(users, operation, same, confidence),
    ),
  )
}

function loadResult(
  users: number,
  operation: string,
  visits: readonly VisitLoad[],
  confidence: number,
): LoadResult {
  const samples = visits.flatMap(({ load }) => load.samples.filter(isOperation(operation)))
  const succeeded = samples.filter(({ ok }) => ok)
  const rounds = roundsOf(visits, operation)
  const estimate = (share: number) => estimatePercentile(rounds, share, { confidence })
  return {
    users,
    operation,
    samples: samples.length,
    errors: samples.length - succeeded.length,
    p50: estimate(0.5),
    p90: estimate(0.9),
    p95: estimate(0.95),
    p99: estimate(0.99),
    max: Math.max(0, ...succeeded.map(({ latencyMs }) => latencyMs)),
    naiveP50: middle(succeeded.flatMap(({ naiveLatencyMs }) => naiveLatencyMs ?? [])),
    generatorLagP99: Math.max(...visits.map(({ load }) => load.lagP99Ms)),
    valid: visits.filter(({ load }) => load.valid).length >= MIN_VALID_SHARE * visits.length,
  }
}

type Compared = Pick<Comparison, 'from' | 'to' | 'users' | 'operation' | 'metric'>

/** Which pairs are compared, at which metrics: few, since each comparison reduces the power of all others. */
export function pairedComparisons(
  scenarios: readonly string[],
  visits: readonly VisitLoad[],
  users: readonly number[],
): (Compared & PairedComparison)[] {
  const metrics: Comparison['metric'][] = ['p50', 'p95']
  const pairs = scenarios.slice(1).map((to, index) => ({ from: scenarios[index] ?? to, to }))
  return users.flatMap((count) =>
    pairs.flatMap(({ from, to }) =>
      metrics.map((metric) => {
        const rounds = (scenario: string) =>
          roundsOf(
            visits.filter(({ visit }) => visit.scenario === scenario && visit.users === count),
            ALL_OPERATIONS,
          )
        const logRatios = pairedLogRatios(metric, { from: rounds(from), to: rounds(to) })
        return { from, to, users: count, operation: ALL_OPERATIONS, metric, logRatios }
      }),
    ),
  )
}

/** The latencies of successful answers, by round. Failures are counted, not timed. */
function roundsOf(visits: readonly VisitLoad[], operation: string): Rounds {
  return visits
    .toSorted((a, b) => a.visit.round - b.visit.round)
    .map(({ load }) =>
      load.samples.filter(isOperation(operation)).flatMap(({ ok, latencyMs }) => (ok ? [latencyMs] : [])),
    )
}

function operationsOf(visits: readonly VisitLoad[]): string[] {
  return [...new Set(visits.flatMap(({ load }) => load.samples.map(({ operation }) => operation)))].sort()
}

function isOperation(name: string): (sample: { operation: string }) => boolean {
  return ({ operation }) => name === ALL_OPERATIONS || operation === name
}

function middle(values: readonly number[]): number {
  return values.length === 0 ? 0 : percentile(Float64Array.from(values).sort(), 0.5)
}
