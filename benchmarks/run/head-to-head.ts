import type { BenchmarkDatabases } from '../targets/databases.ts'
import type { Scenario } from '../targets/scenarios.ts'
import { drawUniform } from '../workload/load/plan-load.ts'
import { createPairSender } from '../workload/send-pairs.ts'
import { type CpuTimes, cpuMsBetween, isPostgresProcess, readCpuTimes } from './cpu-time.ts'
import type { MeasuredBlock, MeasuredPair, Sides } from './judge-pairs.ts'
import type { HeadToHeadOptions, RunContext } from './run-options.ts'
import { startScenarioServers } from './scenario-servers.ts'

/** Until a server answers at its steady pace: the compiler of its process has seen enough. */
const WARM_UP_PAIRS = 400

/**
 * Measures pairs of scenarios side by side. Whatever else the machine does delays both sides of a pair alike, so it
 * cancels in their ratio; and each block has new server processes, because a process keeps its own pace for as long as
 * it runs, which would pass for a difference.
 */
export async function measureHeadToHead(
  { pairs, ...settings }: HeadToHeadOptions,
  { databases, seed }: { databases: BenchmarkDatabases; seed: number },
  { progress, signal }: Pick<RunContext, 'progress' | 'signal'>,
): Promise<MeasuredPair[]> {
  const measured: MeasuredPair[] = []
  for (const [index, { from, to }] of pairs.entries()) {
    const blocks: MeasuredBlock[] = []
    const startMs = performance.now()
    const elapsedShare = () => (performance.now() - startMs) / 1000 / settings.secondsPerPair
    while (blocks.length < settings.minBlocks || elapsedShare() + elapsedShare() / blocks.length <= 1) {
      const done = Math.min(1, elapsedShare())
      progress.advance((index + done) / pairs.length, `${from.name} → ${to.name}, block ${blocks.length + 1}`)
      const blockSeed = Math.floor(drawUniform(seed, 'block', index, blocks.length) * 2 ** 31)
      blocks.push(
        await measureBlock(
          { from, to },
          { databases, pairs: settings.pairsPerBlock, seed: blockSeed, signal },
        ),
      )
    }
    measured.push({ from: from.name, to: to.name, blocks })
  }
  return measured
}

interface BlockOptions {
  databases: BenchmarkDatabases
  pairs: number
  seed: number
  signal: AbortSignal
}

async function measureBlock(
  { from, to }: Sides<Scenario>,
  { databases, pairs, seed, signal }: BlockOptions,
): Promise<MeasuredBlock> {
  await using cleanUp = new AsyncDisposableStack()
  // Scenarios that do not differ in their indexes use one database, so that only their code differs.
  const isSameData = from.indexes === to.indexes
  const sessionName = (scenario: string) => `jadwal bench ${process.pid} ${scenario}`
  const servers = cleanUp.use(
    await startScenarioServers([from, to], (name) =>
      databases.urlOf(isSameData ? from.name : name, sessionName(name)),
    ),
  )
  const urls = { from: servers.of(from.name).url, to: servers.of(to.name).url }
  const sender = createPairSender({ urls, seed, signal })
  cleanUp.defer(() => sender.close())

  const readSides = async (read: (scenario: Scenario) => Promise<CpuTimes | undefined>) => ({
    from: await read(from),
    to: await read(to),
  })
  const serverTimes = () => readSides(({ name }) => readCpuTimes([servers.of(name).pid]))
  const sessionTimes = () => readSides(async ({ name }) => readSessionTimes(sessionName(name), databases))

  await sender.send(WARM_UP_PAIRS)
  const before = { servers: await serverTimes(), sessions: await sessionTimes() }
  const serviceTimesMs = await sender.send(pairs)
  const after = { servers: await serverTimes(), sessions: await sessionTimes() }
  return {
    serviceTimesMs,
    serverCpuMs: usedByBoth(before.servers, after.servers) ?? {
      reason: 'this system does not count the CPU time of threads',
    },
    databaseCpuMs: usedByBoth(before.sessions, after.sessions) ?? {
      reason: 'PostgreSQL runs where its processes cannot be seen from here',
    },
  }
}

/** CPU time so far of PostgreSQL's processes for the sessions of this name; undefined where they cannot be seen. */
async function readSessionTimes(
  sessionName: string,
  databases: BenchmarkDatabases,
): Promise<CpuTimes | undefined> {
  const pids = await databases.processesOf(sessionName)
  const areHere = (await Promise.all(pids.map(isPostgresProcess))).every(Boolean)
  return pids.length > 0 && areHere ? readCpuTimes(pids) : undefined
}

function usedByBoth(
  before: Sides<CpuTimes | undefined>,
  after: Sides<CpuTimes | undefined>,
): Sides<number> | undefined {
  if (!before.from || !before.to || !after.from || !after.to) return undefined
  return { from: cpuMsBetween(before.from, after.from), to: cpuMsBetween(before.to, after.to) }
}
