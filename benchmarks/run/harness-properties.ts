import type { HeadToHeadDifference, HeadToHeadMeasure, MachineNoise, ResultHead } from '../result.ts'
import { differenceP, pairedDifference } from '../statistics/paired-difference.ts'
import { percentile } from '../statistics/percentile.ts'
import { estimateProportion, type Proportion } from '../statistics/proportion.ts'
import { prepareDatabases } from '../targets/databases.ts'
import { SCENARIOS, type Scenario } from '../targets/scenarios.ts'
import { drawUniform } from '../workload/load/plan-load.ts'
import { resultHead } from './context/measuring.ts'
import { CONFIDENCE, type HeadToHeadOptions, type RunContext } from './context/run-options.ts'
import { measureHeadToHead } from './head-to-head/head-to-head.ts'
import { judgePairs, type Sides } from './head-to-head/judge-pairs.ts'
import { describeVersions } from './machine/machine.ts'
import { measureMachineNoise } from './machine/machine-noise.ts'

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

const DOCTORS = 15
const MEASURES: readonly HeadToHeadMeasure[] = ['service time', 'server CPU', 'database CPU']
const ITSELF = 'optimised again'
/** Of the CPU time of a request. */
const INJECTED_SHARE = 0.03
const MAX_FALSE_SHARE = 0.1
const MIN_FOUND_SHARE = 0.9
/** Pairs of a `--full` run: its verdicts are corrected for all of them, so those on one pair are here too. */
const PAIRS_OF_FULL_RUN = SCENARIOS.length - 1

/** What surrounds the measurement. */
interface HarnessContext extends Pick<RunContext, 'progress' | 'signal'> {
  /** Called after each try with the result so far: the whole takes hours. */
  keep(result: HarnessResult): Promise<void>
}

/**
 * Measures how often the head to head finds what is there, and what is not: the article's change, a known extra cost, and
 * the difference of production from itself.
 *
 * @throws Error where the CPU time of processes cannot be had.
 */
export async function measureHarness(
  options: HarnessOptions,
  { progress, signal, keep }: HarnessContext,
): Promise<HarnessResult> {
  const startedAt = new Date()
  const machineNoise = await measureMachineNoise(signal)
  await using cleanUp = new AsyncDisposableStack()
  const [baseline, optimised] = [scenarioOf('baseline'), scenarioOf('optimised')]
  const itself = { ...optimised, name: ITSELF }
  const scenarios = [baseline, optimised, itself]
  const databases = await prepareDatabases({ scenarios, doctors: DOCTORS, serverUrl: undefined, signal })
  cleanUp.defer(() => databases.close())
  const trials: Record<Found, Trials> = { itself: new Map(), change: new Map(), injected: new Map() }

  let extraCpuUs: number | null = null

  const resultSoFar = (): HarnessResult => ({
    version: 1,
    ...resultHead(startedAt),
    machineNoise,
    versions: describeVersions(databases.serverVersion),
    options,
    extraCpuUs,
    properties: PROPERTIES.flatMap(({ of, ...property }) => propertiesOf(trials[of], property)),
  })

  const { quick, full, selfComparisons, detections, injections } = options
  const experiments: Record<Found, Experiment> = {
    itself: { times: selfComparisons, title: 'production with itself', timing: quick, family: 1 },
    change: { times: detections, title: 'the article’s change', timing: quick, family: 1 },
    injected: { times: injections, title: 'a known cost', timing: full, family: PAIRS_OF_FULL_RUN },
  }
  const sidesOf: Record<Found, () => Sides<Scenario>> = {
    itself: () => ({ from: optimised, to: itself }),
    change: () => ({ from: baseline, to: optimised }),
    injected: () => {
      extraCpuUs ??=
        1000 * INJECTED_SHARE * middle(trials.itself.get('server CPU')?.map(({ fromMs }) => fromMs) ?? [])
      return { from: optimised, to: { ...itself, extraCpuUs } }
    },
  }
  const plan = planTries(experiments)
  for (const { found, trial } of plan) {
    const { title, times, timing, family } = experiments[found]
    const sides = sidesOf[found]()
    progress.step(`${title}, ${trial + 1} of ${times}`)
    const seed = Math.floor(drawUniform(options.seed, found, trial) * 2 ** 31)
    const measured = await measureHeadToHead(
      { ...timing, pairs: [sides] },
      { databases, seed },
      { progress, signal },
    )
    const strictness = { margin: timing.equivalenceMargin, confidence: 1 - (1 - CONFIDENCE) / family }
    for (const { differences, blocks } of judgePairs(measured, strictness)) {
      for (const each of differences) {
        const earlier = trials[found].get(each.measure) ?? []
        trials[found].set(each.measure, [...earlier, trialOf(each, blocks)])
      }
    }
    await keep(resultSoFar())
  }
  return resultSoFar()
}

/**
 * All tries, those of each kind spread over the whole time: what is known when it is stopped early is of every kind. The
 * first are of production with itself, whose CPU time the known cost is a share of.
 */
function planTries(experiments: Record<Found, Experiment>): { found: Found; trial: number }[] {
  const found: readonly Found[] = ['itself', 'change', 'injected']
  return found
    .flatMap((each) =>
      Array.from({ length: experiments[each].times }, (_, trial) => ({
        ...{ found: each, trial },
        place: each === 'itself' ? trial / experiments[each].times : (trial + 0.5) / experiments[each].times,
      })),
    )
    .toSorted((a, b) => a.place - b.place)
}

/** What there is to be found, or not. */
type Found = 'itself' | 'change' | 'injected'

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

/** One scenario beside another, again and again. */
interface Experiment {
  title: string
  times: number
  timing: HeadToHeadTiming
  /** Pairs that a run would have beside this one: its verdicts are as strict as there. */
  family: number
}

type Trials = Map<HeadToHeadMeasure, HarnessTrial[]>

function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name)
  if (found === undefined) throw new RangeError(`expected a scenario, got ${name}`)
  return found
}

function trialOf(
  { change, low, high, verdict, fromMs, blockLogRatios }: HeadToHeadDifference,
  blocks: number,
): HarnessTrial {
  const pValue = differenceP(pairedDifference(blockLogRatios))
  return { blocks, fromMs, change, low, high, verdict, blockLogRatios, pValue }
}

/** One for each measure; those that have not been tried are left out. */
function propertiesOf(trials: Trials, { measures, isCounted, ...property }: Property): HarnessProperty[] {
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
        halfWidth: { median: middle(halfWidths), widest: halfWidths.toSorted((a, b) => b - a)[0] ?? 0 },
        trials: each,
      },
    ]
  })
}

function middle(values: readonly number[]): number {
  if (values.length === 0) throw new Error('expected Linux, which counts the CPU time of processes')
  return percentile(Float64Array.from(values).sort(), 0.5)
}
