import { setTimeout as sleep } from 'node:timers/promises'
import type { Queryable } from '../../src/database/database.ts'
import { createRandom, type Random } from '../../src/demo-data/random.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import { createKnownTotals } from '../../src/directory/page/plan/known-totals.ts'
import { EXACT_RULES, type MemoryRules } from '../../src/memory/answer-memory.ts'
import { createTestApp, type TestApp } from '../support/app/test-app.ts'
import { connected } from '../support/database/connected.ts'
import { createGenerations } from './generations.ts'

/** Readers and writers at the same time, on two servers that keep answers, and one database. */
export interface MemoryRounds {
  /** Plays rounds until one has a violation, or all are played. The database may fail meanwhile. */
  play(options: PlayOptions): Promise<RoundsResult>
  /** Replaces both servers by new ones, which have kept nothing. */
  replaceServers(): Promise<void>
}

interface PlayOptions {
  rounds: number
  seed: number
  /** Default: 2. */
  writers?: number
}

export interface RoundsResult {
  /** What answers were that they must not be, in words. */
  violations: string[]
  /** How often an operation was a hit, a miss and so on, or failed with a status; and how many writes failed. */
  outcomes: Record<string, number>
}

const READERS = 6
const REQUESTS_OF_READER = 3
const MEMORY = { answerBytes: 1_000_000, totalBytes: 100_000 }

const OPERATIONS = [
  '{ doctors(first: 100) { totalCount nodes { name schedules { startTime endTime } specializations { name } } } }',
  '{ doctors(first: 100, filter: { name: "dr. 00" }) { totalCount nodes { name schedules { startTime endTime } } } }',
  '{ doctors(last: 100, orderBy: { field: CREATED_AT }) { totalCount nodes { name } } }',
  `{ doctor(id: "${btoa('Doctor:1')}") { name schedules { startTime endTime } } }`,
]

/** @param rules those of both servers. */
export async function createMemoryRounds(
  url: string,
  rules: MemoryRules = EXACT_RULES,
): Promise<MemoryRounds> {
  const generations = createGenerations()
  await connected(url, (session) => generations.fill(session))
  const pauses = createPauses(createRandom(1))
  const startServers = async () => [
    await startServer(url, rules, pauses),
    await startServer(url, rules, pauses),
  ]
  let servers = await startServers()
  const count = ({ outcomes }: RoundsResult, outcome: string) => {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }

  async function read(random: Random, requestId: string, result: RoundsResult): Promise<void> {
    const server = random.pick(servers)
    const sentAt = generations.known
    const { status, data } = await server.run(random.pick(OPERATIONS), {}, { 'x-request-id': requestId })
    const line = server.logged.findLast((logged) => logged.requestId === requestId)
    const outcome = status === 200 ? line.memory : String(status)
    count(result, outcome)
    if (status !== 200) return
    const problems = generations.judge(data, { sentAt, isOneSnapshot: outcome === 'hit' })
    result.violations.push(...problems.map((problem) => `${outcome}: ${problem}`))
  }

  async function playRound(
    random: Random,
    round: string,
    writers: number,
    result: RoundsResult,
  ): Promise<void> {
    const writing = Array.from({ length: writers }, () =>
      connected(url, async (session) => {
        await pauses(0.5, 4)
        const holdMs = random.chance(0.2) ? 15 : 0
        await generations.write(session, {
          ends: random.chance(0.25) ? 'rollback' : 'commit',
          hold: () => sleep(holdMs),
        })
      }).catch(() => count(result, 'failed write')),
    )
    const reading = Array.from({ length: READERS }, async (_, reader) => {
      for (let index = 0; index < REQUESTS_OF_READER; index++) {
        await pauses(0.5, 4)
        await read(random, `${round}-${reader}-${index}`, result)
      }
    })
    await Promise.all([...writing, ...reading])
    for (const { logged } of servers) logged.length = 0
  }

  return {
    async replaceServers() {
      servers = await startServers()
    },
    async play({ rounds, seed, writers = 2 }) {
      const random = createRandom(seed)
      const result: RoundsResult = { violations: [], outcomes: {} }
      for (let round = 0; round < rounds && result.violations.length === 0; round++) {
        await playRound(random, `${seed}-${round}`, writers, result)
      }
      return result
    },
  }
}

/** Waits now and then for up to a few milliseconds, as a network does. */
type Pauses = (probability: number, maxMs: number) => Promise<void>

function createPauses(random: Random): Pauses {
  return async (probability, maxMs) => {
    if (random.chance(probability)) await sleep(random.integer(0, maxMs))
  }
}

/** A server whose statements and checks arrive late now and then, and whose answers do. */
function startServer(url: string, rules: MemoryRules, pauses: Pauses): Promise<TestApp> {
  const totals = createKnownTotals(MEMORY.totalBytes)
  const late = async <Result>(send: () => Promise<Result>) => {
    await pauses(0.4, 5)
    const result = await send()
    await pauses(0.4, 5)
    return result
  }
  return createTestApp({
    databaseUrl: url,
    createDirectory: (database: Queryable) =>
      createDoctorDirectory({ query: (statement) => late(() => database.query(statement)) }, { totals }),
    memory: {
      ...MEMORY,
      rules: {
        ...rules,
        checkAfterArrival: (readVersion, maxWaitMs) =>
          rules.checkAfterArrival(() => late(readVersion), maxWaitMs),
      },
    },
  })
}
