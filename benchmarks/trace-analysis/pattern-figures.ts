import { samplesNeeded } from '../statistics/percentile.ts'
import type { PatternResult } from './analysis.ts'
import { createDistribution, type Distribution } from './distribution.ts'
import type { Execution, ParsedRequest } from './requests/parsed-request.ts'

const CONFIDENCE = 0.95

/** More patterns than these in one operation are counted as one. */
const MAX_PATTERNS = 20_000
const OTHERS = 'other patterns'

/** The patterns of an operation's statements, and the time that they took. */
export interface PatternFigures {
  add(request: ParsedRequest): void
  /** By their key; those that took most time first. */
  results(): Map<string, PatternResult>
}

interface PatternRecord {
  given: string | undefined
  called: string
  pattern: string
  requests: number
  durations: Distribution
}

export function createPatternFigures(): PatternFigures {
  const records = new Map<string, PatternRecord>()
  const recordOf = (key: string, execution: Execution) => {
    const known = records.get(key)
    if (known !== undefined) return known
    const created = createRecord(execution)
    records.set(key, created)
    return created
  }
  return {
    add({ executions }) {
      const seen = new Set<PatternRecord>()
      for (const execution of executions) {
        const { key, pattern } = execution.parsed
        const record = recordOf(records.size < MAX_PATTERNS || records.has(key) ? key : OTHERS, execution)
        record.durations.add(execution.statement.durationMs)
        record.given = least(record.given, execution.statement.name ?? undefined)
        if (pattern < record.pattern) record.pattern = pattern
        if (!seen.has(record)) record.requests += 1
        seen.add(record)
      }
    },
    results() {
      const statements = [...records.values()].reduce((sum, { durations }) => sum + durations.count, 0)
      const results = [...records].map(([key, record]): [string, PatternResult] => [
        key,
        patternResult(key, record, statements),
      ])
      return new Map(
        results.toSorted(([keyA, a], [keyB, b]) => b.totalMs - a.totalMs || (keyA < keyB ? -1 : 1)),
      )
    },
  }
}

function createRecord({ parsed }: Execution): PatternRecord {
  return {
    given: undefined,
    called: calledBy(parsed),
    pattern: parsed.pattern,
    requests: 0,
    durations: createDistribution(),
  }
}

function patternResult(key: string, record: PatternRecord, statements: number): PatternResult {
  const { durations } = record
  return {
    name: record.given ?? record.called,
    pattern: record.pattern,
    fingerprint: fingerprintOf(key),
    statements: durations.count,
    requests: record.requests,
    share: durations.count / statements,
    p50: boundedPercentile(durations, 0.5),
    p95: boundedPercentile(durations, 0.95),
    totalMs: durations.sum,
  }
}

/** What statements are called that the program does not name, such as `select doctor`. */
function calledBy({ verb, tables }: Execution['parsed']): string {
  const table = tables.find(({ access }) => access === 'write') ?? tables[0]
  return table === undefined ? verb : `${verb} ${table.table}`
}

/** Null where there are too few samples to bound it: 6 for p50, 72 for p95. */
function boundedPercentile(durations: Distribution, p: number): number | null {
  return durations.count < samplesNeeded(p, CONFIDENCE) ? null : durations.percentile(p)
}

/** 64 bits of FNV-1a (Fowler, Noll and Vo), in hexadecimal. */
function fingerprintOf(key: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(key)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}

/** One and the same of several texts, whatever their order. */
function least(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a
}
