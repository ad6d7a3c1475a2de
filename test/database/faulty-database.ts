import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { applyMigrations, readMigrations } from '../../src/database/set-up/migrations.ts'
import { createTestApp, type TestApp } from '../support/app/test-app.ts'
import { connected } from '../support/database/connected.ts'
import { createPostgresProcess, type PostgresProcess } from '../support/database/postgres-process.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'
import { until } from '../support/system/until.ts'

const USERS = 12
const PAGE = { first: 5 }
const EXPECTED_OUTCOME = /^(answered|503 SERVICE_UNAVAILABLE|504 TIMEOUT)$/

/** Ends the app's connections. */
export const TERMINATE_ALL =
  "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'jadwal'"

/** An app on a PostgreSQL server in which a test causes faults. */
export interface FaultyDatabase {
  server: PostgresProcess
  app: TestApp
  /** The process ids of the app's connections, including that of its readiness. */
  backends(): Promise<number[]>
  /**
   * Causes a fault while users send operations, waits until operations are answered again, and checks that each was
   * answered correctly or failed with a code of the database's state.
   */
  underLoad(fault: (load: Load) => Promise<void>): Promise<LoadResult>
  /**
   * Waits until no connection is in use and PostgreSQL has only those of the pool, and checks that nothing was logged as
   * an error.
   */
  settles(): Promise<void>
}

export interface Load {
  /** Waits until each user has received an answer to an operation that began after the call. */
  answers(): Promise<void>
}

export interface LoadResult {
  /** How many operations ended how: `answered`, or the status and the code. */
  outcomes: Record<string, number>
  /** From the end of the fault until an operation was answered again. */
  recoveryMs: number
}

export async function createFaultyDatabase({
  operationTimeoutMs,
}: {
  operationTimeoutMs: number
}): Promise<FaultyDatabase> {
  const server = await createPostgresProcess()
  await server.start()
  await applyMigrations(server.url, await readMigrations())
  await insertDoctors(server.url, NUMBERED_DOCTORS)
  const databaseUrl = `postgresql://postgres@127.0.0.1:${server.port}/postgres`
  const app = await createTestApp({ databaseUrl, operationTimeoutMs, edge: { maxInFlight: 2 * USERS } })
  const { data: expected, errors } = await app.run(FULL_PAGE, PAGE)
  assert.deepEqual(errors, [])

  /** Sends an operation and says how it ended. */
  async function send(): Promise<string> {
    const { status, data, errors } = await app.run(FULL_PAGE, PAGE)
    if (status === 200) {
      assert.deepEqual(errors, [])
      assert.deepEqual(data, expected)
      return 'answered'
    }
    const codes = new Set(errors.map(({ extensions }) => extensions.code))
    assert.equal(data ?? null, null)
    return [status, ...codes].join(' ')
  }

  return {
    server,
    app,
    backends: () =>
      connected(server.url, async (client) => {
        const { rows } = await client.query<{ pid: number }>(
          "select pid from pg_stat_activity where application_name in ('jadwal', 'jadwal readiness')",
        )
        return rows.map(({ pid }) => pid)
      }),
    async underLoad(fault) {
      const outcomes: Record<string, number> = {}
      const ended = Array.from({ length: USERS }, () => 0)
      let isLoaded = true
      const user = async (_: unknown, index: number) => {
        while (isLoaded) {
          const outcome = await send()
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
          ended[index] = (ended[index] ?? 0) + 1
          // Who is refused at once does not try again at once.
          if (outcome !== 'answered') await sleep(20)
        }
      }
      const answers = async () => {
        // The operation that runs at the call is one, the next is the second.
        const enough = ended.map((count) => count + 2)
        await until(async () => ended.every((count, index) => count >= (enough[index] ?? 0)))
      }
      const users = Promise.all(ended.map(user))
      try {
        // So that all connections are open.
        await answers()
        await fault({ answers })
        const startMs = performance.now()
        await until(async () => (await send()) === 'answered')
        const recoveryMs = performance.now() - startMs
        await answers()
        return { outcomes, recoveryMs }
      } finally {
        isLoaded = false
        await users
        for (const outcome of Object.keys(outcomes)) assert.match(outcome, EXPECTED_OUTCOME)
      }
    },
    async settles() {
      await until(async () => app.poolState().inUse === 0 && app.poolState().waiting === 0)
      await connected(server.url, (client) =>
        until(async () => {
          const { rows } = await client.query<{ count: number }>(
            "select count(*)::int from pg_stat_activity where application_name = 'jadwal'",
          )
          return rows[0]?.count === app.poolState().idle
        }),
      )
      assert.deepEqual(
        app.logged.filter(({ level }) => level >= 50),
        [],
      )
    },
  }
}
