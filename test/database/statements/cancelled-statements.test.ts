import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase, type Database, type Queryable } from '../../../src/database/database.ts'
import { Prisma } from '../../../src/database/generated/client.ts'
import { isUnavailable } from '../../../src/database/statements/availability.ts'
import { connected } from '../../support/database/connected.ts'
import { createTestDatabase, testServerUrl } from '../../support/database/test-database.ts'
import { listen } from '../../support/system/listen.ts'
import { until } from '../../support/system/until.ts'

const url = await createTestDatabase()
const databaseName = /\/(test_\w+)\?/.exec(url)?.[1] ?? ''

function open(options: { poolSize?: number; url?: string } = {}): Database {
  const database = createDatabase({ url, ...options })
  after(() => database.close())
  return database
}

const sleepFor = (database: Queryable, seconds: number) =>
  database.query<{ slept: number }>({
    name: 'sleep',
    plan: 'custom',
    sql: Prisma.sql`select 1 as slept from pg_sleep(${seconds}::float8)`,
  })

/** The processes of this test's database that execute a statement, or wait for one. */
const backends = (state: 'active' | 'idle') =>
  connected(testServerUrl('postgres'), async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = $1 and state = $2 and application_name = 'jadwal'`,
      [databaseName, state],
    )
    return rows.map(({ pid }) => pid)
  })

describe('a statement whose signal is aborted', () => {
  it('rejects with the reason, is cancelled in PostgreSQL, and leaves a connection that can be used', async () => {
    const database = open({ poolSize: 1 })
    const controller = new AbortController()
    const sleeping = sleepFor(database.withSignal(controller.signal), 60)
    await until(async () => (await backends('active')).length === 1)
    const [pid] = await backends('active')
    controller.abort(new Error('enough'))
    await assert.rejects(sleeping, { message: 'enough' })
    await until(async () => (await backends('active')).length === 0)
    assert.deepEqual(await sleepFor(database, 0), [{ slept: 1 }])
    assert.deepEqual(await backends('idle'), [pid])
    assert.deepEqual(state(database), { inUse: 0, idle: 1, waiting: 0 })
  })

  it('is cancelled with the one behind it that left in the same write, on a connection that can be used', async () => {
    const database = open({ poolSize: 1 })
    const controller = new AbortController()
    const operation = database.withSignal(controller.signal)
    const sleeping = [60, 60].map((seconds) =>
      operation.query({
        name: 'sleep',
        plan: 'custom',
        batch: { loader: 'sleeps', size: 1 },
        sql: Prisma.sql`select 1 as slept from pg_sleep(${seconds}::float8)`,
      }),
    )
    const rejected = sleeping.map((one) => assert.rejects(one, { message: 'enough' }))
    await until(async () => (await backends('active')).length === 1)
    const [pid] = await backends('active')
    controller.abort(new Error('enough'))
    await Promise.all(rejected)
    await until(async () => (await backends('active')).length === 0)
    assert.deepEqual(await sleepFor(database, 0), [{ slept: 1 }])
    assert.deepEqual(await backends('idle'), [pid])
    assert.deepEqual(state(database), { inUse: 0, idle: 1, waiting: 0 })
  })

  it('fails alone where another of the same write fails', async () => {
    const database = open({ poolSize: 1 })
    const batched = (sql: Prisma.Sql) =>
      database.query({ name: 'batched', plan: 'custom', batch: { loader: 'any', size: 1 }, sql })
    const [bad, good] = [batched(Prisma.sql`select 1 / ${0}::int`), batched(Prisma.sql`select 2 as two`)]
    await assert.rejects(bad, { message: 'division by zero' })
    assert.deepEqual(await good, [{ two: 2 }])
    assert.deepEqual(state(database), { inUse: 0, idle: 1, waiting: 0 })
  })

  it('is not sent if it still waits for a connection', async () => {
    const database = open({ poolSize: 1 })
    const first = new AbortController()
    const second = new AbortController()
    const sleeping = sleepFor(database.withSignal(first.signal), 60)
    const waiting = sleepFor(database.withSignal(second.signal), 60)
    await until(async () => state(database).waiting === 1)
    second.abort(new Error('second'))
    await assert.rejects(waiting, { message: 'second' })
    assert.equal(state(database).waiting, 0)
    first.abort(new Error('first'))
    await assert.rejects(sleeping, { message: 'first' })
    await until(async () => state(database).inUse === 0)
  })

  it('never cancels the statement of another operation, in 200 interleaved cases', async () => {
    const database = open({ poolSize: 3 })
    const others: Promise<unknown>[] = []
    for (let round = 0; round < 200; round++) {
      const controller = new AbortController()
      const outcome = sleepFor(database.withSignal(controller.signal), 0.004).then(
        () => 'finished',
        (error: Error) => error.message,
      )
      others.push(sleepFor(database, 0.001))
      // Around the end of the statement, where a request to cancel it could hit the next one.
      await sleep(round % 7)
      controller.abort(new Error('enough'))
      assert.ok(['finished', 'enough'].includes(await outcome))
    }
    await Promise.all(others)
    await until(async () => state(database).inUse === 0)
    assert.equal(state(database).waiting, 0)
  })

  it('on a frozen backend rejects, and the connection is thrown away', {
    skip: process.getuid?.() !== 0 && 'needs root to freeze a process of PostgreSQL',
  }, async () => {
    const database = open({ poolSize: 1 })
    await sleepFor(database, 0)
    const [pid] = (await backends('idle')).slice(-1)
    assert.ok(pid)
    process.kill(pid, 'SIGSTOP')
    try {
      const controller = new AbortController()
      const frozen = sleepFor(database.withSignal(controller.signal), 0)
      await sleep(50)
      controller.abort(new Error('enough'))
      await assert.rejects(frozen, { message: 'enough' })
      await until(async () => state(database).inUse === 0)
      assert.deepEqual(await sleepFor(database, 0), [{ slept: 1 }])
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  })

  it('on a server that accepts connections and never answers rejects, and leaves the queue', async () => {
    const silent = createServer(() => {})
    const port = await listen(silent)
    const database = open({ url: `postgresql://nobody@127.0.0.1:${port}/none`, poolSize: 2 })
    const controller = new AbortController()
    const waiting = Array.from({ length: 5 }, () => sleepFor(database.withSignal(controller.signal), 0))
    controller.abort(new Error('enough'))
    for (const statement of waiting) await assert.rejects(statement, { message: 'enough' })
    await until(async () => state(database).inUse === 0 && state(database).waiting === 0)
    silent.close()
  })

  it('on a server that freezes as soon as it has let a connection in rejects, and leaves no connection', async () => {
    // The messages AuthenticationOk and ReadyForQuery.
    const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])
    const freezing = createServer((socket) => socket.once('data', () => socket.write(welcome)))
    const port = await listen(freezing)
    const database = open({ url: `postgresql://nobody@127.0.0.1:${port}/none`, poolSize: 2 })
    const controller = new AbortController()
    const aborted = sleepFor(database.withSignal(controller.signal), 0)
    const others = [sleepFor(database, 0), sleepFor(database, 0)]
    controller.abort(new Error('enough'))
    await assert.rejects(aborted, { message: 'enough' })
    for (const statement of others) await assert.rejects(statement, isUnavailable)
    await until(async () => state(database).inUse === 0 && state(database).waiting === 0)
    freezing.close()
  })
})

function state({ pool: { inUse, idle, waiting } }: Database) {
  return { inUse, idle, waiting }
}
