import type { BenchmarkDatabases } from '../../targets/databases.ts'
import type { Scenario } from '../../targets/scenarios.ts'
import { drawUniform } from '../../workload/load/plan-load.ts'
import { type AnsweredPair, createPairSender } from '../../workload/send-pairs.ts'
import type { HeadToHeadOptions, RunContext } from '../context/run-options.ts'
import { startScenarioServers } from '../servers/scenario-servers.ts'
import { hasTimeForBlock } from './block-budget.ts'
import { type CpuTimes, cpuMsBetween, isPostgresProcess, readCpuTimes } from './cpu-time.ts'
import type { MeasuredBlock, MeasuredPair, Sides } from './judge-pairs.ts'

/**
 * Until a server answers at its steady pace: the compiler of its process has seen 400 requests. They are sent on several
 * connections at once, which takes two thirds of the time of one after the other.
 */
const WARM_UP = { connections: 5, rounds: 4 }

interface HeadToHeadContext extends Pick<RunContext, 'progress' | 'signal'> {
  /** When it has to end, on the clock of `performance.now()`; by default it may take any time. */
  limitMs?: number
}

/**
 * Measures pairs of scenarios side by side. Whatever else the machine does delays both sides of a pair alike, so it
 * cancels in their ratio; and each block has new server processes, because a process keeps its own pace for as long as
 * it runs, which would pass for a difference.
 */
export async function measureHeadToHead(
  { pairs, ...settings }: HeadToHeadOptions,
  { databases, seed }: { databases: BenchmarkDatabases; seed: number },
  { progress, signal, limitMs = Number.POSITIVE_INFINITY }: HeadToHeadContext,
): Promise<MeasuredPair[]> {
  const measured: MeasuredPair[] = []
  for (const [index, { from, to }] of pairs.entries()) {
    const blocks: MeasuredBlock[] = []
    const startMs = performance.now()
    const timeSoFar = () => ({
      blocks: blocks.length,
      seconds: (performance.now() - startMs) / 1000,
      // The pairs that follow have as much of what is left.
      secondsLeft: (limitMs - performance.now()) / 1000 / (pairs.length - index),
    })
    while (hasTimeForBlock(timeSoFar(), settings)) {
      const done = Math.min(1, timeSoFar().seconds / settings.secondsPerPair)
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

function exchangeSides({ pairs, serverCpuMs, databaseCpuMs }: MeasuredBlock): MeasuredBlock {
  const exchange = <Value>({ from, to }: Sides<Value>): Sides<Value> => ({ from: to, to: from })
  return {
    pairs: pairs.map(({ operation, ...times }) => ({ operation, ...exchange(times) })),
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
  await warmUp(urls, { seed, signal })
  const sender = createPairSender({ urls, seed, signal })
  cleanUp.defer(() => sender.close())
  const readTimes = async (): Promise<Times> => {
    await sender.settle()
    // Each time: a pool closes connections that were idle while the machine was busy, and opens others.
    const sessions = await sessionsOf({ from: sessionName(from.name), to: sessionName(to.name) }, databases)
    return {
      servers: {
        from: readCpuTimes([servers.of(from.name).pid]),
        to: readCpuTimes([servers.of(to.name).pid]),
      },
      sessions: { from: readCpuTimes(sessions.from), to: readCpuTimes(sessions.to) },
    }
  }
  const answered: AnsweredPair[] = []
  const times = [await readTimes()]
  while (answered.length < pairs) {
    answered.push(...(await sender.sendRound()))
    times.push(await readTimes())
  }
  const requests = answered.length / (times.length - 1)
  return {
    pairs: answered,
    serverCpuMs: usedInRounds(
      times.map((each) => each.servers),
      requests,
    ) ?? {
      reason: 'this system does not count the CPU time of threads',
    },
    databaseCpuMs: usedInRounds(
      times.map((each) => each.sessions),
      requests,
    ) ?? {
      reason: 'PostgreSQL runs where its processes cannot be seen from here',
    },
  }
}

async function warmUp(urls: Sides<string>, { seed, signal }: Pick<BlockOptions, 'seed' | 'signal'>) {
  await using cleanUp = new AsyncDisposableStack()
  const senders = Array.from({ length: WARM_UP.connections }, (_, index) => {
    const sender = createPairSender({ urls, seed: seed + index + 1, signal })
    cleanUp.defer(() => sender.close())
    return sender
  })
  await Promise.all(
    senders.map(async (sender) => {
      for (let round = 0; round < WARM_UP.rounds; round++) await sender.sendRound()
    }),
  )
}

/** CPU times so far, of either server and of PostgreSQL's processes for it; undefined where they cannot be had. */
interface Times {
  servers: Sides<CpuTimes | undefined>
  sessions: Sides<CpuTimes | undefined>
}

/** The ids of PostgreSQL's processes for the sessions of these names; empty where they run elsewhere. */
async function sessionsOf(names: Sides<string>, databases: BenchmarkDatabases): Promise<Sides<number[]>> {
  const [from = [], to = []] = await databases.processesOf([names.from, names.to])
  return [...from, ...to].every(isPostgresProcess) ? { from, to } : { from: [], to: [] }
}

/**
 * CPU time for one request, from each reading to the next. Rounds in which a process came or went are left out: what it
 * used is known in part only. Undefined where there are no others, or readings are missing.
 */
function usedInRounds(
  readings: readonly Sides<CpuTimes | undefined>[],
  requests: number,
): Sides<number[]> | undefined {
  const used = { from: [] as number[], to: [] as number[] }
  for (const [index, after] of readings.slice(1).entries()) {
    const before = readings[index]
    if (!before?.from || !before.to || !after.from || !after.to) continue
    const from = cpuMsBetween(before.from, after.from)
    const to = cpuMsBetween(before.to, after.to)
    if (from === undefined || to === undefined) continue
    used.from.push(from / requests)
    used.to.push(to / requests)
  }
  return used.from.length === 0 ? undefined : used
}
