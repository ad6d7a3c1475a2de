import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import { Client, DatabaseError, Pool } from 'pg'
import { StartupError } from '../startup-error.ts'

const prismaFolder = fileURLToPath(new URL('../../prisma/', import.meta.url))
const migrationsFolder = join(prismaFolder, 'migrations')

/** Held while migrations are applied, so that two processes do not apply the same ones. */
const MIGRATING_LOCK = 0x6d696772

export interface Migration {
  name: string
  sql: string
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

/** The names of those migrations that the database has not finished. */
export async function pendingMigrations(url: string, migrations: Migration[]): Promise<string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    )
    const finished = new Set(rows.map((row) => row.name))
    return migrations.map((migration) => migration.name).filter((name) => !finished.has(name))
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE)
      return migrations.map(({ name }) => name)
    throw error
  } finally {
    await client.end()
  }
}

const UNDEFINED_TABLE = '42P01'

/** @throws StartupError naming the command to run, where the database lacks migrations. */
export async function requireCurrentMigrations(url: string): Promise<void> {
  const pending = await pendingMigrations(url, await readMigrations())
  if (pending.length === 0) return
  throw new StartupError(
    `the database lacks ${pending.length === 1 ? 'the migration' : 'the migrations'} ${pending.join(', ')}; ` +
      'apply with: npm run migrate',
  )
}

/**
 * Applies migrations with Prisma's own schema engine, so that `_prisma_migrations` reads as if the Prisma CLI
 * had written it. The CLI itself would have to download a binary; this is the same engine as WebAssembly.
 *
 * @returns the names of the migrations that it applied.
 */
export async function applyMigrations(url: string, migrations: Migration[]): Promise<string[]> {
  const pool = new Pool({ connectionString: url })
  const lock = await pool.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATING_LOCK])
    const engine = await startSchemaEngine(pool)
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: migrationsFolder,
        lockfile: {
          path: 'migration_lock.toml',
          content: await readFile(join(migrationsFolder, 'migration_lock.toml'), 'utf8'),
        },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    })
    return appliedMigrationNames
  } finally {
    lock.release(true)
    await pool.end()
  }
}

/** The engine is 5 MB of WebAssembly: loaded only where there is something to apply. */
async function startSchemaEngine(pool: Pool): Promise<SchemaEngine> {
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm')
  const schema = join(prismaFolder, 'schema.prisma')
  const datamodels: [string, string][] = [[schema, await readFile(schema, 'utf8')]]
  return SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(wholeScripts(pool)))
}

/** PrismaPg cuts a script at every semicolon, those in comments and strings too. PostgreSQL takes it whole. */
function wholeScripts(pool: Pool): PrismaPg {
  const factory = new PrismaPg(pool, { schema: 'public' })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = async (script) => {
      await pool.query(script)
    }
    return adapter
  }
  return factory
}
