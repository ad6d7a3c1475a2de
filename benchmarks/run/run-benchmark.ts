import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchmarkResult, ServerFigures } from '../result.ts'
import { prepareDatabases } from '../targets/databases.ts'
import type { TraceLine } from '../trace-analysis/formats/trace-line.ts'
import { CAPTURED_REQUESTS, captureStatements } from '../workload/capture-statements.ts'
import { buildResult } from './build-result.ts'
import { keepSamples, keepTraces, readTraceFile } from './kept-files.ts'
import { describeMachine, describeVersions } from './machine.ts'
import type { RunContext, RunOptions } from './run-options.ts'
import { expectHealthy, startScenarioServers } from './scenario-servers.ts'
import { scrapeFigures } from './server-figures.ts'
import { visitScenarios } from './visits.ts'

const CONFIDENCE = 0.95
const EQUIVALENCE_MARGIN = 0.05

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

  progress.step(3, 'Capturing statements: 1 user, no wait, every operation at pages of 1, 10 and 50')
  let captured = 0
  for (const [name, server] of traced.byName) {
    const onRequest = () => progress.advance(++captured / (CAPTURED_REQUESTS * scenarios.length), name)
    await captureStatements(server.url, onRequest, signal)
  }

  progress.step(4, 'Taking a snapshot of the traces')
  await traced.stop()
  await keepTraces(new Map(scenarios.map(({ name }) => [name, traceFileOf(name)])), outFolder)

  progress.step(5, 'Analysing statements')
  const traces = new Map<string, TraceLine[]>()
  for (const { name } of scenarios) traces.set(name, await readTraceFile(traceFileOf(name)))

  progress.step(6, `Load, tracing off: ${describeLoad(options)}`)
  const startServers = async () => cleanUp.use(await startScenarioServers(scenarios, databases))
  const { visits, servers } = await visitScenarios(options, startServers, context)
  await keepSamples(visits, outFolder)

  progress.step(7, 'Reading /metrics')
  const figures = new Map<string, ServerFigures>()
  for (const [name, server] of servers.byName) {
    figures.set(name, await scrapeFigures(server.urlOf('/metrics')))
  }

  progress.step(8, 'Stopping, and comparing')
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
    scenarios: scenarios.map((scenario) => ({
      scenario,
      traces: traces.get(scenario.name) ?? [],
      figures: figures.get(scenario.name) ?? null,
    })),
    visits,
  })
}

function describeLoad({ users, ratePerSecond, rounds, durationSeconds, scenarios }: RunOptions): string {
  const pace = ratePerSecond === null ? `${users.join(', ')} users` : `${ratePerSecond} requests a second`
  return `${pace}, ${scenarios.length} scenarios, ${rounds} rounds of ${(durationSeconds / rounds).toFixed(1)} s each`
}
