import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../../support/app/test-app.ts'
import { connected } from '../../support/database/connected.ts'
import { until } from '../../support/system/until.ts'

const app = await createTestApp()

describe('a statement that loses a deadlock with DDL', () => {
  it('is answered with SERVICE_UNAVAILABLE, and works again', async () => {
    const operation = '{ doctors(filter: { name: "ay" }) { totalCount } }'
    await connected(app.databaseUrl, async (owner) => {
      const database = owner.escapeIdentifier(owner.database ?? '')
      // The server looks for a deadlock when its owner has had the time to cause it, and gives up first.
      await owner.query(`alter database ${database} set deadlock_timeout = '5s'`)
      await owner.query("set deadlock_timeout = '1min'")
      const lock = (tables: string) => owner.query(`lock table ${tables} in access exclusive mode`)
      await owner.query('begin')
      await lock('doctor')
      const answer = app.run(operation)
      await connected(app.databaseUrl, (observer) =>
        until(async () => {
          const { rows } = await observer.query(
            `select relation::regclass::text as name, granted from pg_locks join pg_stat_activity using (pid)
             where application_name = 'jadwal' and relation::regclass::text in ('doctor', 'doctor_bitmap')`,
          )
          return rows.length === 2 && rows.some(({ name, granted }) => name === 'doctor' && !granted)
        }),
      )
      const locked = lock('doctor_bitmap')
      const { errors, status } = await answer
      assert.deepEqual([errors[0]?.extensions.code, status], ['SERVICE_UNAVAILABLE', 503])
      await locked
      await owner.query('commit')
    })
    assert.deepEqual((await app.run(operation)).data, { doctors: { totalCount: 0 } })
  })
})
