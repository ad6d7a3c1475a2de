import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDatabases } from './databases.ts'
import { planVisits } from './load/plan-visits.ts'
import { runLoad } from './load/run-load.ts'
import { loadOperations } from './operations.ts'
import type { Comparison } from './result.ts'
import { scrapeFigures } from './server-figures.ts'
import { startServer } from './server-process.ts'
import { compareScenarios } from './statistics/compare-scenarios.ts'
import { judge } from './statistics/judge.ts'

const ROUNDS = 15
const VISIT_MS = 1500
const USERS = 4

/**
 * What tracing costs: processor time of the server process for one operation, without any recording, with the
 * summary that is always recorded, and with whole traces written to a file. Visits are interleaved, and ratios are of
 * visits of the same round.
 */
async function measureTraceCost(): Promise<void> {
  await using cleanUp = new AsyncDisposableStack()
  const scenarios = ['none', 'off', 'on']
  const databases = await prepareDatabases({
    scenarios: [{ name: 'all', indexes: true }],
    doctors: 200,
    serverUrl: undefined,
  })
  cleanUp.defer(() => databases.close())
  const folder = await mkdtemp(join(tmpdir(), 'jadwal-trace-'))
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }))

  const cpuMsPerOperation = new Map<string, number[][]>(scenarios.map((name) => [name, []]))
  const servers = new Map<string, Awaited<ReturnType<typeof startServer>>>()
  for (const name of scenarios) {
    const server = await startServer({
      variant: 'production',
      databaseUrl: databases.urlOf('all'),
      traceFile: name === 'on' ? join(folder, 'trace.jsonl') : undefined,
      untraced: name === 'none',
    })
    cleanUp.defer(() => server.stop())
    servers.set(name, server)
  }

  // Round 0 warms the servers up and is not counted.
  for (const visit of planVisits({ scenarios, users: [USERS], rounds: ROUNDS + 1, seed: 1 })) {
    const server = servers.get(visit.scenario)
    if (server === undefined) continue
    const before = await scrapeFigures(server.urlOf('/metrics'))
    const { samples } = await runLoad({
      url: server.url,
      operations: loadOperations(10),
      users: USERS,
      thinkTimeMs: [0, 0],
      ratePerSecond: null,
      warmUpMs: 0,
      durationMs: VISIT_MS,
      seed: visit.seed,
      requestTimeoutMs: 5_000,
    })
    const cpuSeconds = (await scrapeFigures(server.urlOf('/metrics'))).cpuSeconds - before.cpuSeconds
    if (visit.round > 0) cpuMsPerOperation.get(visit.scenario)?.push([(cpuSeconds * 1000) / samples.length])
  }

  const compared = [
    ['none', 'off'],
    ['off', 'on'],
  ].map(([from = '', to = '']) =>
    compareScenarios(
      { from, to, users: USERS, operation: 'all', metric: 'mean' },
      { from: cpuMsPerOperation.get(from) ?? [], to: cpuMsPerOperation.get(to) ?? [] },
    ),
  )
  for (const comparison of judge(compared, { margin: 0.05, confidence: 0.95 }))
    console.log(sentenceOf(comparison))
}

const TITLES: Record<string, string> = {
  none: 'no recording at all',
  off: 'tracing off (the summary of each operation)',
  on: 'tracing on (TRACE_FILE)',
}

function sentenceOf({ from, to, change, low, high, verdict }: Comparison): string {
  const ratio = (value: number | null) => (value === null ? '?' : (1 + value).toFixed(3))
  return (
    `${TITLES[to]} against ${TITLES[from]}: ${ratio(change)} times the processor time per operation ` +
    `(95 % interval ${ratio(low)} to ${ratio(high)}; ${verdict})`
  )
}

await measureTraceCost()
