import { join } from 'node:path'
import type { BenchmarkResult, HeadToHeadSettings, Settings, StatementPlan } from '../result.ts'
import { prepareDatabases } from '../targets/databases.ts'
import type { Scenario } from '../targets/scenarios.ts'
import { makeTemporaryFolder } from '../targets/temporary-folder.ts'
import {
  CAPTURED_PAGE_SIZES,
  CAPTURED_REQUESTS,
  type CapturedRequest,
  captureStatements,
} from '../workload/capture-statements.ts'
import { buildResult } from './build-result.ts'
import { analyseCapture, type CaptureResult } from './capture/analyse-capture.ts'
import { explainStatements } from './capture/statement-plans.ts'
import { estimateDuration, formatDuration, limitsOf } from './context/estimate-duration.ts'
import { resultHead } from './context/measuring.ts'
import {
  CONFIDENCE,
  EQUIVALENCE_MARGIN,
  type HeadToHeadOptions,
  type LoadOptions,
  type RunContext,
  type RunOptions,
} from './context/run-options.ts'
import { measureHeadToHead } from './head-to-head/head-to-head.ts'
import { keepSamples, keepTraces, readTraceFile } from './kept-files.ts'
import { type LoadPhase, visitScenarios } from './load/visits.ts'
import { describeCheckout } from './machine/checkout.ts'
import { describeVersions } from './machine/machine.ts'
import { measureMachineNoise } from './machine/machine-noise.ts'
import { expectHealthy, startScenarioServers } from './servers/scenario-servers.ts'

/** For the noise of the machine in a run that measures no time: it tells only how fast the machine is. */
const BRIEF_NOISE_MS = 200

/**
 * A comparison in six steps, and one each for the head to head and for the load where they are wanted. However it ends, it
 * leaves no process, database or temporary file behind.
 */
export async function runBenchmark(options: RunOptions, context: RunContext): Promise<BenchmarkResult> {
  const { scenarios, doctors, seed, outFolder } = options
  const { progress, signal, serverUrl, command } = context
  const startedAt = new Date()
  const startMs = performance.now()
  await using cleanUp = new AsyncDisposableStack()

  progress.step('Measuring the machine')
  const checkout = await describeCheckout()
  const measuresTime = options.headToHead !== null || options.load !== null
  const machineNoise = await measureMachineNoise(signal, measuresTime ? undefined : BRIEF_NOISE_MS)
  for (const problem of measuresTime ? machineNoise.problems : []) {
    progress.note(`This machine is too busy: ${problem}.`)
  }
  const processSeconds = machineNoise.processStartMs / 1000
  const expected = formatDuration(estimateDuration(options, processSeconds))
  const mayRepeat = options.load !== null && options.maxSeconds === null
  const repeats = mayRepeat ? ', more where rounds of load have to be repeated' : ''
  progress.note(`This run takes about ${expected} here${repeats}.`)

  progress.step(`Starting servers: ${doctors} doctors, ${scenarios.length} scenarios`)
  const databases = await prepareDatabases({ scenarios, doctors, serverUrl, signal })
  cleanUp.defer(() => databases.close())
  const traceFolder = cleanUp.use(await makeTemporaryFolder('trace'))
  const traceFileOf = (scenario: string) => join(traceFolder.path, `${scenario}.jsonl`)
  const traced = cleanUp.use(await startScenarioServers(scenarios, databases.urlOf, traceFileOf))
  await expectHealthy(traced, signal)

  progress.step(`Capturing statements: 1 user, no think time, pages of ${CAPTURED_PAGE_SIZES.join(', ')}`)
  const captured: { scenario: Scenario; requests: CapturedRequest[] }[] = []
  let sent = 0
  for (const scenario of scenarios) {
    const onRequest = () => progress.advance(++sent / (CAPTURED_REQUESTS * scenarios.length), scenario.name)
    const requests = await captureStatements(traced.of(scenario.name).url, onRequest, signal)
    captured.push({ scenario, requests })
  }

  progress.step('Stopping the servers and keeping their traces')
  await traced.stop()
  await keepTraces(new Map(scenarios.map(({ name }) => [name, traceFileOf(name)])), outFolder)

  progress.step('Analysing the captured statements')
  const analysed: { scenario: Scenario; capture: CaptureResult; plans: StatementPlan[] }[] = []
  for (const { scenario, requests } of captured) {
    const traces = await readTraceFile(traceFileOf(scenario.name))
    const plans = await explainStatements(traces, databases.urlOf(scenario.name))
    analysed.push({ scenario, capture: analyseCapture({ requests, traces }), plans })
  }

  if (options.headToHead !== null) progress.step(`Head to head: ${describePairs(options.headToHead)}`)
  const preparedSeconds = (performance.now() - startMs) / 1000
  const limits = limitsOf(options, { processSeconds, preparedSeconds })
  const headToHead = await (options.headToHead === null
    ? []
    : measureHeadToHead(
        options.headToHead,
        { databases, seed },
        { progress, signal, limitMs: startMs + 1000 * limits.headToHead },
      ))

  if (options.load !== null) progress.step(`Load: ${describeLoad(options.load, scenarios)}`)
  const startServers = () => startScenarioServers(scenarios, databases.urlOf)
  const { visits, figures } = await (options.load === null
    ? NO_LOAD
    : visitScenarios(
        { scenarios, load: options.load, seed, limitMs: startMs + 1000 * limits.load },
        startServers,
        context,
      ))
  await keepSamples(visits, outFolder)

  progress.step('Comparing the scenarios')
  return buildResult({
    ...resultHead(startedAt),
    command,
    checkout,
    machineNoise,
    versions: describeVersions(databases.serverVersion),
    settings: settingsOf(options),
    scenarios: analysed.map((each) => ({ ...each, figures: figures.get(each.scenario.name) ?? null })),
    visits,
    headToHead,
  })
}

/** How many steps a run of `runBenchmark` has. */
export function stepsOf({ headToHead, load }: RunOptions): number {
  return 6 + [headToHead, load].filter((phase) => phase !== null).length
}

function describePairs({ pairs, secondsPerPair, maxSecondsPerPair }: HeadToHeadOptions): string {
  const seconds =
    maxSecondsPerPair > secondsPerPair ? `${secondsPerPair} to ${maxSecondsPerPair} s` : `${secondsPerPair} s`
  return `${pairs.map(({ from, to }) => `${from.name} → ${to.name}`).join(', ')}, ${seconds} each`
}

function describeLoad(
  { users, ratePerSecond, rounds, durationSeconds }: LoadOptions,
  scenarios: readonly Scenario[],
): string {
  const pace = ratePerSecond === null ? `${users.join(', ')} users` : `${ratePerSecond} requests a second`
  return `${pace}, ${scenarios.length} scenarios, ${rounds} rounds of ${(durationSeconds / rounds).toFixed(1)} s each`
}

const NO_LOAD: LoadPhase = { visits: [], figures: new Map() }

function settingsOf({ doctors, seed, headToHead, load, aa }: RunOptions): Settings {
  return {
    doctors,
    seed,
    headToHead: headToHead && settingsOfHeadToHead(headToHead),
    users: [...(load?.users ?? [])],
    visitSeconds: load === null ? 0 : load.durationSeconds / load.rounds,
    rounds: load?.rounds ?? 0,
    ratePerSecond: load?.ratePerSecond ?? null,
    aa,
    equivalenceMargin: EQUIVALENCE_MARGIN,
    confidence: CONFIDENCE,
  }
}

function settingsOfHeadToHead({ pairs: _, ...settings }: HeadToHeadOptions): HeadToHeadSettings {
  return settings
}
