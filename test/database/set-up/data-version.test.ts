import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Client, escapeIdentifier } from 'pg'
import { applyMigrations, readMigrations } from '../../../src/database/set-up/migrations.ts'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { connected } from '../../support/database/connected.ts'
import { dataVersion, raisesBy } from '../../support/database/data-version.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../../support/doctors/numbered-doctors.ts'
import { until } from '../../support/system/until.ts'
import { createReplicatedDatabases } from './replicated-databases.ts'

const url = await createTestDatabase()
await insertDoctors(url, NUMBERED_DOCTORS)

/** Runs statements one after the other in one session. */
const run = (...statements: string[]) =>
  connected(url, async (session) => {
    for (const statement of statements) await session.query(statement)
  })

const raises = (...statements: string[]) => raisesBy(url, () => run(...statements))

const UPDATE = "update doctor set name = name || '.' where id = 1"

describe('the version of the data', () => {
  for (const [title, statement] of [
    ['an insert', "insert into specialization (name) values ('Saraf')"],
    ['an update', UPDATE],
    ['an update of no row', "update doctor set name = '' where false"],
    ['a delete', 'delete from practice_schedule where id = 1'],
    ['a delete that cascades', 'delete from doctor where id = 2'],
    ['an upsert', "insert into specialization (name) values ('Anak') on conflict do nothing"],
    [
      'a merge',
      "merge into doctor using (values (3)) v (id) on v.id = doctor.id when matched then update set name = 'x'",
    ],
    [
      'a write within a query',
      'with gone as (delete from doctor where id = 4 returning id) select * from gone',
    ],
    ['a truncate', 'truncate practice_schedule'],
    ['a truncate that cascades', 'truncate doctor cascade'],
    ['a copy', "copy specialization (name) from program 'echo Paru'"],
  ] as const) {
    it(`is raised once by ${title}`, async () => assert.equal(await raises(statement), 1))
  }

  it('is not raised by reading', async () => {
    assert.equal(await raises('select * from doctor', 'select id from doctor for update'), 0)
  })

  it('is raised once by a transaction of many writes, and not by one that rolls back', async () => {
    const writes = [
      UPDATE,
      'delete from practice_schedule',
      "insert into specialization (name) values ('THT')",
    ]
    assert.equal(await raises('begin', ...writes, ...writes.slice(0, 2), 'commit'), 1)
    assert.equal(await raises('begin', ...writes.slice(0, 2), 'rollback'), 0)
  })

  it('is raised by a write after a savepoint that was rolled back', async () => {
    assert.equal(await raises('begin', 'savepoint s', UPDATE, 'rollback to s', UPDATE, 'commit'), 1)
    assert.equal(await raises('begin', 'savepoint s', UPDATE, 'release s', UPDATE, 'commit'), 1)
  })

  it('is raised by each transaction of a session', async () => {
    assert.equal(await raises('begin', UPDATE, 'commit', UPDATE, 'begin', UPDATE, 'commit'), 3)
  })

  it('is raised once by a seed', async () => {
    assert.equal(await raisesBy(url, () => replaceDemoData({ url, doctors: 50, force: true })), 1)
  })

  it('has a new token each time, also where the counter comes again', async () => {
    const versions = await connected(url, async (session) => {
      const seen: string[] = []
      for (let time = 0; time < 3; time++) {
        await session.query('begin')
        await session.query(UPDATE)
        seen.push((await dataVersion(session)).version)
        await session.query('rollback')
      }
      return seen
    })
    assert.equal(new Set(versions).size, 3)
    assert.equal(new Set(versions.map((version) => version.split(' ')[0])).size, 1)
  })

  it('is raised in sessions of the replication role, by statements', async () => {
    assert.equal(await raises("set session_replication_role = 'replica'", UPDATE), 1)
  })

  it('is raised by hand, in sessions of the replication role too', async () => {
    const byHand = 'update data_version set counter = counter + 1, token = gen_random_uuid()'
    assert.equal(await raises(byHand), 1)
    assert.equal(await raises("set session_replication_role = 'replica'", byHand), 1)
  })

  it('is raised by a role that can write a table and not the version, whatever its search path', async () => {
    const role = escapeIdentifier(`Writer ${url.slice(-40, -32)}`)
    await run(`create role ${role}`, `grant select, update on doctor to ${role}`)
    try {
      const attack = [
        'create temporary table data_version (counter bigint, token uuid)',
        'set search_path = pg_temp, public',
      ]
      assert.equal(await raises(...attack, `set role ${role}`, UPDATE), 1)
      await assert.rejects(
        run(`set role ${role}`, 'update data_version set counter = 1'),
        /permission denied/,
      )
      await assert.rejects(run(`set role ${role}`, 'select raise_data_version()'), /permission denied/)
    } finally {
      await run(`drop owned by ${role}`, `drop role ${role}`)
    }
  })

  it('is raised by migrations', async () => {
    const later = { name: '29990101000000_later', sql: 'alter table doctor alter name set not null' }
    const migrations = [...(await readMigrations()), later]
    assert.ok((await raisesBy(url, () => applyMigrations(url, migrations))) > 0)
    assert.equal(await raisesBy(url, () => applyMigrations(url, migrations)), 0)
  })
})

