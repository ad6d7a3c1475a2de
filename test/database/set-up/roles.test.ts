import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Client, escapeIdentifier } from 'pg'
import { openDatabaseServer } from '../../../src/database/set-up/database-server.ts'
import { migrate, readMigrations } from '../../../src/database/set-up/migrations.ts'
import { findExcessPrivileges } from '../../../src/database/set-up/roles.ts'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { createTestApp } from '../../support/app/test-app.ts'
import { connected } from '../../support/database/connected.ts'
import { createTestDatabase, testServerUrl } from '../../support/database/test-database.ts'

const TABLES = [
  'doctor',
  'specialization',
  'doctor_specialization',
  'practice_schedule',
  'data_version',
  'doctor_bitmap',
  'doctor_place',
  'name_range',
  '_prisma_migrations',
]

/** Names that have to be quoted in SQL and encoded in URLs. */
const suffix = randomUUID().slice(0, 8)
const READER = `Reader "of" @tables ${suffix}`
const OWNER = `Owner: 100% ${suffix}`
const CLINIC = `Clinic "1" ${suffix}`
const PASSWORD = 'p@ss:w/o?r#d %20"\''

/** The URL of a database as a role. */
function asRole(url: string, role: string): string {
  const result = new URL(url)
  result.username = encodeURIComponent(role)
  result.password = encodeURIComponent(PASSWORD)
  return result.href
}

const asSuperuser = (database: string, ...statements: string[]) =>
  connected(testServerUrl(database), async (client) => {
    for (const statement of statements) await client.query(statement)
  })

const nameOf = (url: string) => new URL(url).pathname.slice(1)

/** What `npm run migrate` does with these settings. */
async function migrateWith(databaseUrl: string, databaseOwnerUrl?: string): Promise<string[]> {
  const server = await openDatabaseServer({ databaseUrl, databaseOwnerUrl, dataFolder: '' })
  return migrate(server)
}

await asSuperuser(
  'postgres',
  `create role ${escapeIdentifier(READER)} login`,
  `create role ${escapeIdentifier(OWNER)} login`,
  `create database ${escapeIdentifier(CLINIC)} owner ${escapeIdentifier(OWNER)}`,
)
const hospitalUrl = await createTestDatabase()
after(() =>
  asSuperuser(
    'postgres',
    `drop database ${escapeIdentifier(CLINIC)} with (force)`,
    `drop role ${escapeIdentifier(OWNER)}`,
    `drop role ${escapeIdentifier(READER)}`,
  ),
)

describe('a database that was migrated before the application had a role of its own', () => {
  const ownerUrl = hospitalUrl
  const url = asRole(ownerUrl, READER)
  const session = new Client({ connectionString: url })
  after(() => session.end())

  before(async () => {
    await session.connect()
    await asSuperuser(
      nameOf(ownerUrl),
      // As in a database that comes from PostgreSQL 14.
      'grant create on schema public to public',
      'create schema elsewhere',
      'create table elsewhere.secret (id int)',
      'create sequence counter',
      "select lo_from_bytea(4711, 'text')",
    )
    await replaceDemoData({ url: ownerUrl, doctors: 15 })
    assert.deepEqual(await migrateWith(url, ownerUrl), [])
  })

  it('answers operations to its role', async () => {
    const app = await createTestApp({ databaseUrl: url })
    const { data, errors } = await app.run(
      `{ doctors(first: 1, filter: { name: "a" }) { totalCount nodes { id specializations { name } schedules { id } } }
         specializations { name } }`,
    )
    assert.deepEqual(errors, [])
    assert.equal(data.doctors.nodes.length, 1)
  })

  it('lets its role read tables that are created later', async () => {
    await connected(ownerUrl, (client) => client.query('create table later (id int)'))
    assert.deepEqual((await session.query('select * from later')).rows, [])
    await assert.rejects(session.query('insert into later values (1)'), { message: /permission denied/ })
  })

  it('finds nothing that its role can do beyond reading', async () => {
    assert.deepEqual(await findExcessPrivileges(url), { role: READER, privileges: [] })
  })

  for (const sql of [
    ...TABLES.flatMap((table) => [
      `insert into ${table} default values`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
      `drop table ${table} cascade`,
      `alter table ${table} add x int`,
      `do $$ begin lock table ${table}; end $$`,
      `copy ${table} from stdin`,
      `create index on ${table} ((1))`,
    ]),
    "update doctor set name = 'x'",
    'select * from doctor for update',
    'create table mine (id int)',
    'create temporary table mine (id int)',
    'create schema mine',
    'create function mine() returns int language sql return 1',
    'create function pg_temp.mine() returns int language sql return 1',
    'create extension dblink',
    "select nextval('counter')",
    "select setval('counter', 5)",
    "select nextval('doctor_id_seq')",
    'select lo_create(0)',
    'select lo_creat(-1)',
    "select lo_from_bytea(0, 'x')",
    "select lo_put(4711, 0, 'x')",
    'select lo_get(4711)',
    'select lo_unlink(4711)',
    "select lo_import('/etc/passwd')",
    "copy doctor to program 'cat'",
    "copy doctor to '/tmp/doctors'",
    'set role postgres',
    'set session authorization postgres',
    'alter role postgres nologin',
    'select * from pg_authid',
    'select * from pg_largeobject',
    'select * from elsewhere.secret',
    "select pg_read_file('/etc/hostname')",
    "select pg_ls_dir('/')",
    'select pg_reload_conf()',
    'checkpoint',
  ]) {
    it(`denies its role: ${sql}`, async () => {
      await assert.rejects(session.query(sql), {
        message: /permission denied|must be (owner|superuser)|only roles/i,
      })
    })
  }
})

