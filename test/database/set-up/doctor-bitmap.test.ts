import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { escapeIdentifier } from 'pg'
import { createRandom } from '../../../src/demo-data/random.ts'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { assertBitmapsAreRight } from '../../support/database/assert-bitmaps-are-right.ts'
import { connected } from '../../support/database/connected.ts'
import { keptBitmaps } from '../../support/database/expected-bitmaps.ts'
import { randomWrite } from '../../support/database/random-writes.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'

const url = await createTestDatabase()

describe('the bitmaps of doctors', () => {
  it('are right after each of many random writes, in transactions that commit or roll back', () =>
    connected(url, async (session) => {
      const WRITES = 3000
      const random = createRandom(1)
      let failures = 0
      const write = async (statement: string) => {
        await session.query('savepoint write')
        await session.query(statement).catch(async () => {
          failures++
          await session.query('rollback to write')
        })
      }
      for (let writes = 0; writes < WRITES; ) {
        const sent: string[] = []
        await session.query(`begin isolation level ${random.pick(['read committed', 'repeatable read'])}`)
        if (random.chance(0.1)) await session.query("set local session_replication_role = 'replica'")
        const count = random.integer(1, 5)
        for (let number = 0; number < count; number++, writes++) {
          const undone = random.chance(0.2)
          if (undone) await session.query('savepoint undone')
          sent.push(randomWrite(random))
          await write(sent.at(-1) ?? '')
          if (random.chance(0.3)) await assertBitmapsAreRight(session, sent.join(';\n'))
          if (undone) await session.query('rollback to undone')
        }
        await session.query(random.chance(0.8) ? 'commit' : 'rollback')
        await assertBitmapsAreRight(session, sent.join(';\n'))
      }
      assert.ok(failures < WRITES / 3, `${failures} of ${WRITES} writes failed`)
    }))

  it('are right after writes of many rows', () =>
    connected(url, async (session) => {
      // From 10,000 doctors on, those whom a statement changes are found by other plans.
      await replaceDemoData({ url, doctors: 10_500, force: true })
      await assertBitmapsAreRight(session, 'seed')
      for (const statement of [
        "update doctor set name = reverse(name) || ' ', is_active = not is_active where id > 10",
        'delete from practice_schedule where day_of_week = 3',
        'delete from doctor where id > 3000',
        "update doctor set name = reverse(name) || ' ', is_active = not is_active where id % 2 = 0",
        'delete from doctor_specialization where doctor_id % 2 = 0',
        'update doctor_specialization set doctor_id = doctor_id + 1 where doctor_id < 3000',
        'insert into doctor_specialization select id, 39 from doctor on conflict do nothing',
        'update practice_schedule set day_of_week = day_of_week % 7 + 1, is_available = id % 3 > 0',
        'delete from practice_schedule where id % 2 = 0',
        'delete from specialization where id <= 20',
        'delete from doctor where id % 4 <> 1',
        "insert into doctor (id, name) select n, 'dr. ' || n from generate_series(-3000, -1) n",
        'insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute) select id, 7, 1000, 2000 from doctor',
        'delete from doctor',
      ]) {
        await session.query(statement)
        await assertBitmapsAreRight(session, statement)
      }
      assert.equal((await keptBitmaps(session)).length, 0)
      await replaceDemoData({ url, doctors: 50 })
      await assertBitmapsAreRight(session, 'small seed')
    }))

  it('are refreshed for a role that can write a table and nothing else', async () => {
    await replaceDemoData({ url, doctors: 15, force: true })
    const role = escapeIdentifier(`Bitmaps ${url.slice(-40, -32)}`)
    await connected(url, async (session) => {
      await session.query(`create role ${role}`)
      try {
        await session.query(`grant select, insert, update, delete on doctor to ${role}`)
        await session.query('create temporary table doctor_bitmap (kind text)')
        await session.query('set search_path = pg_temp, public')
        await session.query(`set role ${role}`)
        await session.query("update doctor set name = 'dr. Other' where id = 1")
        await session.query('delete from doctor where id = 2')
        for (const forbidden of [
          'delete from public.doctor_bitmap',
          "select refresh_doctor_bitmap('{1}', '{name}')",
          'call rebuild_doctor_bitmap()',
        ]) {
          await assert.rejects(session.query(forbidden), /permission denied/)
        }
      } finally {
        await session.query('reset role')
        await session.query('drop table pg_temp.doctor_bitmap')
        await session.query('reset search_path')
        await session.query(`drop owned by ${role}`)
        await session.query(`drop role ${role}`)
      }
      await assertBitmapsAreRight(session)
    })
  })

  it('are written only where they change', () =>
    connected(url, async (session) => {
      await replaceDemoData({ url, doctors: 15, force: true })
      const written = async (statement: string) => {
        const before = await session.query('select ctid, xmin, kind, term from doctor_bitmap')
        await session.query(statement)
        const after = await session.query('select ctid, xmin, kind, term from doctor_bitmap')
        const known = new Set(before.rows.map((row) => JSON.stringify(row)))
        return after.rows
          .filter((row) => !known.has(JSON.stringify(row)))
          .map(({ kind, term }) => `${kind} ${term}`)
          .sort()
      }
      assert.deepEqual(await written('update doctor set name = name, is_active = is_active'), [])
      assert.deepEqual(await written('update practice_schedule set id = id + 1000'), [])
      assert.deepEqual(
        await written(
          `insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute, is_available)
           values (1, 1, 0, 1440, false)`,
        ),
        [],
      )
      assert.deepEqual(await written("insert into doctor (id, name) values (900, 'dr. ŋŋ')"), [
        ...['name  ŋ', 'name . ', 'name dr', 'name r.', 'name ŋ', 'name ŋŋ', 'public '],
      ])
      assert.deepEqual(await written("update doctor set name = 'dr. ŋx' where id = 900"), [
        'name x',
        'name ŋx',
      ])
    }))

  it('are right beside columns whose type has no equality', () =>
    connected(url, async (session) => {
      await replaceDemoData({ url, doctors: 15, force: true })
      const tables = ['doctor', 'doctor_specialization', 'practice_schedule']
      for (const table of tables) await session.query(`alter table ${table} add column note json`)
      for (const role of ['origin', 'replica']) {
        await session.query(`set session_replication_role = ${role}`)
        for (const update of [
          "update doctor set name = name || '.', note = '{}'",
          'update doctor_specialization set doctor_id = 15 where doctor_id = 1',
          "update practice_schedule set day_of_week = day_of_week % 7 + 1, note = '[1]'",
        ]) {
          await session.query(update)
          await assertBitmapsAreRight(session, update)
        }
      }
      await session.query('reset session_replication_role')
      for (const table of tables) await session.query(`alter table ${table} drop column note`)
    }))
})
