import type { Distribution } from '../statistics/distribution.ts'
import type { Judgement } from '../statistics/judge.ts'

export interface HeadToHeadSettings {
  /** Measured in each block. */
  pairsPerBlock: number
  /** The time for each pair of scenarios: as many blocks as fit, but no fewer than `minBlocks`. */
  secondsPerPair: number
  minBlocks: number
  /** On a slow machine a pair has more time, until it has so many blocks. */
  wantedBlocks: number
  maxSecondsPerPair: number
  /** Changes count as equivalent within this share: smaller than under load, since smaller ones can be seen. */
  equivalenceMargin: number
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
