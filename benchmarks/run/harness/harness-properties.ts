import type { HeadToHeadDifference, HeadToHeadMeasure } from '../../result.ts'
import { differenceP, pairedDifference } from '../../statistics/paired-difference.ts'
import { percentile } from '../../statistics/percentile.ts'
import { estimateProportion } from '../../statistics/proportion.ts'
import { CONFIDENCE } from '../context/run-options.ts'
import type { HarnessProperty, HarnessTrial } from './harness-result.ts'

/** What there is to be found, or not. */
export type Found = 'itself' | 'change' | 'injected'

/** Those of one kind, by what was measured. */
export type Trials = Map<HeadToHeadMeasure, HarnessTrial[]>

const MEASURES: readonly HeadToHeadMeasure[] = ['service time', 'server CPU', 'database CPU']
/** Of the CPU time of a request. */
export const INJECTED_SHARE = 0.03
const MAX_FALSE_SHARE = 0.1
const MIN_FOUND_SHARE = 0.9

type Property = Pick<HarnessProperty, 'title' | 'goal'> & {
  measures: readonly HeadToHeadMeasure[]
  isCounted(trial: HarnessTrial): boolean
}

const PROPERTIES: readonly (Property & { of: Found })[] = [
  {
    of: 'change',
    title: 'the change of the article is found in a quick run',
    measures: MEASURES,
    isCounted: ({ verdict }) => verdict === 'faster',
    goal: { atLeast: MIN_FOUND_SHARE },
  },
  {
    of: 'injected',
    title: `${INJECTED_SHARE * 100} % more CPU is found in a full run`,
    measures: ['service time', 'server CPU'],
    isCounted: ({ verdict }) => verdict === 'slower',
    goal: { atLeast: MIN_FOUND_SHARE },
  },
  {
    of: 'itself',
    title: 'a difference of production from itself is found, unadjusted',
    measures: MEASURES,
    isCounted: ({ pValue }) => pValue < 1 - CONFIDENCE,
    goal: { atMost: MAX_FALSE_SHARE },
  },
]

/** What the tries so far say of each property. */
export function propertiesOf(trials: Record<Found, Trials>): HarnessProperty[] {
  return PROPERTIES.flatMap(({ of, ...property }) => ratesOf(trials[of], property))
}

/** One for each measure; those that have not been tried are left out. */
function ratesOf(trials: Trials, { measures, isCounted, ...property }: Property): HarnessProperty[] {
  return measures.flatMap((measure) => {
    const each = trials.get(measure) ?? []
    if (each.length === 0) return []
    const halfWidths = each.flatMap(({ low, high }) =>
      low === null || high === null ? [] : [(high - low) / 2],
    )
    return [
      {
        ...property,
        measure,
        rate: estimateProportion(each.filter(isCounted).length, each.length, { confidence: CONFIDENCE }),
        halfWidth: { median: middleOf(halfWidths), widest: halfWidths.toSorted((a, b) => b - a)[0] ?? 0 },
        trials: each,
      },
    ]
  })
}

export function trialOf(
  { change, low, high, verdict, fromMs, blockLogRatios }: HeadToHeadDifference,
  blocks: number,
): HarnessTrial {
  const pValue = differenceP(pairedDifference(blockLogRatios))
  return { blocks, fromMs, change, low, high, verdict, blockLogRatios, pValue }
}

export function middleOf(values: readonly number[]): number {
  if (values.length === 0) throw new Error('expected Linux, which counts the CPU time of processes')
  return percentile(Float64Array.from(values).sort(), 0.5)
}
