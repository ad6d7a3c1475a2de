import { isDeepStrictEqual } from 'node:util'
import type { Measuring } from '../run/context/measuring.ts'
import { planVisits } from '../run/load/visits.ts'
import { describeVersions, resultHead } from '../run/machine/machine.ts'
import { type Contender, type RunningContender, startContender } from '../targets/contenders/contender.ts'
import { THIS_SERVER } from '../targets/contenders/contenders.ts'
import { MANY, type OperationName } from '../targets/contenders/operations.ts'
import { prepareDatabases } from '../targets/databases.ts'
import { sendRepeatedly } from '../workload/send-repeatedly.ts'
import type {
  ContenderCost,
  ContenderStart,
  FloorResult,
  FloorSettings,
  LayerBudget,
  MemoryPoint,
} from './floor-result.ts'
import { busyUsByLayer } from './layers.ts'
import { mainThreadCpuMs, processCpuMs, residentMb } from './process-usage.ts'
import { profileProcess } from './profile-process.ts'

export interface FloorOptions extends FloorSettings {
  /** The first is what the others are compared with. */
  contenders: readonly Contender[]
  /** Operations after which the memory of this server is looked at; none if empty. */
  growthAt: readonly number[]
  leftOut: string[]
}

/** Of the requests for an operation, those that are sent before the others and not measured. */
const WARM_UP_SHARE = 1 / 3

/** What the article's stack receives of the requests of the others: it needs ten times as long for each. */
const ARTICLE_SHARE = 1 / 10

/** One after the other: a profile counts the time in which the thread is busy, and with more it also waits for a core. */
const PROFILED_REQUESTS = 5_000

const THROUGHPUT_CONNECTIONS = 50

/**
 * Measures what the contenders need for the same operations. Before, each has to answer the same values as the floor.
 *
 * @throws Error if a contender answers something else.
 */
