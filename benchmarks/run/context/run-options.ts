import type { HeadToHeadSettings } from '../../result.ts'
import type { Scenario } from '../../targets/scenarios.ts'
import type { MeasuringContext } from './measuring.ts'
import type { Progress } from './progress.ts'

/** Of every interval and verdict. */
export const CONFIDENCE = 0.95
/** Two latencies, or CPU times, count as equivalent within this share. */
export const EQUIVALENCE_MARGIN = 0.05

/** Each block has new processes, whose pace differs: many short blocks say more than a few long ones. */
export const HEAD_TO_HEAD = { pairsPerBlock: 600, minBlocks: 6, wantedBlocks: 16, equivalenceMargin: 0.01 }

/** How long a pair of scenarios is measured side by side, and at the most, on a machine where blocks take long. */
export const PAIR_TIMES = {
  quick: { secondsPerPair: 60, maxSecondsPerPair: 110 },
  normal: { secondsPerPair: 60, maxSecondsPerPair: 120 },
  full: { secondsPerPair: 120, maxSecondsPerPair: 180 },
}

/** What is measured, and for how long. */
export interface RunOptions {
  doctors: number
  scenarios: readonly Scenario[]
  /** Null for a run without it. */
  headToHead: HeadToHeadOptions | null
  /** Null for a run without it. */
  load: LoadOptions | null
  /** Rounds of load for which there is no time within this are not made; null where the whole run may take any time. */
  maxSeconds: number | null
  seed: number
  /** Where traces and samples are kept. */
  outFolder: string
  /** One scenario against itself. */
  aa: boolean
}

/** Which scenarios are measured side by side, and for how long. */
export interface HeadToHeadOptions extends HeadToHeadSettings {
  pairs: readonly { from: Scenario; to: Scenario }[]
}

/** The load phase. */
export interface LoadOptions {
  users: readonly number[]
  /** Load on each scenario at each number of users, over all rounds. */
  durationSeconds: number
  rounds: number
  /** Requests per second of the open model; null where users think between requests. */
  ratePerSecond: number | null
}

/** That of a run, which shows how far it is. */
export interface RunContext extends MeasuringContext {
  progress: Progress
}
