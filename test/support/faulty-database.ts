import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { applyMigrations, readMigrations } from '../../src/database/migrations.ts'
import { connected } from './connected.ts'
import { insertDoctors } from './insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from './numbered-doctors.ts'
import { createPostgresProcess, type PostgresProcess } from './postgres-process.ts'
import { createTestApp, type TestApp } from './test-app.ts'
import { until } from './until.ts'

const USERS = 20
const PAGE = { first: 5 }

/** An app on a PostgreSQL server to which a test does harm. */
export interface FaultyDatabase {
  server: PostgresProcess
  app: TestApp
  /** The processes of the app's connections, that of its readiness included. */
  backends(): Promise<number[]>
  /**
   * Does something while users send operations, waits until operations are answered again, and checks that each was
   * answered rightly or failed with a code of the database's state.
   *
   * @returns how many operations ended how.
   */
  underLoad(harm: () => Promise<void>): Promise<Record<string, number>>
  /** Waits until no connection is in use, and checks that none was lost. */
  settles(): Promise<void>
}

export async function createFaultyDatabase(operationTimeoutMs: number): Promise<FaultyDatabase> {
  const server = await createPostgresProcess()
  await server.start()
  await applyMigrations(server.url, await readMigrations())
  await insertDoctors(server.url, NUMBERED_DOCTORS)
  const databaseUrl = `postgresql://postgres@127.0.0.1:${server.port}/postgres`
  const app = await createTestApp({ databaseUrl, operationTimeoutMs, edge: { maxInFlight: USERS } })
  const expected = (await app.run(FULL_PAGE, PAGE)).data

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
    async underLoad(harm) {
      const outcomes: Record<string, number> = {}
      let isLoaded = true
      const user = async () => {
        while (isLoaded) {
          const outcome = await send()
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
          // A user who is refused at once does not try again at once.
          if (outcome !== 'answered') await sleep(20)
        }
      }
      const users = Promise.all(Array.from({ length: USERS }, user))
      await harm().finally(async () => {
        await until(async () => (await send()) === 'answered')
        isLoaded = false
      })
      await users
      for (const outcome of Object.keys(outcomes)) {
        assert.match(outcome, /^(answered|503 SERVICE_UNAVAILABLE|504 TIMEOUT|503 OVERLOADED)$/)
      }
      return outcomes
    },
    async settles() {
      await until(async () => app.poolState().inUse === 0 && app.poolState().waiting === 0)
      const connections = await connected(server.url, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          "select count(*)::int from pg_stat_activity where application_name = 'jadwal'",
        )
        return rows[0]?.count
      })
      assert.equal(connections, app.poolState().idle)
      assert.deepEqual(
        app.logged.filter(({ level }) => level >= 50),
        [],
      )
    },
  }
}
