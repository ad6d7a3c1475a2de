import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connected } from '../support/database/connected.ts'
import { startProgram } from '../support/system/program.ts'
import { until } from '../support/system/until.ts'
import { repeatFault } from './fault-cycles.ts'
import { createFaultyDatabase, type Load, TERMINATE_ALL } from './faulty-database.ts'

const database = await createFaultyDatabase({ operationTimeoutMs: 700 })
const { server, backends } = database

/** There are a hundred in `faults.long.ts`. */
const CYCLES = 10

const signalAll = (pids: number[], signal: NodeJS.Signals) => {
  for (const pid of pids) process.kill(pid, signal)
}

async function underLoad(test: TestContext, fault: (load: Load) => Promise<void>) {
  const { outcomes, recoveryMs } = await database.underLoad(fault)
  test.diagnostic(`answered again after ${recoveryMs.toFixed(0)} ms; ${JSON.stringify(outcomes)}`)
  return outcomes
}

describe('each operation is answered correctly or fails with a code, and operations are answered again', () => {
  afterEach(() => database.settles())

  for (const mode of ['fast', 'immediate'] as const) {
    it(`after the database is stopped (${mode}), refuses connections, and is started`, async (test) => {
      const outcomes = await underLoad(test, async ({ answers }) => {
        await server.stop(mode)
        await answers()
        await server.start()
      })
      assert.ok(outcomes['503 SERVICE_UNAVAILABLE'])
    })
  }

  it('after connections are terminated', async (test) => {
    await underLoad(test, () =>
      connected(server.url, async (client) => {
        for (let time = 0; time < 5; time++) {
          await client.query(TERMINATE_ALL)
          await sleep(20)
        }
      }),
    )
  })

  it('after a backend is killed, and the postmaster restarts all others', async (test) => {
    const outcomes = await underLoad(test, async () => {
      signalAll((await backends()).slice(0, 1), 'SIGKILL')
      await sleep(100)
    })
    assert.ok(outcomes['503 SERVICE_UNAVAILABLE'])
  })

  it('while the backends are frozen, on new connections', async (test) => {
    let pids: number[] = []
    const outcomes = await underLoad(test, async ({ answers }) => {
      pids = await backends()
      signalAll(pids, 'SIGSTOP')
      await answers()
    }).finally(() => signalAll(pids, 'SIGCONT'))
    assert.ok(outcomes['504 TIMEOUT'])
  })

  it('while the postmaster is frozen, on existing connections', async (test) => {
    await underLoad(test, async ({ answers }) => {
      await server.signal('SIGSTOP')
      await answers()
      await until(async () => (await database.app.run('{ doctors { totalCount } }')).status === 200)
      await server.signal('SIGCONT')
    })
  })

  it('after the postmaster is frozen and all connections are terminated', async (test) => {
    const outcomes = await underLoad(test, ({ answers }) =>
      connected(server.url, async (client) => {
        await server.signal('SIGSTOP')
        await client.query(TERMINATE_ALL)
        await answers()
        await server.signal('SIGCONT')
      }),
    )
    assert.ok(outcomes['504 TIMEOUT'])
  })

  it('after the whole database is frozen', async (test) => {
    const outcomes = await underLoad(test, async ({ answers }) => {
      const pids = await backends()
      await server.signal('SIGSTOP')
      signalAll(pids, 'SIGSTOP')
      await answers()
      signalAll(pids, 'SIGCONT')
      await server.signal('SIGCONT')
    })
    assert.ok(outcomes['504 TIMEOUT'])
  })

  it('after another server accepts connections and never answers', async (test) => {
    const outcomes = await underLoad(test, async ({ answers }) => {
      await server.stop('fast')
      const sockets = new Set<Socket>()
      const silent = createServer((socket) => sockets.add(socket.on('error', () => {})))
      await new Promise<void>((listening) => silent.listen(server.port, '127.0.0.1', listening))
      await answers()
      const closed = new Promise((resolve) => silent.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await server.start()
    })
    assert.ok(outcomes['504 TIMEOUT'])
  })
})

describe('a server process', () => {
  it('survives the loss of a connection during a statement', async () => {
    const program = startProgram('src/main.ts', [], { PORT: '0', DATABASE_URL: server.url })
    try {
      const [, url = ''] = await program.says(/GraphiQL +(http\S+)/)
      const send = () => fetch(`${url}?query={doctors{totalCount}}`)
      await connected(server.url, async (client) => {
        client.on('error', () => {})
        await client.query('begin; lock table doctor in access exclusive mode')
        const waiting = send()
        await until(async () => {
          const { rows } = await client.query<{ pid: number }>(
            "select pid from pg_stat_activity where application_name = 'jadwal' and wait_event_type = 'Lock'",
          )
          signalAll(
            rows.map(({ pid }) => pid),
            'SIGKILL',
          )
          return rows.length > 0
        })
        assert.equal((await waiting).status, 503)
      })
      await until(async () => (await send()).status === 200)
    } finally {
      program.process.kill('SIGKILL')
    }
  })
})

describe(`${CYCLES} cycles in which all connections are terminated under load`, () => {
  it('leave no socket, timer, listener or memory behind', (test) =>
    connected(server.url, async (client) => {
      const terminate = async () => {
        await client.query(TERMINATE_ALL)
      }
      test.diagnostic(await repeatFault(database, { cycles: CYCLES, fault: terminate }))
    }))
})
