import type { Distribution } from './statistics/distribution.ts'
import type { Estimate } from './statistics/estimate-percentile.ts'
import type { Judgement } from './statistics/judge.ts'
import type { Metric } from './statistics/paired-rounds.ts'
import type { OperationResult, TableHits } from './trace-analysis/analysis.ts'

export type { Finding, OperationResult, PatternResult, TableHits } from './trace-analysis/analysis.ts'
export type { Distribution, Estimate, Judgement }

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

/** Of every result: when it was measured, and on what. */
export interface ResultHead {
  /** ISO 8601. */
  startedAt: string
  durationSeconds: number
  machine: Machine
}

export interface Checkout {
  commit: string
  /** Whether files differed from that commit. */
  isDirty: boolean
}

export interface Machine {
  cpu: string
  cores: number
  memoryBytes: number
  platform: string
}

/** What others did on the machine before the run. */
export interface MachineNoise {
  /** How late a thread that does nothing but sleep for a millisecond was woken, again and again. */
  schedulingLagMs: { p50: number; p99: number; max: number }
  /** CPU time that the hypervisor gave to others, as a share of all; null where the system does not say. */
  stealShare: number | null
  /** CPU time in use on this machine, as a share of all; null where the system does not say. */
  busyShare: number | null
  /** To start a process that does nothing. */
  processStartMs: number
  /** Why the machine is too busy, a sentence each; empty where it is quiet enough. */
  problems: string[]
}

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

export interface HeadToHeadSettings {
  /** Measured in each block. */
  pairsPerBlock: number
  /** The time for each pair of scenarios: as many blocks as fit, but no fewer than `minBlocks`. */
  secondsPerPair: number
  minBlocks: number
  /** Changes count as equivalent within this share: smaller than under load, since smaller ones can be seen. */
  equivalenceMargin: number
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

/** Two scenarios side by side: the same request to one and, once it has answered, at once to the other, in random order. */
export interface HeadToHead {
  from: string
  to: string
  /** Each had server processes of its own. */
  blocks: number
  /** The requests that either server answered, in all blocks. */
  pairs: number
  /** What could be measured, service time first. */
  differences: HeadToHeadDifference[]
  /** What could not be measured on this machine, and why. */
  unavailable: { measure: HeadToHeadMeasure; reason: string }[]
  /** Of either scenario, in ms. */
  serviceTimes: { from: Distribution; to: Distribution }
  /** Of to / from within pairs. */
  ratios: Distribution
}

/** From request to answer as one client sees it; CPU time of the server process; of PostgreSQL's processes for it. */
export type HeadToHeadMeasure = 'service time' | 'server CPU' | 'database CPU'

export interface HeadToHeadDifference extends Judgement {
  measure: HeadToHeadMeasure
  /** For one operation: the median service time, the mean CPU time. */
  fromMs: number
  toMs: number
  /** ln(to / from) of each block: the interval is that of their mean. */
  blockLogRatios: number[]
}

/** The `operation` of figures on all operations together. */
export const ALL_OPERATIONS = 'all'

/** Latencies of valid visits only. */
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
  /** Of the latencies of successful answers; null where there are none. */
  distribution: Distribution | null
}

/** As it is decided: a visit is valid or spoiled, and a load with too few valid visits is not compared. */
export interface LoadValidity {
  users: number
  /** Visits that were kept, one for each round. */
  rounds: number
  validRounds: number
  /** How late the load generator itself was at percentile 99, over the visits that were kept. */
  lagP99Ms: { median: number; worst: number }
  spoiled: SpoiledVisit[]
  /** Whether enough visits are valid. */
  isValid: boolean
}

export interface SpoiledVisit {
  /** From 1. */
  round: number
  /** Such as that the load generator was late, and by how much. */
  reason: string
  lagP99Ms: number
  /** Whether the round was repeated, so that this visit was replaced. */
  isRepeated: boolean
}

/** What was compared, and what that showed. */
export interface Comparison extends Judgement {
  from: string
  to: string
  users: number
  operation: string
  metric: Metric
  /** That counted: valid on both sides, with enough samples. With too few there is no verdict. */
  rounds: number
}

export interface TimelineStatement {
  name: string
  startMs: number
  durationMs: number
  path: string | null
}

/** From `/metrics`, during the load of all rounds, without their warm-up. */
export interface ServerFigures {
  /** Processes: a new one in each round. */
  servers: number
  cpuSeconds: number
  requests: number
  statements: number
  statementMsTotal: number
  /** The worst of them. */
  eventLoopDelayP99Ms: number | null
  /** The largest of them. */
  residentMemoryBytes: number | null
}

/** The article's figures for what it changed, beside what this run measured for the same change. */
export interface ArticleTable {
  /** The scenarios that stand for the article's baseline and its optimised version. */
  from: string
  to: string
  rows: ArticleRow[]
}

export interface ArticleRow {
  figure: 'statements of a page' | 'p50' | 'p90' | 'p95' | 'p99'
  /** Statements, or ms under 10 users. */
  article: { before: number; after: number }
  /** Empty where this run did not measure it. */
  here: ArticleMeasurement[]
}

export interface ArticleMeasurement {
  measuredBy: 'capture' | 'head to head' | 'load'
  /** Of the load; null for the others. */
  users: number | null
  before: number
  after: number
  /** (after − before) / before, with its interval where it has one. */
  change: number
  low: number | null
  high: number | null
}
