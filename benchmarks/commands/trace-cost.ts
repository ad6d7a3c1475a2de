import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planVisits } from '../run/plan-visits.ts'
import { type Judgement, judge } from '../statistics/judge.ts'
import { pairedLogRatios } from '../statistics/paired-rounds.ts'
import { prepareDatabases } from '../targets/databases.ts'
import { scrapeFigures } from '../targets/server-figures.ts'
import { startServer } from '../targets/server-process.ts'
import { runLoad } from '../workload/load/run-load.ts'
import { loadOperations } from '../workload/operations.ts'

const ROUNDS = 12
const VISIT_MS = 1_500
const WARM_UP_MS = 700
const USERS = 4
const SERVERS = ['none', 'off', 'on']

/**
 * What tracing costs: processor time of the server process for one operation, without any tracing, with the summary
 * that is always recorded, and with whole traces written to a file. Each round has server processes of its own, visits
 * them in random order, and compares within itself.
 */
async function measureTraceCost(): Promise<void> {
  await using cleanUp = new AsyncDisposableStack()
  const databases = await prepareDatabases({
    scenarios: [{ name: 'all', indexes: true }],
    doctors: 200,
    serverUrl: undefined,
  })
  cleanUp.defer(() => databases.close())
  const folder = await mkdtemp(join(tmpdir(), 'jadwal-trace-'))
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }))

  const cpuMsPerOperation = new Map<string, number[][]>(SERVERS.map((name) => [name, []]))
  for (const { scenario, seed } of planVisits({
    scenarios: SERVERS,
    users: [USERS],
    rounds: ROUNDS,
    seed: 1,
  })) {
    const server = await startServer({
      variant: 'production',
      databaseUrl: databases.urlOf('all'),
      traceFile: scenario === 'on' ? join(folder, 'trace.jsonl') : undefined,
      untraced: scenario === 'none',
    })
    cleanUp.defer(() => server.stop())
    const job = {
      ...{ url: server.url, operations: loadOperations(10), users: USERS, thinkTimeMs: [0, 0] as const },
      ...{ ratePerSecond: null, warmUpMs: 0, seed, requestTimeoutMs: 5_000 },
    }
    await runLoad({ ...job, durationMs: WARM_UP_MS })
    const before = await scrapeFigures(server.urlOf('/metrics'))
    const { samples } = await runLoad({ ...job, durationMs: VISIT_MS })
    const { cpuSeconds } = await scrapeFigures(server.urlOf('/metrics'))
    cpuMsPerOperation.get(scenario)?.push([((cpuSeconds - before.cpuSeconds) * 1000) / samples.length])
    await server.stop()
  }

  const compared = [
    ['none', 'off'],
    ['off', 'on'],
  ].map(([from = '', to = '']) => ({
    from,
    to,
    logRatios: pairedLogRatios('mean', {
      from: cpuMsPerOperation.get(from) ?? [],
      to: cpuMsPerOperation.get(to) ?? [],
    }),
  }))
  for (const comparison of judge(compared, { margin: 0.05, confidence: 0.95 }))
    console.log(sentenceOf(comparison))
}

type TraceCost = { from: string; to: string } & Judgement

const TITLES: Record<string, string> = {
  none: 'no tracing at all',
  off: 'tracing off (the summary of each operation)',
  on: 'tracing on (TRACE_FILE)',
}

function sentenceOf({ from, to, change, low, high, verdict }: TraceCost): string {
  const ratio = (value: number | null) => (value === null ? '?' : (1 + value).toFixed(3))
  return (
    `${TITLES[to]} against ${TITLES[from]}: ${ratio(change)} times the processor time per operation ` +
    `(95 % interval ${ratio(low)} to ${ratio(high)}; ${verdict})`
  )
}

await measureTraceCost()