export async function measureFloor(options: FloorOptions, context: Measuring): Promise<FloorResult> {
  const { contenders, growthAt, leftOut, ...settings } = options
  const { doctors, rounds, connections, otherConnections, warmUp, requests, seed } = settings
  const { report, signal } = context
  const startedAt = new Date()
  await using cleanUp = new AsyncDisposableStack()
  report(`preparing a directory of ${doctors} doctors`)
  const databases = await prepareDatabases({
    scenarios: [{ name: 'all', indexes: true }],
    doctors,
    serverUrl: context.serverUrl,
  })
  cleanUp.defer(() => databases.close())
  const databaseUrl = databases.urlOf('all')

  let sent = 0
  const send = (running: RunningContender, contender: Contender, operation: OperationName, load: Load) => {
    const { path, bodyOf } = contender.requestsOf(operation)
    // No warm-up has sent the bodies of these.
    const offset = sent
    sent += load.count
    const numbered = bodyOf && ((number: number) => bodyOf(offset + number))
    return sendRepeatedly({ url: new URL(path, running.url), bodyOf: numbered, signal, ...load })
  }
  /** CPU time for one operation, after a warm-up. */
  const costOf = async (
    running: RunningContender,
    contender: Contender,
    operation: OperationName,
    load: Load,
  ) => {
    await send(running, contender, operation, { ...load, count: Math.ceil(load.count * WARM_UP_SHARE) })
    const beforeMs = await processCpuMs(running.pid)
    await send(running, contender, operation, load)
    return (((await processCpuMs(running.pid)) - beforeMs) * 1000) / load.count
  }

  /** Requests per second of many clients. */
  const throughputOf = async (running: RunningContender, contender: Contender): Promise<number> => {
    const many = { count: requests, connections: THROUGHPUT_CONNECTIONS }
    await send(running, contender, MANY, { ...many, count: Math.ceil(requests * WARM_UP_SHARE) })
    const startMs = performance.now()
    await send(running, contender, MANY, many)
    return requests / ((performance.now() - startMs) / 1000)
  }

  report('comparing the answers of all servers')
  const expected = new Map<OperationName, unknown>()
  for (const contender of contenders) {
    const running = await startContender(contender, { databaseUrl })
    try {
      for (const operation of comparedBy(contender)) {
        const text = await send(running, contender, operation, { count: 1, connections: 1 })
        const values = contender.valuesOf(operation, JSON.parse(text))
        if (!expected.has(operation)) expected.set(operation, values)
        if (isDeepStrictEqual(values, expected.get(operation))) continue
        throw new Error(
          `expected ${contender.name} to answer ${operation} with the values of the floor, got ${text.slice(0, 500)}`,
        )
      }
    } finally {
      await running.stop()
    }
  }

  const costs = createCosts()
  const throughput = createThroughput()
  const starts = new Map<string, ContenderStart>()
  const names = contenders.map(({ name }) => name)
  const visits = planVisits({ scenarios: names, users: [connections], rounds, seed })
  for (const [index, { scenario, round }] of visits.entries()) {
    const contender = contenders.find(({ name }) => name === scenario)
    if (contender === undefined) continue
    report(`visit ${index + 1} of ${visits.length}: round ${round + 1}, ${contender.title}`)
    const share = contender.kind === 'article' ? ARTICLE_SHARE : 1
    const count = Math.ceil(requests * share)
    const first = contender.operations[0] ?? 'page'
    const startMs = performance.now()
    const running = await startContender(contender, { databaseUrl })
    try {
      await send(running, contender, first, { count: 1, connections: 1 })
      const firstAnswerMs = performance.now() - startMs
      const warming = Math.ceil(warmUp * share)
      await send(running, contender, first, { count: warming, connections })
      for (const operation of comparedBy(contender)) {
        const us = await costOf(running, contender, operation, { count, connections })
        costs.add({ contender: contender.name, operation, connections }, us)
      }
      const operations =
        1 + warming + comparedBy(contender).length * (count + Math.ceil(count * WARM_UP_SHARE))
      const start = starts.get(scenario) ?? {
        contender: scenario,
        firstAnswerMs: [],
        residentMb: [],
        operations,
      }
      start.firstAnswerMs.push(firstAnswerMs)
      start.residentMb.push(await residentMb(running.pid))
      starts.set(scenario, start)
      if (contender.operations.includes(MANY)) {
        throughput.add(contender.name, await throughputOf(running, contender))
      }
      for (const others of contender.operations.includes('page') && contender.kind === 'own'
        ? otherConnections
        : []) {
        const us = await costOf(running, contender, 'page', { count, connections: others })
        costs.add({ contender: contender.name, operation: 'page', connections: others }, us)
      }
    } finally {
      await running.stop()
    }
  }

  report('profiling this server')
  const layers = await measureLayers()
  const growth = growthAt.length === 0 ? null : await measureGrowth()
  return {
    version: 1,
    ...resultHead(startedAt),
    command: context.command,
    versions: describeVersions(databases.serverVersion),
    settings,
    contenders: contenders.map(({ name, title }) => ({ name, title })),
    costs: costs.all(),
    throughput: throughput.all(),
    starts: [...starts.values()],
    layers,
    growth,
    leftOut,
  }

  async function measureLayers(): Promise<LayerBudget> {
    const operation = 'page'
    const running = await startContender(THIS_SERVER, { databaseUrl, inspect: true })
    try {
      if (running.inspectorUrl === undefined) throw new Error('expected an inspector, got none')
      await send(running, THIS_SERVER, operation, { count: warmUp + PROFILED_REQUESTS, connections: 1 })
      const before = [await processCpuMs(running.pid), await mainThreadCpuMs(running.pid)] as const
      const profile = await profileProcess(running.inspectorUrl, async () => {
        await send(running, THIS_SERVER, operation, { count: PROFILED_REQUESTS, connections: 1 })
      })
      const perOperation = (us: number) => us / PROFILED_REQUESTS
      const processUs = perOperation(((await processCpuMs(running.pid)) - before[0]) * 1000)
      const mainThreadUs = perOperation(((await mainThreadCpuMs(running.pid)) - before[1]) * 1000)
      return {
        operation,
        layers: busyUsByLayer(profile).map(({ layer, us }) => ({ layer, us: perOperation(us) })),
        mainThreadUs,
        otherThreadsUs: processUs - mainThreadUs,
      }
    } finally {
      await running.stop()
    }
  }

  async function measureGrowth(): Promise<MemoryPoint[]> {
    const points: MemoryPoint[] = []
    const running = await startContender(THIS_SERVER, { databaseUrl })
    try {
      let answered = 0
      for (const operations of growthAt) {
        report(`resident memory of this server: up to ${operations} operations`)
        await send(running, THIS_SERVER, 'page', { count: operations - answered, connections })
        answered = operations
        points.push({ operations, residentMb: await residentMb(running.pid) })
      }
    } finally {
      await running.stop()
    }
    return points
  }
}

function comparedBy({ operations }: Contender): OperationName[] {
  return operations.filter((operation) => operation !== MANY)
}

interface Load {
  count: number
  connections: number
}

function createCosts() {
  const costs = new Map<string, ContenderCost>()
  return {
    add(of: Omit<ContenderCost, 'roundsUs'>, us: number) {
      const key = JSON.stringify([of.contender, of.operation, of.connections])
      const cost = costs.get(key) ?? { ...of, roundsUs: [] }
      cost.roundsUs.push(us)
      costs.set(key, cost)
    },
    all: () => [...costs.values()],
  }
}

function createThroughput() {
  const rounds = new Map<string, number[]>()
  return {
    add: (contender: string, perSecond: number) =>
      rounds.set(contender, [...(rounds.get(contender) ?? []), perSecond]),
    all: () => [...rounds].map(([contender, roundsPerSecond]) => ({ contender, roundsPerSecond })),
  }
}
