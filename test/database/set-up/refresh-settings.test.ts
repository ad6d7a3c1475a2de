import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { connected } from '../../support/database/connected.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'

const url = await createTestDatabase()

describe('a refresh of the bitmaps', () => {
  for (const doctors of [1, 20_000]) {
    it(`of ${doctors} doctors leaves the settings of its transaction as they were`, () =>
      connected(url, async (session) => {
        // Those of the language appear when the first function is called.
        const settings = async () =>
          (await session.query("select name, setting from pg_settings where name not like 'plpgsql.%'")).rows
        await session.query('begin')
        const before = await settings()
        await session.query(
          `select refresh_doctor_bitmap(array(select generate_series(1, ${doctors})), '{public, name, hours}')`,
        )
        assert.deepEqual(await settings(), before)
        await session.query('rollback')
      }))
  }
})
