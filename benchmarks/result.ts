import type { ArticleTable } from './result/article.ts'
import type { HeadToHead, HeadToHeadSettings } from './result/head-to-head.ts'
import type { Comparison, LoadResult, LoadValidity, ServerFigures } from './result/load.ts'
import type { Checkout, MachineNoise, ResultHead } from './result/measured-on.ts'
import type { OperationResult, TableHits } from './trace-analysis/analysis.ts'

export type * from './result/article.ts'
export type * from './result/head-to-head.ts'
export type * from './result/load.ts'
export type * from './result/measured-on.ts'
export type { Distribution } from './statistics/distribution.ts'
export type { Estimate } from './statistics/estimate-percentile.ts'
export type { Judgement } from './statistics/judge.ts'
export type { Finding, OperationResult, PatternResult, TableHits } from './trace-analysis/analysis.ts'

/**
 * What a benchmark found, as `result.json` holds it. The report is drawn from nothing else. Times are in milliseconds.
 *
 * A phase that was not run has left nothing: no head to heads, no loads, no comparisons.
 */
export interface BenchmarkResult extends ResultHead {
  version: 2
  /** The command line that starts the same run again. */
  command: string
  /** Null outside a Git checkout. */
  checkout: Checkout | null
  /** Measured before anything else was started. */
  machineNoise: MachineNoise
  /** Of Node.js, PostgreSQL and the packages that answer an operation. */
  versions: Record<string, string>
  settings: Settings
  scenarios: ScenarioResult[]
  /** Pairs of scenarios side by side, the precise measurement of small differences. One family of comparisons. */
  headToHead: HeadToHead[]
  /** Of the load phase. Another family. */
  comparisons: Comparison[]
  /** Null where the run did not have both of its scenarios. */
  article: ArticleTable | null
}

/** The `operation` of figures on all operations together. */
export const ALL_OPERATIONS = 'all'

export interface Settings {
  doctors: number
  seed: number
  /** Null where the run had no such phase. */
  headToHead: HeadToHeadSettings | null
  /** Of the load phase; empty where there was none. */
  users: number[]
  /** How long a visit of one scenario in one round takes. */
  visitSeconds: number
  /** Rounds that were planned; spoiled ones are repeated within a budget. */
  rounds: number
  /** Requests per second of the open model; null where users think between requests. */
  ratePerSecond: number | null
  /** One scenario against itself. */
  aa: boolean
  /** Two latencies under load count as equivalent within this share, such as 0.05. */
  equivalenceMargin: number
  confidence: number
}

export interface ScenarioResult {
  name: string
  /** The code that answered: scenarios of the same variant differ in nothing but their indexes and memory. */
  variant: string
  /** How it answers, in a few words. */
  answersBy: string
  indexes: boolean
  /** Whether answers were kept. Then a page that was asked for before sends no statements. */
  memory: boolean
  operations: OperationResult[]
  tables: TableHits[]
  load: LoadResult[]
  /** For each number of users, whether and how far its load can be relied on. */
  validity: LoadValidity[]
  /** The statements of one request for a full page of 10: the one with the median duration. */
  timeline: TimelineStatement[]
  /** How PostgreSQL executes each statement; empty where it was not asked. */
  plans: StatementPlan[]
  /** Of the load phase; null where there was none. */
  server: ServerFigures | null
}

export interface StatementPlan {
  /** As in `PatternResult`. */
  pattern: string
  /** What `explain (generic_plan)` shows. */
  plan: string
}

export interface TimelineStatement {
  name: string
  startMs: number
  durationMs: number
  path: string | null
}
