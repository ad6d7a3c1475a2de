import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connected } from '../support/connected.ts'
import { createFaultyDatabase } from '../support/faulty-database.ts'

const OPERATION_TIMEOUT_MS = 1000

const database = await createFaultyDatabase(OPERATION_TIMEOUT_MS)
const { server, backends, underLoad } = database

const signalBackends = (pids: number[], signal: NodeJS.Signals) => {
  for (const pid of pids) process.kill(pid, signal)
}

describe('operations are answered rightly or fail with a code, and are answered again', {
  timeout: 120_000,
}, () => {
  afterEach(() => database.settles())

  for (const mode of ['fast', 'immediate'] as const) {
    it(`after the database is stopped (${mode}) and started`, async () => {
      const outcomes = await underLoad(async () => {
        await server.stop(mode)
        await sleep(100)
        await server.start()
      })
      assert.ok(outcomes['503 SERVICE_UNAVAILABLE'])
    })
  }

  it('after their connections are terminated', async () => {
    await underLoad(() =>
      connected(server.url, async (client) => {
        for (let time = 0; time < 5; time++) {
          await client.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'jadwal'",
          )
          await sleep(20)
        }
      }),
    )
  })

  it('after a process of the database is killed, and the database disconnects all', async () => {
    const outcomes = await underLoad(async () => {
      signalBackends((await backends()).slice(0, 1), 'SIGKILL')
      await sleep(100)
    })
    assert.ok(outcomes['503 SERVICE_UNAVAILABLE'])
  })

  it('after the processes of their connections freeze, on new ones', async () => {
    let pids: number[] = []
    const outcomes = await underLoad(async () => {
      pids = await backends()
      signalBackends(pids, 'SIGSTOP')
      await sleep(OPERATION_TIMEOUT_MS)
    }).finally(() => signalBackends(pids, 'SIGCONT'))
    assert.ok(outcomes['504 TIMEOUT'])
  })

  it('after the whole database freezes', async () => {
    const outcomes = await underLoad(async () => {
      const pids = await backends()
      await server.signal('SIGSTOP')
      signalBackends(pids, 'SIGSTOP')
      await sleep(4 * OPERATION_TIMEOUT_MS)
      signalBackends(pids, 'SIGCONT')
      await server.signal('SIGCONT')
    })
    assert.ok(outcomes['504 TIMEOUT'])
  })

  it('after another server accepted their connections and never answered', async () => {
    const outcomes = await underLoad(async () => {
      await server.stop('fast')
      const sockets = new Set<Socket>()
      const silent = createServer((socket) => sockets.add(socket.on('error', () => {})))
      await new Promise<void>((listening) => silent.listen(server.port, '127.0.0.1', listening))
      await sleep(2 * OPERATION_TIMEOUT_MS)
      const closed = new Promise((resolve) => silent.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await server.start()
    })
    assert.ok(outcomes['504 TIMEOUT'])
  })
})
