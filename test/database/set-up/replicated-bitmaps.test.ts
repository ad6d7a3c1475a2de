import { describe, it } from 'node:test'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { assertBitmapsAreRight } from '../../support/database/assert-bitmaps-are-right.ts'
import { connected } from '../../support/database/connected.ts'
import { createReplicatedDatabases } from './replicated-databases.ts'

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
    await assertBitmapsAreRight(session, 'copy')
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
      await assertBitmapsAreRight(session, change)
    }
  })
  await connected(originUrl, (session) => assertBitmapsAreRight(session, 'origin'))
  await unsubscribe()
}
