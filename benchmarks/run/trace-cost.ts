import { join } from 'node:path'
import { type Judgement, judge } from '../statistics/judge.ts'
import { pairedLogRatios } from '../statistics/paired-rounds.ts'
import { prepareDatabases } from '../targets/databases.ts'
import { type ServerTrace, startServer } from '../targets/server-process.ts'
import { makeTemporaryFolder } from '../targets/temporary-folder.ts'
import { runLoad } from '../workload/load/run-load.ts'
import { loadOperations, OPERATION_NAMES } from '../workload/operations.ts'
import { CONFIDENCE, EQUIVALENCE_MARGIN } from './context/run-options.ts'
import { planVisits } from './load/visits.ts'
import { scrapeFigures } from './servers/server-figures.ts'

/** How much an operation is traced: not at all, the summary that production always records, or whole to a file. */
export type Tracing = 'none' | 'summary' | 'file'

/** How one degree of tracing compares with another, by CPU time of the server process for one operation. */
export interface TraceCost extends Judgement {
  from: Tracing
  to: Tracing
}

interface TraceCostContext {
  serverUrl: string | undefined
  /** Ends it early, with its reason. */
  signal: AbortSignal
  /** Called with what is being done. */
  report: (what: string) => void
}

const TRACINGS: readonly Tracing[] = ['none', 'summary', 'file']
const DATABASE = 'all'
const ROUNDS = 12
const VISIT_MS = 1_500
const WARM_UP_MS = 700
const USERS = 4

/**
 * Measures what tracing costs. Each round has its own server processes and visits them in random order; comparisons are
 * made within rounds.
 */
export async function measureTraceCost({
  serverUrl,
  signal,
  report,
}: TraceCostContext): Promise<TraceCost[]> {
  await using cleanUp = new AsyncDisposableStack()
  const databases = await prepareDatabases({
    scenarios: [{ name: DATABASE, indexes: true }],
    doctors: 200,
    serverUrl,
    signal,
  })
  cleanUp.defer(() => databases.close())
  const folder = cleanUp.use(await makeTemporaryFolder('trace'))
  const traceOf: Record<Tracing, ServerTrace> = {
    none: 'none',
    summary: 'summary',
    file: { file: join(folder.path, 'trace.jsonl'), parameters: false },
  }

  const rounds: Record<Tracing, number[][]> = { none: [], summary: [], file: [] }
  const plan = planVisits({ scenarios: TRACINGS, users: [USERS], rounds: ROUNDS, seed: 1 })
  for (const [index, { round, scenario, seed }] of plan.entries()) {
    if (index % TRACINGS.length === 0) report(`round ${round + 1} of ${ROUNDS}`)
    const cpuMs = await measureCpuPerOperation(databases.urlOf(DATABASE), traceOf[scenario], { seed, signal })
    rounds[scenario].push([cpuMs])
  }

  const compared = TRACINGS.slice(1).map((to, index) => {
    const from = TRACINGS[index] ?? to
    return { from, to, logRatios: pairedLogRatios('mean', { from: rounds[from], to: rounds[to] }) }
  })
  return judge(compared, { margin: EQUIVALENCE_MARGIN, confidence: CONFIDENCE })
}

/** CPU time of a new server process in ms, for one operation. */
async function measureCpuPerOperation(
  databaseUrl: string,
  trace: ServerTrace,
  { seed, signal }: { seed: number; signal: AbortSignal },
): Promise<number> {
  await using cleanUp = new AsyncDisposableStack()
  const server = await startServer({
    variant: 'production',
    databaseUrl,
    knownOperations: OPERATION_NAMES,
    trace,
  })
  cleanUp.defer(() => server.stop())
  const job = {
    ...{ url: server.url, operations: loadOperations(), users: USERS, thinkTimeMs: [0, 0] as const },
    ...{ ratePerSecond: null, warmUpMs: 0, seed, requestTimeoutMs: 5_000 },
  }
  await runLoad({ ...job, durationMs: WARM_UP_MS }, { signal })
  const before = await scrapeFigures(server.urlOf('/metrics'))
  const { samples } = await runLoad({ ...job, durationMs: VISIT_MS }, { signal })
  const after = await scrapeFigures(server.urlOf('/metrics'))
  return ((after.cpuSeconds - before.cpuSeconds) * 1000) / samples.length
}
