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
import { planVisits } from './load/plan-visits.ts'
import { runLoad } from './load/run-load.ts'
import { loadResults, pairedComparisons, type VisitLoad } from './load-results.ts'
import { describeMachine, describeVersions } from './machine.ts'
import { loadOperations } from './operations.ts'
import type { BenchmarkOptions } from './options.ts'
import type { Progress } from './progress.ts'
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
/** Before the first round, without a pause: a server's first thousand answers are its slowest. */
const FIRST_WARM_UP = { users: 10, durationMs: 2_500 }
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

  progress.step(5, 'Analysing statements')
  const analyses = scenarios.map((scenario) => ({ scenario, ...analysisOf(traces.get(scenario.name) ?? []) }))

  progress.step(6, `Load, tracing off: ${describeLoad(options)}`)
  const servers = await startServers(options, databases, cleanUp)
  const visits = await visitAll(options, servers, progress, signal)

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

/** Every visit in its turn: while one scenario is under load, the servers of the others wait. */
async function visitAll(
  options: BenchmarkOptions,
  servers: Map<string, ServerProcess>,
  progress: Progress,
  signal: AbortSignal,
): Promise<VisitLoad[]> {
  const scenarios = options.scenarios.map(({ name }) => name)
  const plan = planVisits({ scenarios, users: options.users, rounds: options.rounds, seed: options.seed })
  const visitMs = (options.durationSeconds * 1000) / options.rounds
  const jobFor = (scenario: string) => ({
    url: servers.get(scenario)?.url ?? '',
    operations: loadOperations(LOAD_PAGE_SIZE),
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  })
  for (const scenario of scenarios) {
    progress.advance(0, `warming up: ${scenario}`)
    const pace = { ...FIRST_WARM_UP, thinkTimeMs: [0, 0] as const, ratePerSecond: null, warmUpMs: 0, seed: 0 }
    await runLoad({ ...jobFor(scenario), ...pace }, { signal })
  }
  const done: VisitLoad[] = []
  for (const visit of plan) {
    const { ratePerSecond } = options
    const who = ratePerSecond === null ? `${visit.users} users` : `${visit.users} requests/s`
    progress.advance(done.length / plan.length, `round ${visit.round + 1}: ${visit.scenario}, ${who}`)
    const pace = {
      users: visit.users,
      thinkTimeMs: THINK_TIME_MS,
      ratePerSecond,
      warmUpMs: WARM_UP_MS,
      seed: visit.seed,
    }
    const load = await runLoad({ ...jobFor(visit.scenario), ...pace, durationMs: visitMs }, { signal })
    done.push({ visit, load })
  }
  return done
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
