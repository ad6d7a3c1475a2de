import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import type { BenchmarkOptions } from '../commands/bench-options.ts'
import type { BenchmarkResult, ServerFigures } from '../result.ts'
import { type BenchmarkDatabases, prepareDatabases } from '../targets/databases.ts'
import { scrapeFigures } from '../targets/server-figures.ts'
import { type ServerProcess, startServer } from '../targets/server-process.ts'
import { readTrace } from '../trace-analysis/formats/read-trace.ts'
import type { TraceLine } from '../trace-analysis/formats/trace-line.ts'
import { CAPTURED_REQUESTS, captureStatements } from '../workload/capture-statements.ts'
import type { LoadJob } from '../workload/load/load-job.ts'
import { runLoad } from '../workload/load/run-load.ts'
import { loadOperations } from '../workload/operations.ts'
import { buildResult } from './build-result.ts'
import type { VisitLoad } from './load-results.ts'
import { describeMachine, describeVersions } from './machine.ts'
import { planVisits } from './plan-visits.ts'
import type { Progress } from './progress.ts'
import { keepSamples, keepTraces } from './raw-data.ts'

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
  await keepTraces(new Map(scenarios.map(({ name }) => [name, traceFileOf(name)])), options.outFolder)

  progress.step(5, 'Analysing statements')
  const traces = new Map<string, TraceLine[]>()
  for (const { name } of scenarios) traces.set(name, await readWholeTrace(traceFileOf(name)))

  progress.step(6, `Load, tracing off: ${describeLoad(options)}`)
  const { visits, servers } = await visitAll(options, databases, cleanUp, surroundings)
  await keepSamples(visits, options.outFolder)

  progress.step(7, 'Reading /metrics')
  const figures = new Map<string, ServerFigures>()
  for (const [name, server] of servers) figures.set(name, await scrapeFigures(server.urlOf('/metrics')))

  progress.step(8, 'Stopping, and comparing')
  for (const server of servers.values()) await server.stop()
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
