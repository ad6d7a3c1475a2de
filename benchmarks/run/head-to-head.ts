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
/** Between two readings of CPU times. */
const PAIRS_PER_SEGMENT = 50

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
      const options = { databases, pairs: settings.pairsPerBlock, seed: blockSeed, signal }
      // The sides change places from block to block: whatever a place is worth cancels.
      const isExchanged = blocks.length % 2 === 1
      const block = await measureBlock(isExchanged ? { from: to, to: from } : { from, to }, options)
      blocks.push(isExchanged ? exchangeSides(block) : block)
    }
    measured.push({ from: from.name, to: to.name, blocks })
  }
  return measured
}

function exchangeSides({ serviceTimesMs, serverCpuMs, databaseCpuMs }: MeasuredBlock): MeasuredBlock {
  const exchange = <Value>({ from, to }: Sides<Value>): Sides<Value> => ({ from: to, to: from })
  return {
    serviceTimesMs: exchange(serviceTimesMs),
    serverCpuMs: 'reason' in serverCpuMs ? serverCpuMs : exchange(serverCpuMs),
    databaseCpuMs: 'reason' in databaseCpuMs ? databaseCpuMs : exchange(databaseCpuMs),
  }
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
  const startOrder = drawUniform(seed, 'start') < 0.5 ? [from, to] : [to, from]
  const sessionName = (scenario: string) => `jadwal bench ${process.pid} ${scenario}`
  const servers = cleanUp.use(
    await startScenarioServers(startOrder, (name) =>
      databases.urlOf(isSameData ? from.name : name, sessionName(name)),
    ),
  )
  const urls = { from: servers.of(from.name).url, to: servers.of(to.name).url }
  const sender = createPairSender({ urls, seed, signal })
  cleanUp.defer(() => sender.close())

  await sender.send(WARM_UP_PAIRS)
  const readTimes = async (): Promise<Times> => {
    // Each time: a pool closes connections that were idle while the machine was busy, and opens others.
    const sessions = await sessionsOf({ from: sessionName(from.name), to: sessionName(to.name) }, databases)
    return {
      servers: {
        from: await readCpuTimes([servers.of(from.name).pid]),
        to: await readCpuTimes([servers.of(to.name).pid]),
      },
      sessions: { from: await readCpuTimes(sessions.from), to: await readCpuTimes(sessions.to) },
    }
  }
  const serviceTimesMs = { from: [] as number[], to: [] as number[] }
  const times = [await readTimes()]
  for (let left = pairs; left > 0; left -= PAIRS_PER_SEGMENT) {
    const measured = await sender.send(Math.min(left, PAIRS_PER_SEGMENT))
    serviceTimesMs.from.push(...measured.from)
    serviceTimesMs.to.push(...measured.to)
    times.push(await readTimes())
  }
  return {
    serviceTimesMs,
    serverCpuMs: usedInSegments(times.map((each) => each.servers)) ?? {
      reason: 'this system does not count the CPU time of threads',
    },
    databaseCpuMs: usedInSegments(times.map((each) => each.sessions)) ?? {
      reason: 'PostgreSQL runs where its processes cannot be seen from here',
    },
  }
}

/** CPU times so far, of either server and of PostgreSQL's processes for it; undefined where they cannot be had. */
interface Times {
  servers: Sides<CpuTimes | undefined>
  sessions: Sides<CpuTimes | undefined>
}

/** The ids of PostgreSQL's processes for the sessions of these names; empty where they run elsewhere. */
async function sessionsOf(names: Sides<string>, databases: BenchmarkDatabases): Promise<Sides<number[]>> {
  const pidsOf = async (name: string) => {
    const pids = await databases.processesOf(name)
    const areHere = (await Promise.all(pids.map(isPostgresProcess))).every(Boolean)
    return areHere ? pids : []
  }
  return { from: await pidsOf(names.from), to: await pidsOf(names.to) }
}

/** From each reading to the next; undefined where a reading is missing. */
function usedInSegments(readings: readonly Sides<CpuTimes | undefined>[]): Sides<number[]> | undefined {
  const used = { from: [] as number[], to: [] as number[] }
  for (const [index, after] of readings.slice(1).entries()) {
    const before = readings[index]
    if (!before?.from || !before.to || !after.from || !after.to) return undefined
    used.from.push(cpuMsBetween(before.from, after.from))
    used.to.push(cpuMsBetween(before.to, after.to))
  }
  return used
}
