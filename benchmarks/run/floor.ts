import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import type { Machine } from '../result.ts'
import { halfWidth, pairedDifference } from '../statistics/paired-difference.ts'
import { pairedLogRatios } from '../statistics/paired-rounds.ts'
import { percentile } from '../statistics/percentile.ts'
import { type Contender, type ContenderName, startContender } from '../targets/contenders/contender.ts'
import { OPERATION_NAMES, type OperationName } from '../targets/contenders/operations.ts'
import { prepareDatabases } from '../targets/databases.ts'
import { sendRepeatedly } from '../workload/send-repeatedly.ts'
import { describeMachine, describeVersions } from './machine.ts'
import { processCpuMs } from './process-cpu.ts'
import { CONFIDENCE } from './run-options.ts'
import { planVisits } from './visits.ts'

export interface FloorOptions {
  contenders: readonly Contender[]
  doctors: number
  /** At least 2. Each has new processes, in random order. */
  rounds: number
  connections: number
  /** Requests of each operation that are measured in a round. */
  requests: number
  seed: number
}

export interface FloorResult {
  version: 1
  startedAt: string
  machine: Machine
  versions: Record<string, string>
  options: Omit<FloorOptions, 'contenders'>
  costs: ContenderCost[]
}

/** CPU time of a contender's process for one operation. */
export interface ContenderCost {
  contender: ContenderName
  title: string
  operation: OperationName
  /** Median of the rounds, in µs. */
  cpuUs: number
  /** How many times the floor's, over the rounds: geometric mean with its 95 % interval. Null for the floor. */
  ratio: { mean: number; low: number; high: number } | null
}

interface FloorContext {
  onVisit(done: number, of: number, contender: ContenderName): void
  signal: AbortSignal
}

const WARM_UP_REQUESTS = 1_000

/**
 * Measures what the contenders need for the same operations. Before, each has to answer the same values as the floor.
 *
 * @param options the first contender is what the others are compared with.
 * @throws Error if a contender answers something else.
 */
export async function measureFloor(
  options: FloorOptions,
  { onVisit, signal }: FloorContext,
): Promise<FloorResult> {
  const { contenders, doctors, rounds, connections, requests, seed } = options
  const startedAt = new Date().toISOString()
  await using cleanUp = new AsyncDisposableStack()
  const databases = await prepareDatabases({
    scenarios: [{ name: 'all', indexes: true }],
    doctors,
    serverUrl: undefined,
  })
  cleanUp.defer(() => databases.close())
  const databaseUrl = databases.urlOf('all')
  await requireEqualAnswers(contenders, databaseUrl, signal)

  const cpuUs = new Map<string, number[][]>()
  const names = contenders.map(({ name }) => name)
  const visits = planVisits({ scenarios: names, users: [connections], rounds, seed })
  for (const [index, { scenario }] of visits.entries()) {
    onVisit(index, visits.length, scenario)
    const contender = contenders.find(({ name }) => name === scenario)
    if (contender === undefined) continue
    const running = await startContender(contender, databaseUrl)
    try {
      for (const operation of OPERATION_NAMES) {
        const job = { url: new URL(running.url), body: contender.bodyOf(operation), connections, signal }
        await sendRepeatedly({ ...job, count: WARM_UP_REQUESTS })
        const before = await processCpuMs(running.pid)
        await sendRepeatedly({ ...job, count: requests })
        const perRequest = ((await processCpuMs(running.pid)) - before) / requests
        const key = `${scenario} ${operation}`
        cpuUs.set(key, [...(cpuUs.get(key) ?? []), [perRequest * 1000]])
      }
    } finally {
      await running.stop()
    }
  }

  const roundsOf = (name: ContenderName, operation: OperationName) => cpuUs.get(`${name} ${operation}`) ?? []
  const [base] = names
  return {
    version: 1,
    startedAt,
    machine: describeMachine(),
    versions: describeVersions(databases.serverVersion),
    options: { doctors, rounds, connections, requests, seed },
    costs: OPERATION_NAMES.flatMap((operation) =>
      contenders.map(({ name, title }) => ({
        contender: name,
        title,
        operation,
        cpuUs: percentile(
          roundsOf(name, operation)
            .flat()
            .toSorted((a, b) => a - b),
          0.5,
        ),
        ratio:
          base === undefined || name === base
            ? null
            : ratioOf(
                pairedLogRatios('mean', { from: roundsOf(base, operation), to: roundsOf(name, operation) }),
              ),
      })),
    ),
  }
}

function ratioOf(logRatios: readonly number[]): ContenderCost['ratio'] {
  const difference = pairedDifference(logRatios)
  const half = halfWidth(difference, 1 - CONFIDENCE)
  const at = (log: number) => Math.exp(log)
  return { mean: at(difference.mean), low: at(difference.mean - half), high: at(difference.mean + half) }
}

const Answer = v.object({ data: v.unknown() })

async function requireEqualAnswers(
  contenders: readonly Contender[],
  databaseUrl: string,
  signal: AbortSignal,
) {
  const expected = new Map<OperationName, unknown>()
  for (const contender of contenders) {
    const running = await startContender(contender, databaseUrl)
    try {
      for (const operation of OPERATION_NAMES) {
        const body = contender.bodyOf(operation)
        const text = await sendRepeatedly({
          url: new URL(running.url),
          body,
          count: 1,
          connections: 1,
          signal,
        })
        const values = contender.valuesOf(operation, v.parse(Answer, JSON.parse(text)).data)
        if (!expected.has(operation)) expected.set(operation, values)
        if (!isDeepStrictEqual(values, expected.get(operation))) {
          throw new Error(
            `expected ${contender.name} to answer ${operation} with the values of the floor, got ${text.slice(0, 500)}`,
          )
        }
      }
    } finally {
      await running.stop()
    }
  }
}
