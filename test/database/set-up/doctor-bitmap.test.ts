import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Client, type ClientBase, escapeIdentifier } from 'pg'
import { createRandom, type Random } from '../../../src/demo-data/random.ts'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { connected } from '../../support/database/connected.ts'
import { dataVersion } from '../../support/database/data-version.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { until } from '../../support/system/until.ts'
import { expectedBitmaps, keptBitmaps } from './expected-bitmaps.ts'
import { randomWrite } from './random-writes.ts'
import { createReplicatedDatabases } from './replicated-databases.ts'

const url = await createTestDatabase()

/** The bitmaps are those of the rows that a session sees. */
async function assertRight(session: ClientBase, message?: string): Promise<void> {
  assert.deepEqual(await keptBitmaps(session), await expectedBitmaps(session), message)
}

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
          if (random.chance(0.3)) await assertRight(session, sent.join(';\n'))
          if (undone) await session.query('rollback to undone')
        }
        await session.query(random.chance(0.8) ? 'commit' : 'rollback')
        await assertRight(session, sent.join(';\n'))
      }
      assert.ok(failures < WRITES / 3, `${failures} of ${WRITES} writes failed`)
    }))

  it('are right after writes of many rows', () =>
    connected(url, async (session) => {
      // From 10,000 doctors on, those whom a statement changes are found by other plans.
      await replaceDemoData({ url, doctors: 10_500, force: true })
      await assertRight(session, 'seed')
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
        await assertRight(session, statement)
      }
      assert.equal((await keptBitmaps(session)).length, 0)
      await replaceDemoData({ url, doctors: 50 })
      await assertRight(session, 'small seed')
    }))

  it('are right after writers who wait for each other, under each isolation level', async () => {
    for (const level of ['read committed', 'repeatable read', 'serializable']) {
      await replaceDemoData({ url, doctors: 40, force: true })
      const writer = (seed: number) =>
        connected(url, async (session) => {
          const random = createRandom(seed)
          for (let time = 0; time < 60; time++) {
            await session.query(`begin isolation level ${level}`)
            try {
              for (let number = 0; number < 2; number++) await session.query(writeOfFew(random))
              await session.query('commit')
            } catch {
              // A serialization failure, or a row that another session deleted.
              await session.query('rollback')
            }
          }
        })
      await Promise.all([1, 2, 3, 4].map(writer))
      await connected(url, (session) => assertRight(session, level))
    }
  })

  it('are right after two deletes of schedules that touch one half hour, at the same time', async () => {
    const SERIALIZATION_FAILURE = '40001'
    for (const [level, expected] of [
      ['read committed', 'deleted'],
      ['repeatable read', SERIALIZATION_FAILURE],
    ] as const) {
      await replaceDemoData({ url, doctors: 15, force: true })
      await connected(url, (session) =>
        session.query(
          `insert into practice_schedule (id, doctor_id, day_of_week, start_minute, end_minute)
           values (1001, 1, 7, 1400, 1450), (1002, 1, 7, 1410, 1460)`,
        ),
      )
      const [first, second] = [new Client(url), new Client(url)]
      await Promise.all([first.connect(), second.connect()])
      try {
        await first.query(`begin isolation level ${level}`)
        await second.query(`begin isolation level ${level}`)
        // Takes the snapshot of the second, if it has one.
        await second.query('select count(*) from practice_schedule')
        await first.query('delete from practice_schedule where id = 1001')
        const outcome = second.query('delete from practice_schedule where id = 1002').then(
          () => 'deleted',
          (error: { code: string }) => error.code,
        )
        await connected(url, (observer) => until(() => isSomebodyWaiting(observer)))
        await first.query('commit')
        assert.equal(await outcome, expected)
        await second.query('commit')
        await assertRight(first, level)
      } finally {
        await Promise.all([first.end(), second.end()])
      }
    }
  })

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
      await assertRight(session)
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
      await assert.rejects(assertRight(session))
      const before = await dataVersion(session)
      await session.query('call rebuild_doctor_bitmap()')
      await assertRight(session)
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
      await assertRight(session)
      assert.notEqual((await dataVersion(session)).version, version)
    }))

  it('are cleared by a truncate that does not wait for who reads them', async () => {
    await replaceDemoData({ url, doctors: 15, force: true })
    await connected(url, (reader) =>
      connected(url, async (session) => {
        await reader.query('begin; select from doctor_bitmap')
        await session.query("set lock_timeout = '10s'")
        for (const truncate of [
          'practice_schedule',
          'doctor_specialization',
          'specialization cascade',
          'doctor cascade',
        ]) {
          await session.query(`truncate ${truncate}`)
          await assertRight(session, truncate)
        }
        assert.deepEqual(await keptBitmaps(session), [])
      }),
    )
  })

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
          await assertRight(session, update)
        }
      }
      await session.query('reset session_replication_role')
      for (const table of tables) await session.query(`alter table ${table} drop column note`)
    }))

  it('are rebuilt of what a writer commits who is still writing', () =>
    connected(url, async (session) => {
      await replaceDemoData({ url, doctors: 15, force: true })
      await session.query('alter table practice_schedule disable trigger user')
      await session.query('delete from practice_schedule where doctor_id = 1')
      await session.query('alter table practice_schedule enable trigger user')
      const writer = new Client(url)
      await writer.connect()
      try {
        await writer.query('begin')
        await writer.query(
          'insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute) values (1, 1, 0, 30)',
        )
        const rebuilt = session.query('call rebuild_doctor_bitmap()')
        await connected(url, (observer) => until(() => isSomebodyWaiting(observer)))
        await writer.query('commit')
        await rebuilt
      } finally {
        await writer.end()
      }
      await assertRight(session)
    }))
})

