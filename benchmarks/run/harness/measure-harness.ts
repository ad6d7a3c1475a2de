import { prepareDatabases } from '../../targets/databases.ts'
import { SCENARIOS, type Scenario } from '../../targets/scenarios.ts'
import { drawUniform } from '../../workload/load/plan-load.ts'
import { resultHead } from '../context/measuring.ts'
import { CONFIDENCE, type RunContext } from '../context/run-options.ts'
import { measureHeadToHead } from '../head-to-head/head-to-head.ts'
import { judgePairs, type Sides } from '../head-to-head/judge-pairs.ts'
import { describeVersions } from '../machine/machine.ts'
import { measureMachineNoise } from '../machine/machine-noise.ts'
import {
  type Found,
  INJECTED_SHARE,
  middleOf,
  propertiesOf,
  type Trials,
  trialOf,
} from './harness-properties.ts'
import type { HarnessOptions, HarnessResult, HeadToHeadTiming } from './harness-result.ts'

const DOCTORS = 15
const ITSELF = 'optimised again'
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
    properties: propertiesOf(trials),
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
        1000 * INJECTED_SHARE * middleOf(trials.itself.get('server CPU')?.map(({ fromMs }) => fromMs) ?? [])
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

/** One scenario beside another, again and again. */
interface Experiment {
  title: string
  times: number
  timing: HeadToHeadTiming
  /** Pairs that a run would have beside this one: its verdicts are as strict as there. */
  family: number
}

function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name)
  if (found === undefined) throw new RangeError(`expected a scenario, got ${name}`)
  return found
}
