import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchmarkResult } from '../result.ts'
import { prepareDatabases } from '../targets/databases.ts'
import type { Scenario } from '../targets/scenarios.ts'
import {
  CAPTURED_PAGE_SIZES,
  CAPTURED_REQUESTS,
  type CapturedRequest,
  captureStatements,
} from '../workload/capture-statements.ts'
import { analyseCapture, type CaptureResult } from './analyse-capture.ts'
import { buildResult, type MeasuredScenario } from './build-result.ts'
import { keepSamples, keepTraces, readTraceFile } from './kept-files.ts'
import { describeMachine, describeVersions } from './machine.ts'
import { CONFIDENCE, EQUIVALENCE_MARGIN, type RunContext, type RunOptions } from './run-options.ts'
import { expectHealthy, startScenarioServers } from './scenario-servers.ts'
import { scrapeFigures } from './server-figures.ts'
import { visitScenarios } from './visits.ts'

/** The eight steps of a comparison. However it ends, it leaves no process, database or temporary file behind. */
export async function runBenchmark(options: RunOptions, context: RunContext): Promise<BenchmarkResult> {
  const { scenarios, doctors, outFolder } = options
  const { progress, signal, serverUrl, command } = context
  const startedAt = new Date()
  await using cleanUp = new AsyncDisposableStack()

  progress.step(1, `Starting servers: ${doctors} doctors, ${scenarios.length} scenarios`)
  const databases = await prepareDatabases({ scenarios, doctors, serverUrl })
  cleanUp.defer(() => databases.close())
  const traceFolder = await mkdtemp(join(tmpdir(), 'jadwal-trace-'))
  cleanUp.defer(() => rm(traceFolder, { recursive: true, force: true }))
  const traceFileOf = (scenario: string) => join(traceFolder, `${scenario}.jsonl`)
  const traced = cleanUp.use(await startScenarioServers(scenarios, databases, traceFileOf))

  progress.step(2, 'Waiting for /healthcheck')
  await expectHealthy(traced, signal)

  progress.step(3, `Capturing statements: 1 user, no think time, pages of ${CAPTURED_PAGE_SIZES.join(', ')}`)
  const captured: { scenario: Scenario; requests: CapturedRequest[] }[] = []
  let sent = 0
  for (const scenario of scenarios) {
    const onRequest = () => progress.advance(++sent / (CAPTURED_REQUESTS * scenarios.length), scenario.name)
    const requests = await captureStatements(traced.of(scenario.name).url, onRequest, signal)
    captured.push({ scenario, requests })
  }

  progress.step(4, 'Stopping the servers and keeping their traces')
  await traced.stop()
  await keepTraces(new Map(scenarios.map(({ name }) => [name, traceFileOf(name)])), outFolder)

  progress.step(5, 'Analysing the captured statements')
  const analysed: { scenario: Scenario; capture: CaptureResult }[] = []
  for (const { scenario, requests } of captured) {
    const traces = await readTraceFile(traceFileOf(scenario.name))
    analysed.push({ scenario, capture: analyseCapture({ requests, traces }) })
  }

  progress.step(6, `Load without tracing: ${describeLoad(options)}`)
  const startServers = async () => cleanUp.use(await startScenarioServers(scenarios, databases))
  const { visits, servers } = await visitScenarios(options, startServers, context)
  await keepSamples(visits, outFolder)

  progress.step(7, 'Reading /metrics')
  const measured: MeasuredScenario[] = []
  for (const { scenario, capture } of analysed) {
    const figures = await scrapeFigures(servers.of(scenario.name).urlOf('/metrics'))
    measured.push({ scenario, capture, figures })
  }

  progress.step(8, 'Stopping the servers and comparing the scenarios')
  await servers.stop()
  return buildResult({
    startedAt: startedAt.toISOString(),
    durationSeconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    command,
    machine: describeMachine(),
    versions: describeVersions(databases.serverVersion),
    settings: {
      doctors,
      seed: options.seed,
      users: [...options.users],
      visitSeconds: options.durationSeconds / options.rounds,
      rounds: options.rounds,
      ratePerSecond: options.ratePerSecond,
      aa: options.aa,
      equivalenceMargin: EQUIVALENCE_MARGIN,
      confidence: CONFIDENCE,
    },
    scenarios: measured,
    visits,
  })
}

function describeLoad({ users, ratePerSecond, rounds, durationSeconds, scenarios }: RunOptions): string {
  const pace = ratePerSecond === null ? `${users.join(', ')} users` : `${ratePerSecond} requests a second`
  return `${pace}, ${scenarios.length} scenarios, ${rounds} rounds of ${(durationSeconds / rounds).toFixed(1)} s each`
}