describe('writers', () => {
  it('do not wait for each other in a circle, whichever rows they write in which order', async () => {
    await replaceDemoData({ url, doctors: 20, force: true })
    const writer = (ids: number[]) =>
      connected(url, async (session) => {
        for (let time = 0; time < 40; time++) {
          await session.query('begin')
          for (const id of ids) {
            await session.query("update doctor set name = name || '' where id = $1", [id])
            await session.query('update practice_schedule set is_available = true where doctor_id = $1', [id])
          }
          await session.query('commit')
        }
      })
    const upwards = [1, 2, 3, 4, 5]
    const all = [upwards, upwards.toReversed(), [3, 1, 5], [5, 2, 1]]
    const raised = await raisesBy(url, () => Promise.all(all.map(writer)))
    assert.equal(raised, 40 * all.length)
  })

  it('wait from their first write for the commit of another, while readers do not', async () => {
    const [first, second] = [new Client(url), new Client(url)]
    await Promise.all([first.connect(), second.connect()])
    try {
      await first.query('begin')
      await first.query(UPDATE)
      let isDone = false
      const waiting = second.query("update specialization set name = name || '.'").then(() => {
        isDone = true
      })
      await connected(url, (reader) =>
        until(async () => {
          const { rows } = await reader.query(
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
          )
          return rows.length === 1
        }),
      )
      assert.equal(isDone, false)
      await first.query('commit')
      await waiting
    } finally {
      await Promise.all([first.end(), second.end()])
    }
  })
})

describe('a subscriber of logical replication', () => {
  it('raises its version with each replicated transaction', async () => {
    const { copyUrl, subscribe, replicate, unsubscribe } = await createReplicatedDatabases()
    await subscribe()
    const replicated = (change: string, isThere: string) =>
      raisesBy(copyUrl, () => replicate(change, isThere))
    const insert = "insert into doctor (name) select 'dr. ' || n from generate_series(1, 5) n"
    assert.equal(await replicated(insert, 'select count(*) = 5 as done from doctor'), 1)
    assert.equal(
      await replicated(
        "update doctor set name = 'x' where id = 1",
        "select bool_or(name = 'x') as done from doctor",
      ),
      1,
    )
    assert.equal(
      await replicated('delete from doctor where id = 1', 'select count(*) = 4 as done from doctor'),
      1,
    )
    assert.equal(await replicated('truncate doctor cascade', 'select count(*) = 0 as done from doctor'), 1)
    await unsubscribe()
  })
  it('keeps a version and migrations of its own where all tables are replicated', async () => {
    const { originUrl, copyUrl, subscribe, replicate, unsubscribe } = await createReplicatedDatabases({
      allTables: true,
    })
    const migrations = () =>
      connected(copyUrl, async (session) => (await session.query('select * from _prisma_migrations')).rows)
    const before = await migrations()
    await subscribe()
    for (const change of [
      'call rebuild_doctor_bitmap()',
      'update data_version set counter = 4711, token = gen_random_uuid()',
      "insert into _prisma_migrations (id, checksum, migration_name) values ('x', 'x', 'later')",
      'delete from _prisma_migrations',
    ]) {
      await connected(originUrl, (session) => session.query(change))
      await replicate(
        `insert into specialization (name) values ($$${change}$$)`,
        `select count(*) = 1 as done from specialization where name = $$${change}$$`,
      )
      assert.deepEqual(await migrations(), before, change)
      const counter = async (url: string) => (await connected(url, dataVersion)).counter
      assert.ok((await counter(copyUrl)) < 4711, change)
    }
    assert.ok((await connected(originUrl, dataVersion)).counter > 4711)
    await unsubscribe()
  })
})
