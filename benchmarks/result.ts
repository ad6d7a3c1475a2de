import type { Estimate } from './statistics/estimate-percentile.ts'
import type { Judgement } from './statistics/judge.ts'
import type { Metric } from './statistics/paired-rounds.ts'

export type { Estimate }

/** What a benchmark found, as `result.json` holds it. The report is drawn from nothing else. Times are in milliseconds. */
export interface BenchmarkResult {
  version: 1
  /** ISO 8601. */
  startedAt: string
  durationSeconds: number
  /** The command line that starts the same run again. */
  command: string
  machine: Machine
  /** Of Node.js, PostgreSQL and the packages that answer an operation. */
  versions: Record<string, string>
  settings: Settings
  scenarios: ScenarioResult[]
  comparisons: Comparison[]
  /** The article's rule and ours on the labelled traces of the test suite. */
  detectors: DetectorScore[]
  /** What makes part of the result doubtful, in sentences; none is the rule. */
  warnings: string[]
}

export interface Machine {
  cpu: string
  cores: number
  memoryBytes: number
  platform: string
}

export interface Settings {
  doctors: number
  seed: number
  users: number[]
  /** How long a visit of one scenario in one round takes. */
  visitSeconds: number
  rounds: number
  /** Requests per second of the open model; null where users think between requests. */
  ratePerSecond: number | null
  /** One scenario against itself. */
  aa: boolean
  /** Two latencies count as equivalent within this share, such as 0.05. */
  equivalenceMargin: number
  confidence: number
}

export interface ScenarioResult {
  name: string
  /** The code that answered: scenarios of the same variant differ in nothing but their indexes. */
  variant: string
  /** How it answers, in a few words. */
  answersBy: string
  indexes: boolean
  operations: OperationResult[]
  tables: TableHits[]
  load: LoadResult[]
  /** The statements of one request for a full page of 10: the one with the median duration. */
  timeline: TimelineStatement[]
  /** From `/metrics` of the last round's server, after its load. */
  server: ServerFigures | null
}

export interface OperationResult {
  name: string
  requests: number
  statementsPerRequest: { min: number; median: number; max: number }
  /** At each page size captured, smallest first; empty for an operation without pages. */
  statementsByPageSize: { pageSize: number; statements: number }[]
  statements: number
  reads: number
  writes: number
  /** Statements that repeat one of the same pattern within their request. */
  duplicates: number
  patterns: PatternResult[]
  findings: Finding[]
}

export interface PatternResult {
  /** What the program calls these statements, or the kind and first table where it does not. */
  name: string
  /** The text with values replaced. */
  pattern: string
  fingerprint: string
  statements: number
  requests: number
  /** Of all statements of the operation, 0 to 1. */
  share: number
  p50: number | null
  p95: number | null
  totalMs: number
}

export interface Finding {
  kind: 'n-plus-one' | 'repeated' | 'count-pair'
  pattern: string
  /** The whole accusation in one sentence. */
  summary: string
  evidence: {
    /** The most statements of this key in one request, and how many different parameter sets they had. */
    statements: number
    parameterSets: number
    parentPath: string | null
    requests: number
    /** statements = base + perParent · parents, over the page sizes captured; null where only one was. */
    growth: { base: number; perParent: number; points: { parents: number; statements: number }[] } | null
    /** The earlier statement and column whose values the parameters were. */
    source: { pattern: string; column: string } | null
  }
}

export interface TableHits {
  table: string
  reads: number
  writes: number
}

/** The `operation` of figures on all operations together. */
export const ALL_OPERATIONS = 'all'

export interface LoadResult {
  users: number
  /** Its name, or `ALL_OPERATIONS`. */
  operation: string
  samples: number
  errors: number
  p50: Estimate
  p90: Estimate
  p95: Estimate
  p99: Estimate
  max: number
  /** The median from when requests were actually sent. It hides waiting that `p50` includes. */
  naiveP50: number
  /** How late the load generator itself was: the maximum over visits of its percentile 99. */
  generatorLagP99: number
  /** Whether the load generator was on time in at least four of five visits. */
  valid: boolean
}

/** What was compared, and what that showed. */
export interface Comparison extends Judgement {
  from: string
  to: string
  users: number
  operation: string
  metric: Metric
}

export interface TimelineStatement {
  name: string
  startMs: number
  durationMs: number
  path: string | null
}

export interface ServerFigures {
  /** Processor time of the process since it started. */
  cpuSeconds: number
  requests: number
  statements: number
  statementMsTotal: number
  eventLoopDelayP99Ms: number | null
  residentMemoryBytes: number | null
}

export interface DetectorScore {
  detector: string
  traces: number
  precision: number
  recall: number
}
