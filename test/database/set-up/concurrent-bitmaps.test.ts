import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Client, type ClientBase } from 'pg'
import { createRandom, type Random } from '../../../src/demo-data/random.ts'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { assertBitmapsAreRight } from '../../support/database/assert-bitmaps-are-right.ts'
import { connected } from '../../support/database/connected.ts'
import { keptBitmaps } from '../../support/database/expected-bitmaps.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { until } from '../../support/system/until.ts'

const url = await createTestDatabase()

describe('the bitmaps of doctors, while others read and write', () => {
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
      await connected(url, (session) => assertBitmapsAreRight(session, level))
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
        await assertBitmapsAreRight(first, level)
      } finally {
        await Promise.all([first.end(), second.end()])
      }
    }
  })

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
      await assertBitmapsAreRight(session)
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
          await assertBitmapsAreRight(session, truncate)
        }
        assert.deepEqual(await keptBitmaps(session), [])
      }),
    )
  })
})

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
