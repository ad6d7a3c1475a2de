import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { applyMigrations, readMigrations } from '../../../src/database/set-up/migrations.ts'
import { connected } from '../../support/database/connected.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { until } from '../../support/system/until.ts'

const LATER = '29990101000000_later'

/** Applies all migrations and this one. */
const apply = async (url: string, sql: string) =>
  applyMigrations(url, [...(await readMigrations()), { name: LATER, sql }])

describe('a migration', () => {
  it('is applied after it lost a deadlock with a writer', async () => {
    const url = await createTestDatabase()
    await connected(url, async (writer) => {
      const database = writer.escapeIdentifier(writer.database ?? '')
      // The migration looks for a deadlock when the writer has had the time to cause it, and gives up first.
      await writer.query(`alter database ${database} set deadlock_timeout = '5s'`)
      await writer.query("set deadlock_timeout = '1min'")
      await writer.query('begin; lock table practice_schedule in row exclusive mode')
      const applied = apply(
        url,
        'alter table doctor add room text; alter table practice_schedule add room text',
      )
      await connected(url, (observer) =>
        until(async () => {
          const { rows } = await observer.query(
            "select from pg_locks where relation = 'practice_schedule'::regclass and not granted",
          )
          return rows.length === 1
        }),
      )
      await writer.query('lock table doctor in row exclusive mode')
      await writer.query('commit')
      assert.deepEqual(await applied, [LATER])
    })
  })

  it('that fails says which one, and what PostgreSQL says', async () => {
    await assert.rejects(apply(await createTestDatabase(), 'select 1 / 0'), {
      name: 'StartupError',
      message: `the migrations could not be applied: ${LATER}: division by zero`,
    })
  })
})
