import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'
import { Pool } from 'pg'
import type { MigrationJob } from './migrations.ts'

/** Held while migrations are applied, so that two processes do not apply them concurrently. */
const MIGRATING_LOCK = 0x6d696772

async function runJob({ url, migrations, prismaFolder }: MigrationJob): Promise<string[]> {
  const pool = new Pool({ connectionString: url })
  const lock = await pool.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATING_LOCK])
    const engine = await startSchemaEngine(pool, join(prismaFolder, 'schema.prisma'))
    const migrationsFolder = join(prismaFolder, 'migrations')
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

async function startSchemaEngine(pool: Pool, schema: string): Promise<SchemaEngine> {
  const datamodels: [string, string][] = [[schema, await readFile(schema, 'utf8')]]
  return SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(wholeScripts(pool)))
}

/** PrismaPg splits a script at every semicolon, even in comments and strings. PostgreSQL accepts it as a whole. */
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

parentPort?.postMessage(await runJob(workerData))
