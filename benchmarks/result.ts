import type { Estimate } from './statistics/estimate-percentile.ts'
import type { Judgement } from './statistics/judge.ts'
import type { Metric } from './statistics/paired-rounds.ts'
import type { OperationResult, TableHits } from './trace-analysis/analysis.ts'

export type { Finding, OperationResult, PatternResult, TableHits } from './trace-analysis/analysis.ts'
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
