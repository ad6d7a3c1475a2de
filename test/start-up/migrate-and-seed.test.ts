import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { connected } from '../support/database/connected.ts'
import { createTestDatabase, testServerUrl } from '../support/database/test-database.ts'
import { countDoctors, createStartedPrograms, fails, stop, urlOf } from './started-programs.ts'

const { start } = await createStartedPrograms()

describe('a database that is prepared by commands', () => {
  it('reports the command that applies missing migrations, and seeds nothing', async () => {
    const name = 'start_up_unmigrated'
    await connected(testServerUrl('postgres'), (client) => client.query(`create database ${name}`))
    after(() =>
      connected(testServerUrl('postgres'), (client) => client.query(`drop database ${name} with (force)`)),
    )
    const settings = { DATABASE_URL: testServerUrl(name) }
    await fails(
      start(settings),
      /lacks the migrations \d+_tables, \d+_indexes, .*; apply with: npm run migrate/,
    )
    await fails(start(settings, 'prisma/seed.ts'), /apply with: npm run migrate/)
    assert.equal(await start(settings, 'prisma/migrate.ts').ended, 0)
    const program = start(settings)
    assert.equal(await countDoctors(await urlOf(program)), 0)
    await stop(program)
  })

  it('is served with a warning if a newer version has migrated it', async () => {
    const url = await createTestDatabase()
    await connected(url, (client) =>
      client.query(`
        insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
        values ('1', '', '29990101000000_rooms', now(), now(), 1)`),
    )
    const program = start({ DATABASE_URL: url })
    assert.equal(await countDoctors(await urlOf(program)), 0)
    await program.says(/has the migration 29990101000000_rooms, of a newer version/)
    await stop(program)
  })

  it('reads as a role that migrate lets read, and warns of one that can do more', async () => {
    const ownerUrl = await createTestDatabase()
    const role = 'start_up_reader'
    await connected(ownerUrl, (client) => client.query(`create role ${role} login`))
    after(() => connected(testServerUrl('postgres'), (client) => client.query(`drop role ${role}`)))
    const owner = start({ DATABASE_URL: ownerUrl })
    await urlOf(owner)
    await owner.says(/its role \\"postgres\\" can also do everything, as a superuser/)
    await stop(owner)

    const settings = { DATABASE_URL: ownerUrl.replace('postgres@', `${role}@`) }
    await fails(start(settings), /set DATABASE_OWNER_URL and run: npm run migrate/)
    const migrated = start({ ...settings, DATABASE_OWNER_URL: ownerUrl }, 'prisma/migrate.ts')
    assert.equal(await migrated.ended, 0)
    assert.match(migrated.printed(), /The role "start_up_reader" can read the tables\.$/m)
    const seeding = { ...settings, DATABASE_OWNER_URL: ownerUrl }
    assert.equal(await start(seeding, 'prisma/seed.ts', ['--doctors', '30']).ended, 0)
    const reader = start(settings)
    assert.ok((await countDoctors(await urlOf(reader))) > 20)
    assert.doesNotMatch(reader.printed(), /can also/)
    await stop(reader)
  })

  it('is filled by the seed command, which reports invalid options', async () => {
    const settings = { DATABASE_URL: await createTestDatabase() }
    const seeded = start(settings, 'prisma/seed.ts', ['--doctors', '30'])
    assert.equal(await seeded.ended, 0)
    assert.match(seeded.printed(), /Seeding 30 doctors .*Done in/s)
    await fails(
      start(settings, 'prisma/seed.ts', ['--doctors', '14']),
      /expected --doctors to be a whole number from 15 to 1000000, got "14"/,
    )
    await fails(
      start(settings, 'prisma/seed.ts', ['--fast']),
      /expected --doctors, --force or --help, got --fast/,
    )
    await fails(start({ PORT: 'x' }), /^jadwal: expected PORT to be a port/m)
  })
})
