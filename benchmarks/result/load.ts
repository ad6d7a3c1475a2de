import type { Distribution } from '../statistics/distribution.ts'
import type { Estimate } from '../statistics/estimate-percentile.ts'
import type { Judgement } from '../statistics/judge.ts'
import type { Metric } from '../statistics/paired-rounds.ts'

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