describe('an owner that is not a superuser', () => {
  const ownerUrl = asRole(testServerUrl(encodeURIComponent(CLINIC)), OWNER)
  const url = asRole(ownerUrl, READER)

  it('migrates, and lets another role only read, however often it is repeated', async () => {
    assert.deepEqual(
      await migrateWith(url, ownerUrl),
      (await readMigrations()).map(({ name }) => name),
    )
    assert.deepEqual(await migrateWith(url, ownerUrl), [])
    assert.deepEqual((await connected(url, (client) => client.query('select * from doctor'))).rows, [])
    assert.deepEqual(await findExcessPrivileges(url), { role: READER, privileges: [] })
  })

  it('can do more than read', async () => {
    const { role, privileges } = await findExcessPrivileges(ownerUrl)
    assert.equal(role, OWNER)
    assert.deepEqual(privileges, [
      'act as pg_database_owner',
      'change the tables',
      'create tables',
      'create temporary tables',
    ])
  })

  it('is named among the privileges of a role that can act as it', async () => {
    const grant = (verb: string) => `${verb} ${escapeIdentifier(OWNER)}`
    await asSuperuser('postgres', `${grant('grant')} to ${escapeIdentifier(READER)} with inherit false`)
    const { privileges } = await findExcessPrivileges(url)
    assert.deepEqual(privileges, [`act as ${escapeIdentifier(OWNER)}, pg_database_owner`])
    await asSuperuser('postgres', `${grant('revoke')} from ${escapeIdentifier(READER)}`)
  })
})

describe('the two URLs', () => {
  it('are compared by the roles that the server reports', async () => {
    const url = hospitalUrl
    const inParameters = `${url.replace('//postgres@', '//')}&user=postgres`
    const roleOf = async (databaseUrl: string, databaseOwnerUrl?: string) =>
      (await openDatabaseServer({ databaseUrl, databaseOwnerUrl, dataFolder: '' })).applicationRole
    assert.equal(await roleOf(url), undefined)
    assert.equal(await roleOf(url, inParameters), undefined)
    assert.equal(await roleOf(inParameters, url), undefined)
    assert.equal(await roleOf(asRole(url, READER), inParameters), READER)
  })

  it('have to name one database', async () => {
    await assert.rejects(
      openDatabaseServer({
        databaseUrl: hospitalUrl,
        databaseOwnerUrl: testServerUrl('postgres'),
        dataFolder: '',
      }),
      { name: 'StartupError', message: /to be of one database, got "test_\w+" and "postgres"/ },
    )
  })
})
