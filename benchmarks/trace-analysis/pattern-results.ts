import { percentile, samplesNeeded } from '../statistics/percentile.ts'
import type { PatternResult } from './analysis.ts'
import type { Execution, ParsedRequest } from './requests/parsed-request.ts'

const CONFIDENCE = 0.95

/** The patterns of an operation's statements, by their key; those that took most time first. */
export function patternResults(requests: ParsedRequest[]): Map<string, PatternResult> {
  const runs = requests.flatMap((request) => request.executions.map((execution) => ({ request, execution })))
  const byKey = Map.groupBy(runs, ({ execution }) => execution.parsed.key)
  const results = [...byKey].map(([key, same]): [string, PatternResult] => [
    key,
    {
      ...patternResult(same.map(({ execution }) => execution)),
      fingerprint: key,
      requests: new Set(same.map(({ request }) => request)).size,
      share: same.length / runs.length,
    },
  ])
  return new Map(results.toSorted(([keyA, a], [keyB, b]) => b.totalMs - a.totalMs || (keyA < keyB ? -1 : 1)))
}

function patternResult(executions: Execution[]) {
  const durations = executions.map(({ statement }) => statement.durationMs).toSorted((a, b) => a - b)
  return {
    name: nameOf(executions),
    pattern: leastOf(executions.map(({ parsed }) => parsed.pattern)) ?? '',
    statements: executions.length,
    p50: boundedPercentile(durations, 0.5),
    p95: boundedPercentile(durations, 0.95),
    totalMs: durations.reduce((sum, durationMs) => sum + durationMs, 0),
  }
}

/** What the program calls them; where it does not, such as `select doctor`. */
function nameOf(executions: Execution[]): string {
  const given = leastOf(executions.flatMap(({ statement }) => statement.name ?? []))
  const { verb = 'statement', tables = [] } = executions[0]?.parsed ?? {}
  const table = tables.find(({ access }) => access === 'write') ?? tables[0]
  return given ?? (table === undefined ? verb : `${verb} ${table.table}`)
}

/** Null where there are too few samples to bound it: 6 for p50, 72 for p95. */
function boundedPercentile(durations: number[], p: number): number | null {
  return durations.length < samplesNeeded(p, CONFIDENCE) ? null : percentile(durations, p)
}

/** One and the same of several texts, whatever their order. */
function leastOf(texts: string[]): string | undefined {
  return texts.reduce<string | undefined>(
    (least, text) => (least === undefined || text < least ? text : least),
    undefined,
  )
}
