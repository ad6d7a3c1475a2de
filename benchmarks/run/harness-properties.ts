import type { HeadToHeadDifference, HeadToHeadMeasure, Machine, MachineNoise } from '../result.ts'
import { differenceP, pairedDifference } from '../statistics/paired-difference.ts'
import { percentile } from '../statistics/percentile.ts'
import { estimateProportion, type Proportion } from '../statistics/proportion.ts'
import { prepareDatabases } from '../targets/databases.ts'
import { SCENARIOS, type Scenario } from '../targets/scenarios.ts'
import { drawUniform } from '../workload/load/plan-load.ts'
import { measureHeadToHead } from './head-to-head.ts'
import { judgePairs } from './judge-pairs.ts'
import { describeMachine, describeVersions } from './machine.ts'
import { measureMachineNoise } from './machine-noise.ts'
import { CONFIDENCE, type HeadToHeadOptions, type RunContext } from './run-options.ts'

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
export interface HarnessResult {
  version: 1
  startedAt: string
  durationSeconds: number
  machine: Machine
  machineNoise: MachineNoise
  versions: Record<string, string>
  options: HarnessOptions
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

export type HarnessTrial = Pick<HeadToHeadDifference, 'change' | 'low' | 'high' | 'verdict'> & {
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
  const machineNoise = await measureMachineNoise()
  await using cleanUp = new AsyncDisposableStack()
  const [baseline, optimised] = [scenarioOf('baseline'), scenarioOf('optimised')]
  const itself = { ...optimised, name: ITSELF }
  const scenarios = [baseline, optimised, itself]
  const databases = await prepareDatabases({ scenarios, doctors: DOCTORS, serverUrl: undefined })
  cleanUp.defer(() => databases.close())
  const trials: Record<Found, Trials> = { itself: new Map(), change: new Map(), injected: new Map() }

  const resultSoFar = (): HarnessResult => ({
    version: 1,
    startedAt: startedAt.toISOString(),
    durationSeconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    machine: describeMachine(),
    machineNoise,
    versions: describeVersions(databases.serverVersion),
    options,
    properties: PROPERTIES.flatMap(({ of, ...property }) => propertiesOf(trials[of], property)),
  })

  const tryOften = async (found: Found, { times, from, to, timing, family }: Experiment): Promise<void> => {
    for (let trial = 0; trial < times; trial++) {
      const seed = Math.floor(drawUniform(options.seed, from.name, to.name, trial) * 2 ** 31)
      const advance = (done: number, what: string) => progress.advance((trial + done) / times, what)
      const measured = await measureHeadToHead(
        { ...timing, pairs: [{ from, to }] },
        { databases, seed },
        { progress: { ...progress, advance }, signal },
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
  }

  const { quick, full, selfComparisons, detections, injections } = options
  progress.step(1, `Production with itself, ${selfComparisons} times`)
  await tryOften('itself', { times: selfComparisons, from: optimised, to: itself, timing: quick, family: 1 })

  progress.step(2, `The article's change, ${detections} times`)
  await tryOften('change', { times: detections, from: baseline, to: optimised, timing: quick, family: 1 })

  const requestCpuMs = middle(trials.itself.get('server CPU')?.map(({ fromMs }) => fromMs) ?? [])
  const extraCpuUs = INJECTED_SHARE * requestCpuMs * 1000
  progress.step(3, `${extraCpuUs.toFixed(0)} µs more CPU in each request, ${injections} times`)
  const costly = { ...itself, extraCpuUs }
  const family = PAIRS_OF_FULL_RUN
  await tryOften('injected', { times: injections, from: optimised, to: costly, timing: full, family })
  return resultSoFar()
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
  times: number
  from: Scenario
  to: Scenario
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
  return { blocks, fromMs, change, low, high, verdict, pValue: differenceP(pairedDifference(blockLogRatios)) }
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
