import { ALL_OPERATIONS, type Comparison, type LoadResult } from '../../result.ts'
import { distributionOf } from '../../statistics/distribution.ts'
import { estimatePercentile } from '../../statistics/estimate-percentile.ts'
import type { PairedComparison } from '../../statistics/judge.ts'
import { pairedLogRatios } from '../../statistics/paired-rounds.ts'
import { percentile } from '../../statistics/percentile.ts'
import { validVisits } from './load-validity.ts'
import type { VisitLoad } from './visit-load.ts'

/** The latencies of one scenario in its valid visits, for each number of users and each operation, and for all together. */
export function loadResults(visits: readonly VisitLoad[], confidence: number): LoadResult[] {
  const byUsers = [...Map.groupBy(visits, ({ visit }) => visit.users)].toSorted(([a], [b]) => a - b)
  return byUsers.flatMap(([users, same]) =>
    [ALL_OPERATIONS, ...operationsOf(same)].map((operation) =>
      loadResult(users, operation, validVisits(same), confidence),
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
  const rounds = visits.map((visit) => latenciesOf(visit, operation))
  const distribution = distributionOf(succeeded.map(({ latencyMs }) => latencyMs))
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
    max: distribution?.percentiles.at(-1) ?? 0,
    naiveP50: middle(succeeded.flatMap(({ naiveLatencyMs }) => naiveLatencyMs ?? [])),
    distribution,
  }
}

type Compared = Pick<Comparison, 'from' | 'to' | 'users' | 'operation' | 'metric' | 'rounds'>

/**
 * Which pairs are compared, at which metrics: few, since each comparison reduces the power of all others. A round counts
 * where the visits of both scenarios are valid.
 */
export function pairedComparisons(
  scenarios: readonly string[],
  visits: readonly VisitLoad[],
  users: readonly number[],
): (Compared & PairedComparison)[] {
  const metrics: Comparison['metric'][] = ['p50', 'p95']
  return users.flatMap((count) => {
    const same = visits.filter(({ visit }) => visit.users === count)
    const roundCount = 1 + same.reduce((last, { visit }) => Math.max(last, visit.round), -1)
    const roundsOf = (scenario: string) => {
      const valid = validVisits(same).filter(({ visit }) => visit.scenario === scenario)
      return Array.from({ length: roundCount }, (_, round) =>
        valid
          .filter(({ visit }) => visit.round === round)
          .flatMap((each) => latenciesOf(each, ALL_OPERATIONS)),
      )
    }
    return neighboursOf(scenarios).flatMap(({ from, to }) =>
      metrics.map((metric) => {
        const logRatios = pairedLogRatios(metric, { from: roundsOf(from), to: roundsOf(to) })
        const compared = { from, to, users: count, operation: ALL_OPERATIONS, metric }
        return { ...compared, rounds: logRatios.length, logRatios }
      }),
    )
  })
}

/** Each scenario with the one before it. */
export function neighboursOf<Name>(scenarios: readonly Name[]): { from: Name; to: Name }[] {
  return scenarios.slice(1).flatMap((to, index) => {
    const from = scenarios[index]
    return from === undefined ? [] : [{ from, to }]
  })
}

/** Those of successful answers. Failures are counted, not timed. */
function latenciesOf({ load }: VisitLoad, operation: string): number[] {
  return load.samples.filter(isOperation(operation)).flatMap(({ ok, latencyMs }) => (ok ? [latencyMs] : []))
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
