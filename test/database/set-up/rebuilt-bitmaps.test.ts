import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { assertBitmapsAreRight } from '../../support/database/assert-bitmaps-are-right.ts'
import { connected } from '../../support/database/connected.ts'
import { dataVersion } from '../../support/database/data-version.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'

const url = await createTestDatabase()

describe('the bitmaps of doctors, after writes without triggers', () => {
  it('are rebuilt after writes without triggers, with a new version of the data', () =>
    connected(url, async (session) => {
      await replaceDemoData({ url, doctors: 1500, force: true })
      await session.query('alter table doctor disable trigger user')
      await session.query('alter table practice_schedule disable trigger user')
      await session.query("update doctor set name = 'dr. ' || id, is_active = id % 2 = 0 where id > 1000")
      await session.query('delete from practice_schedule where id % 2 = 0')
      await session.query("insert into doctor (id, name) values (99999, 'dr. Far')")
      await session.query('delete from doctor where id < 10')
      await session.query('delete from doctor where id between 1024 and 2047')
      await session.query('alter table doctor enable trigger user')
      await assert.rejects(assertBitmapsAreRight(session))
      const before = await dataVersion(session)
      await session.query('call rebuild_doctor_bitmap()')
      await assertBitmapsAreRight(session)
      assert.notEqual((await dataVersion(session)).version, before.version)
    }))

  it('are kept in all sessions again after triggers were enabled as pg_restore does it, and a rebuild', () =>
    connected(url, async (session) => {
      await replaceDemoData({ url, doctors: 15, force: true })
      const modes = () =>
        session
          .query(
            `select tgrelid::regclass::text as table, tgname as name, tgenabled as mode from pg_trigger
             where not tgisinternal order by 1, 2`,
          )
          .then(({ rows }) => rows)
      const before = await modes()
      for (const table of ['doctor', 'doctor_specialization', 'practice_schedule', 'specialization'])
        await session.query(
          `alter table ${table} disable trigger all; alter table ${table} enable trigger all`,
        )
      await session.query('alter table data_version disable trigger all')
      await session.query('call rebuild_doctor_bitmap()')
      assert.deepEqual(await modes(), before)
      const { version } = await dataVersion(session)
      await session.query("set session_replication_role = 'replica'")
      await session.query("update doctor set name = 'dr. Other' where id = 1")
      await session.query('reset session_replication_role')
      await assertBitmapsAreRight(session)
      assert.notEqual((await dataVersion(session)).version, version)
    }))
})