describe('the bitmaps of a subscriber of logical replication', () => {
  for (const allTables of [false, true]) {
    it(`are right after the first copy, and after each replicated transaction${allTables ? ' of all tables' : ''}`, () =>
      playReplication(allTables))
  }
})

async function playReplication(allTables: boolean): Promise<void> {
  const { originUrl, copyUrl, subscribe, replicate, unsubscribe } = await createReplicatedDatabases({
    allTables,
  })
  await replaceDemoData({ url: originUrl, doctors: 1030 })
  await subscribe()
  await connected(copyUrl, async (session) => {
    await assertRight(session, 'copy')
    // A statement within a replicated transaction: the rows that follow it are still those of replication.
    await session.query(`create function write_by_statement() returns trigger language plpgsql as
        $$ begin update public.doctor set name = name where false; return null; end $$`)
    await session.query(
      'create trigger own after insert on specialization for each row execute function write_by_statement()',
    )
    await session.query('alter table specialization enable replica trigger own')
    const changes = [
      "update doctor set name = name || ' ' || id, is_active = not is_active where id < 20",
      'update practice_schedule set start_minute = 10, end_minute = 20 where doctor_id between 2 and 9',
      'delete from practice_schedule where doctor_id = 5',
      'insert into doctor_specialization select id, 1 from doctor where id < 9 on conflict do nothing',
      'delete from doctor where id between 3 and 6',
      'delete from doctor_specialization where doctor_id = 9',
      'delete from practice_schedule where doctor_id = 9',
      'update doctor set id = -9 where id = 9',
      'delete from specialization where id = 1',
      'truncate doctor cascade',
      "insert into doctor (id, name) values (1, 'dr. Ayu')",
    ]
    for (const [number, change] of changes.entries()) {
      const mark = `change ${number}`
      await replicate(
        `begin; insert into specialization (name) values ('${mark}'); ${change}; commit`,
        `select count(*) = 1 as done from specialization where name = '${mark}'`,
      )
      await assertRight(session, change)
    }
  })
  await connected(originUrl, (session) => assertRight(session, 'origin'))
  await unsubscribe()
}

/** A write to a few doctors of one block, which meets those of other sessions. */
function writeOfFew(random: Random): string {
  const doctor = random.integer(1, 4)
  return random.pick([
    `update doctor set name = name || '${random.pick(['a', 'b', ' '])}' where id = ${doctor} and length(name) < 100`,
    `update doctor set is_active = not is_active where id = ${doctor}`,
    `delete from practice_schedule where doctor_id = ${doctor} and day_of_week = ${random.integer(1, 7)}`,
    `delete from practice_schedule where id = (select min(id) from practice_schedule where doctor_id = ${doctor})`,
    `insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute)
     values (${doctor}, ${random.integer(1, 7)}, 600, 700), (${doctor}, ${random.integer(1, 7)}, 660, 1500)`,
    `insert into doctor_specialization values (${doctor}, ${random.integer(1, 5)}) on conflict do nothing`,
    `delete from doctor_specialization where doctor_id = ${doctor}`,
    `delete from doctor where id = ${doctor}`,
    `insert into doctor (id, name) values (${doctor}, 'dr. Ayu') on conflict do nothing`,
  ])
}

async function isSomebodyWaiting(observer: ClientBase): Promise<boolean> {
  const { rows } = await observer.query(
    "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  )
  return rows.length === 1
}
