import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../src/database/set-up/embedded-postgres.ts'
import { applyMigrations, readMigrations } from '../../src/database/set-up/migrations.ts'
import { connected } from './database/connected.ts'
import { TEMPLATE, TEST_SERVER_VARIABLE } from './database/test-database.ts'
import { makeOpenFolder } from './system/open-folder.ts'

let folder: string
let server: EmbeddedPostgres

/** One PostgreSQL for the whole run, with a migrated and empty database that each test file clones. */
export async function globalSetup(): Promise<void> {
  folder = await makeOpenFolder()
  server = await openEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    // Nothing of a test has to be there after a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  await connected(server.urlOf('postgres'), (client) => client.query(`create database ${TEMPLATE}`))
  await applyMigrations(server.urlOf(TEMPLATE), await readMigrations())
  process.env[TEST_SERVER_VARIABLE] = server.urlOf('DATABASE')
}

export async function globalTeardown(): Promise<void> {
  await server.close()
  await rm(folder, { recursive: true })
}
