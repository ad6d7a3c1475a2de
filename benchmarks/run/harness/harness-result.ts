import type { HeadToHeadDifference, HeadToHeadMeasure, MachineNoise, ResultHead } from '../../result.ts'
import type { Proportion } from '../../statistics/proportion.ts'
import type { HeadToHeadOptions } from '../context/run-options.ts'

/** How often each property is tried. */
export interface HarnessOptions {
  /** Of a head to head of the article's change, as `--quick` makes it. */
  detections: number
  /** Of a head to head with a known extra cost, as `--full` makes it. */
  injections: number
  /** Of a head to head of production with itself, as `--quick` makes it. */
  selfComparisons: number
  quick: HeadToHeadTiming
  full: HeadToHeadTiming
  seed: number
}

export type HeadToHeadTiming = Omit<HeadToHeadOptions, 'pairs'>

/** What was measured of the harness itself. */
export interface HarnessResult extends ResultHead {
  version: 1
  machineNoise: MachineNoise
  versions: Record<string, string>
  options: HarnessOptions
  /** The known extra cost of a request, in µs; null before it was tried. */
  extraCpuUs: number | null
  properties: HarnessProperty[]
}

export interface HarnessProperty {
  /** In words, as a statement about one run. */
  title: string
  measure: HeadToHeadMeasure
  rate: Proportion
  /** What the rate has to be at least, or at most. */
  goal: { atLeast: number } | { atMost: number }
  /** Half the width of the widest interval of a change, and of the median one. */
  halfWidth: { median: number; widest: number }
  trials: HarnessTrial[]
}

export type HarnessTrial = Pick<
  HeadToHeadDifference,
  'change' | 'low' | 'high' | 'verdict' | 'blockLogRatios'
> & {
  blocks: number
  /** For one operation. */
  fromMs: number
  /** Without regard to other comparisons. */
  pValue: number
}
