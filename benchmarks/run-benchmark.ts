import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { analyseTrace } from './analyse/analyse-trace.ts'
import { LABELLED_TRACES } from './analyse/labelled-traces/labelled-traces.ts'
import { readTrace } from './analyse/read-trace.ts'
import { scoreDetectors } from './analyse/score-detectors.ts'
import {
  CAPTURED_REQUESTS,
  capturedPageSize,
  captureStatements,
  isFullPageOfTen,
} from './capture/capture-statements.ts'
import { type BenchmarkDatabases, prepareDatabases } from './databases.ts'
import type { LoadJob } from './load/load-job.ts'
import { planVisits } from './load/plan-visits.ts'
import { runLoad } from './load/run-load.ts'
import { loadResults, pairedComparisons, type VisitLoad } from './load-results.ts'
import { describeMachine, describeVersions } from './machine.ts'
import { loadOperations } from './operations.ts'
import type { BenchmarkOptions } from './options.ts'
import type { Progress } from './progress.ts'
import { keepSamples, keepTraces } from './raw-data.ts'
import type { BenchmarkResult, ScenarioResult, ServerFigures } from './result.ts'
import { scrapeFigures } from './server-figures.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { judge } from './statistics/judge.ts'
import type { TraceLine } from './trace-line.ts'

const CONFIDENCE = 0.95
const EQUIVALENCE_MARGIN = 0.05
const LOAD_PAGE_SIZE = 10
const THINK_TIME_MS = [1000, 3000] as const
const WARM_UP_MS = 300
/** Of a new server, without a pause: its first answers are its slowest. */
const FIRST_WARM_UP: Omit<LoadJob, 'url' | 'operations' | 'requestTimeoutMs'> = {
  users: 10,
  thinkTimeMs: [0, 0],
  ratePerSecond: null,
  warmUpMs: 0,
  durationMs: 1_000,
  seed: 0,
}
const REQUEST_TIMEOUT_MS = 10_000

interface Surroundings {
  progress: Progress
  signal: AbortSignal
  /** A PostgreSQL server to use in place of an embedded one. */
  serverUrl: string | undefined
  command: string
}

/** The eight steps. Whatever ends it, no process, database or port is left behind. */
export async function runBenchmark(
  options: BenchmarkOptions,
  surroundings: Surroundings,
): Promise<BenchmarkResult> {
  const { progress, signal, serverUrl, command } = surroundings
  const startedAt = new Date()
  const { scenarios, doctors } = options
  await using cleanUp = new AsyncDisposableStack()

  progress.step(1, `Starting servers: ${doctors} doctors, ${scenarios.length} scenarios`)
  const databases = await prepareDatabases({ scenarios, doctors, serverUrl })
  cleanUp.defer(() => databases.close())
  const traceFolder = await mkdtemp(join(tmpdir(), 'jadwal-trace-'))
  cleanUp.defer(() => rm(traceFolder, { recursive: true, force: true }))
  const traceFileOf = (name: string) => join(traceFolder, `${name}.jsonl`)
  const traced = await startServers(options, databases, cleanUp, traceFileOf)

  progress.step(2, 'Waiting for /healthcheck')
  await Promise.all([...traced.values()].map(({ urlOf }) => expectHealthy(urlOf('/healthcheck'), signal)))

  progress.step(3, 'Capturing statements: 1 user, no wait, every operation at pages of 1, 10 and 50')
  let captured = 0
  for (const [name, server] of traced) {
    const onRequest = () => progress.advance(++captured / (CAPTURED_REQUESTS * traced.size), name)
    await captureStatements(server.url, onRequest, signal)
  }

  progress.step(4, 'Taking a snapshot of the traces')
  for (const server of traced.values()) await server.stop()
  const traces = new Map<string, TraceLine[]>()
  for (const { name } of scenarios) traces.set(name, await readWholeTrace(traceFileOf(name)))
  await keepTraces(new Map(scenarios.map(({ name }) => [name, traceFileOf(name)])), options.outFolder)

  progress.step(5, 'Analysing statements')
  const analyses = scenarios.map((scenario) => ({ scenario, ...analysisOf(traces.get(scenario.name) ?? []) }))

  progress.step(6, `Load, tracing off: ${describeLoad(options)}`)
  const { visits, servers } = await visitAll(options, databases, cleanUp, surroundings)
  await keepSamples(visits, options.outFolder)

  progress.step(7, 'Reading /metrics')
  const figures = new Map<string, ServerFigures>()
  for (const [name, server] of servers) figures.set(name, await scrapeFigures(server.urlOf('/metrics')))

  progress.step(8, 'Stopping, and comparing')
  for (const server of servers.values()) await server.stop()
  const names = scenarios.map(({ name }) => name)
  const comparisons = pairedComparisons(names, visits, options.users)
  return {
    version: 1,
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
    scenarios: analyses.map(
      ({ scenario, operations, tables, timeline }): ScenarioResult => ({
        name: scenario.name,
        answersBy: scenario.answersBy,
        indexes: scenario.indexes,
        operations,
        tables,
        load: loadResults(
          visits.filter(({ visit }) => visit.scenario === scenario.name),
          CONFIDENCE,
        ),
        timeline,
        server: figures.get(scenario.name) ?? null,
      }),
    ),
    comparisons: judge(comparisons, { margin: EQUIVALENCE_MARGIN, confidence: CONFIDENCE }),
    detectors: scoreDetectors(LABELLED_TRACES),
    warnings: [],
  }
}

