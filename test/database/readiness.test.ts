import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { after, describe, it } from 'node:test'
import { createDatabase, type Database } from '../../src/database/database.ts'
import { Prisma } from '../../src/database/generated/client.ts'
import { connected } from '../support/database/connected.ts'
import { createPostgresProcess } from '../support/database/postgres-process.ts'
import { listen } from '../support/system/listen.ts'
import { until } from '../support/system/until.ts'

const server = await createPostgresProcess()
await server.start()

function open(options: { url?: string; poolSize?: number } = {}): Database {
  const database = createDatabase({ url: server.url, ...options })
  after(() => database.close())
  return database
}

const query = (database: Database, sql = Prisma.sql`select 1`) =>
  database.query({ name: 'test', plan: 'custom', sql })

const readinessPids = () =>
  connected(server.url, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = 'jadwal readiness'",
    )
    return rows.map(({ pid }) => pid)
  })

describe('readiness', () => {
  it('does not wait for the pool, and has one connection for concurrent checks', async () => {
    const database = open({ poolSize: 1 })
    const hangUp = new AbortController()
    const sleeping = database
      .withSignal(hangUp.signal)
      .query({ name: 'sleep', plan: 'custom', sql: Prisma.sql`select pg_sleep(60)` })
    const waiting = query(database)
    await until(async () => database.pool.waiting === 1)
    const checks = await Promise.all(Array.from({ length: 50 }, () => database.isReady()))
    assert.ok(checks.every(Boolean))
    assert.equal((await readinessPids()).length, 1)
    hangUp.abort(new Error('enough'))
    await assert.rejects(sleeping, { message: 'enough' })
    await waiting
  })

  it('is false while the database is stopped, and true after it has started', async () => {
    const database = open()
    assert.equal(await database.isReady(), true)
    for (const mode of ['fast', 'immediate'] as const) {
      await server.stop(mode)
      assert.equal(await database.isReady(), false)
      await server.start()
      await until(() => database.isReady())
    }
  })

  it('is false while the database is frozen, and true after it resumes', async () => {
    const database = open()
    assert.equal(await database.isReady(), true)
    const pids = await readinessPids()
    await server.signal('SIGSTOP')
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    assert.equal(await database.isReady(), false)
    assert.equal(await database.isReady(), false)
    for (const pid of pids) process.kill(pid, 'SIGCONT')
    await server.signal('SIGCONT')
    await until(() => database.isReady())
    // Connections that were given up end on the server, too.
    await until(async () => (await readinessPids()).length <= 2)
  })

  it('is false on a server that accepts connections and never answers', async () => {
    const sockets: Socket[] = []
    const silent = createServer((socket) => sockets.push(socket))
    const port = await listen(silent)
    assert.equal(await open({ url: `postgresql://nobody@127.0.0.1:${port}/none` }).isReady(), false)
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
})

describe('closing', () => {
  it('finishes though the database is frozen and a statement runs', async () => {
    const database = createDatabase({ url: server.url })
    await Promise.all([database.isReady(), query(database)])
    const pids = await connected(server.url, async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_stat_activity where application_name like 'jadwal%'",
      )
      return rows.map(({ pid }) => pid)
    })
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    const running = query(database).catch(() => {})
    await database.close()
    for (const pid of pids) process.kill(pid, 'SIGCONT')
    await running
  })
})
