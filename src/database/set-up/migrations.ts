import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Client, DatabaseError } from 'pg'
import { StartupError } from '../../startup-error.ts'
import type { DatabaseServer } from './database-server.ts'
import { grantReading } from './roles.ts'

const prismaFolder = fileURLToPath(new URL('../../../prisma/', import.meta.url))
const migrationsFolder = join(prismaFolder, 'migrations')

export interface Migration {
  name: string
  sql: string
}

/** The input of the thread that applies migrations; it replies with the names of those that it applied. */
export interface MigrationJob {
  url: string
  migrations: Migration[]
  prismaFolder: string
}

/** All migrations of `prisma/migrations`, in the order in which they apply. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8'),
    })),
  )
}

/** The names of the migrations that the database lacks. */
async function pendingMigrations(url: string, migrations: Migration[]): Promise<string[]> {
  const finished = await finishedMigrations(url)
  return migrations.map(({ name }) => name).filter((name) => !finished.has(name))
}

/** The names of the migrations that the database has and this program lacks: a newer version has applied them. */
export async function unknownMigrations(url: string): Promise<string[]> {
  const known = new Set((await readMigrations()).map(({ name }) => name))
  return [...(await finishedMigrations(url)).difference(known)]
}

/** In the order in which they were applied. */
async function finishedMigrations(url: string): Promise<Set<string>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select migration_name as name from _prisma_migrations
       where finished_at is not null and rolled_back_at is null order by started_at`,
    )
    return new Set(rows.map(({ name }) => name))
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return new Set()
    throw error
  } finally {
    await client.end()
  }
}

const UNDEFINED_TABLE = '42P01'
const INSUFFICIENT_PRIVILEGE = '42501'

/**
 * Applies the migrations that are missing, and lets the application read the tables. The latter is done each time, for
 * tables that were migrated as another role, or before the application had a role of its own.
 *
 * @returns the names of the applied migrations.
 * @throws StartupError with the message of the engine or of PostgreSQL.
 */
export async function migrate({ ownerUrl, applicationRole }: DatabaseServer): Promise<string[]> {
  const migrations = await readMigrations()
  const pending = await pendingMigrations(ownerUrl, migrations)
  const applied = pending.length === 0 ? [] : await applyMigrations(ownerUrl, migrations)
  if (applicationRole !== undefined) await grantReading(ownerUrl, applicationRole)
  return applied
}

/** @throws StartupError with the command to run, if the database lacks migrations or does not let the role read. */
export async function requireCurrentMigrations(url: string): Promise<void> {
  const migrations = await readMigrations()
  const pending = await pendingMigrations(url, migrations).catch((error) => {
    if (!(error instanceof DatabaseError && error.code === INSUFFICIENT_PRIVILEGE)) throw error
    throw new StartupError(
      'the role of DATABASE_URL cannot read the tables; set DATABASE_OWNER_URL and run: npm run migrate',
    )
  })
  if (pending.length === 0) return
  throw new StartupError(
    `the database lacks ${pending.length === 1 ? 'the migration' : 'the migrations'} ${pending.join(', ')}; ` +
      'apply with: npm run migrate',
  )
}

/**
 * Applies migrations with Prisma's own schema engine, so that `_prisma_migrations` has the content that the Prisma CLI
 * would write. The CLI downloads a binary; this is the same engine as WebAssembly. It runs in a thread of its own,
 * because it leaves a timer behind that would keep the process alive for ten seconds.
 *
 * @returns the names of the applied migrations.
 * @throws StartupError with the message of the engine or of PostgreSQL.
 */
export async function applyMigrations(url: string, migrations: Migration[]): Promise<string[]> {
  const workerData: MigrationJob = { url, migrations, prismaFolder }
  const worker = new Worker(new URL('./migration-worker.ts', import.meta.url), { workerData })
  try {
    const [applied]: string[][] = await once(worker, 'message')
    return applied ?? []
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : error
    throw new StartupError(`the migrations could not be applied: ${reason}`)
  } finally {
    await worker.terminate()
  }
}