async function startServers(
  { scenarios }: BenchmarkOptions,
  databases: BenchmarkDatabases,
  cleanUp: AsyncDisposableStack,
  traceFileOf?: (scenario: string) => string,
): Promise<Map<string, ServerProcess>> {
  const servers = new Map<string, ServerProcess>()
  for (const { name, variant } of scenarios) {
    const server = await startServer({
      variant,
      databaseUrl: databases.urlOf(name),
      traceFile: traceFileOf?.(name),
      traceParameters: true,
    })
    cleanUp.defer(() => server.stop())
    servers.set(name, server)
  }
  return servers
}

async function expectHealthy(url: string, signal: AbortSignal): Promise<void> {
  const { statusCode, body } = await request(url, { signal })
  await body.dump()
  if (statusCode !== 200) throw new Error(`expected ${url} to answer 200, got ${statusCode}`)
}

async function readWholeTrace(file: string): Promise<TraceLine[]> {
  const { lines, problems } = readTrace((await readFile(file, 'utf8')).split('\n').filter(Boolean))
  const [problem] = problems
  if (problem)
    throw new Error(`expected whole lines in ${file}, got line ${problem.line}: ${problem.message}`)
  return lines
}

function analysisOf(lines: TraceLine[]): Pick<ScenarioResult, 'operations' | 'tables' | 'timeline'> {
  const { operations, tables } = analyseTrace(lines, {
    pageSizeOf: ({ requestId }) => capturedPageSize(requestId),
  })
  const pages = lines.filter(({ requestId }) => isFullPageOfTen(requestId))
  // The middle one: neither the luckiest nor the one that a passing hiccup hit.
  const shown = pages.toSorted((a, b) => a.durationMs - b.durationMs)[Math.floor(pages.length / 2)]
  const timeline = (shown?.statements ?? []).map(({ name, startMs, durationMs, path }) => ({
    name: name ?? 'unnamed',
    startMs,
    durationMs,
    path,
  }))
  return { operations, tables, timeline }
}

/**
 * Every visit in its turn: while one scenario is under load, the servers of the others wait. Each round has servers of
 * its own, since a process has a pace of its own for as long as it lives: rounds on one process would agree too well,
 * and a scenario would be found to differ from itself.
 *
 * @returns the servers of the last round too, which still run.
 */
async function visitAll(
  options: BenchmarkOptions,
  databases: BenchmarkDatabases,
  cleanUp: AsyncDisposableStack,
  { progress, signal }: Surroundings,
): Promise<{ visits: VisitLoad[]; servers: Map<string, ServerProcess> }> {
  const { users, rounds, seed, ratePerSecond, durationSeconds } = options
  const scenarios = options.scenarios.map(({ name }) => name)
  const plan = planVisits({ scenarios, users, rounds, seed })
  const visits: VisitLoad[] = []
  let servers = new Map<string, ServerProcess>()
  for (const [round, planned] of Map.groupBy(plan, (visit) => visit.round)) {
    progress.advance(visits.length / plan.length, `round ${round + 1}: starting and warming up`)
    for (const server of servers.values()) await server.stop()
    servers = await startServers(options, databases, cleanUp)
    const askOf = (scenario: string) => ({
      url: servers.get(scenario)?.url ?? '',
      operations: loadOperations(LOAD_PAGE_SIZE),
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
    })
    for (const scenario of scenarios) await runLoad({ ...askOf(scenario), ...FIRST_WARM_UP }, { signal })
    for (const visit of planned) {
      const who = ratePerSecond === null ? `${visit.users} users` : `${visit.users} requests/s`
      progress.advance(visits.length / plan.length, `round ${round + 1}: ${visit.scenario}, ${who}`)
      const pace = { users: visit.users, thinkTimeMs: THINK_TIME_MS, ratePerSecond, warmUpMs: WARM_UP_MS }
      const durationMs = (durationSeconds * 1000) / rounds
      const load = await runLoad(
        { ...askOf(visit.scenario), ...pace, durationMs, seed: visit.seed },
        { signal },
      )
      visits.push({ visit, load })
    }
  }
  return { visits, servers }
}

function describeLoad({
  users,
  ratePerSecond,
  rounds,
  durationSeconds,
  scenarios,
}: BenchmarkOptions): string {
  const who = ratePerSecond === null ? `${users.join(', ')} users` : `${ratePerSecond} requests a second`
  return `${who}, ${scenarios.length} scenarios, ${rounds} rounds of ${(durationSeconds / rounds).toFixed(1)} s each`
}
