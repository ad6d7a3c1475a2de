import type { OperationResult, TableHits } from './trace-analysis/analysis.ts'

export type { Finding, OperationResult, PatternResult, TableHits } from './trace-analysis/analysis.ts'

/** All that a benchmark found: `result.json`. The report is drawn from nothing else. Times are in milliseconds. */
export interface BenchmarkResult {
  version: 1
  /** ISO 8601. */
  startedAt: string
  durationSeconds: number
  /** The command line that would do the same again. */
  command: string
  machine: Machine
  /** Of node, postgresql and the packages that answer an operation. */
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
  /** How long each scenario is visited in one round. */
  visitSeconds: number
  rounds: number
  /** Requests per second of the open model; null where users think between requests. */
  ratePerSecond: number | null
  /** One scenario against itself. */
  aa: boolean
  /** Within this share two latencies count as equivalent, such as 0.05. */
  equivalenceMargin: number
  confidence: number
}

export interface ScenarioResult {
  name: string
  /** How it answers, in a few words. */
  answersBy: string
  indexes: boolean
  operations: OperationResult[]
  tables: TableHits[]
  load: LoadResult[]
  /** One request for the full page of 10, as it went. */
  timeline: TimelineStatement[]
  /** From `/metrics` of the last round's server, after its load. */
  server: ServerFigures | null
}

/** A percentile and its confidence interval; or how many samples it would take to bound it. */
export type Estimate = { value: number; low: number; high: number } | { needed: number }

export interface LoadResult {
  users: number
  operation: string
  samples: number
  errors: number
  p50: Estimate
  p90: Estimate
  p95: Estimate
  p99: Estimate
  max: number
  /** The median from the moment a request was really sent: it hides waiting that the corrected one shows. */
  naiveP50: number
  /** How late the generator itself was, at its worst percentile 99. */
  generatorLagP99: number
  /** Whether the generator was on time in at least four visits of five. */
  valid: boolean
}

export interface Comparison {
  from: string
  to: string
  users: number
  operation: string
  metric: 'p50' | 'p90' | 'p95' | 'p99' | 'mean'
  /** (to − from) / from; -0.2 is a fifth less. Null with too few rounds to say anything. */
  change: number | null
  /** Its interval, corrected like the p-value: it leaves out 0 where the difference is significant. */
  low: number | null
  high: number | null
  /** Corrected for the number of comparisons (Holm). */
  pValue: number
  verdict: 'faster' | 'slower' | 'equivalent' | 'cannot tell'
  /** The smallest change that this run could have told from none. */
  detectable: number | null
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
