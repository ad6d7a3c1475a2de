import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'
import { DatabaseError, Pool } from 'pg'
import type { Migration, MigrationJob } from './migrations.ts'

/** Held while migrations are applied, so that two processes do not apply them concurrently. */
const MIGRATING_LOCK = 0x6d696772

const DEADLOCK = '40P01'
/** Beside writers who never pause, about every second attempt fails. */
const MAX_ATTEMPTS = 20

async function runJob({ url, migrations, prismaFolder }: MigrationJob): Promise<string[]> {
  const pool = new Pool({ connectionString: url })
  const scripts = createScripts(pool, migrations)
  const lock = await pool.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATING_LOCK])
    const engine = await startSchemaEngine(pool, scripts, join(prismaFolder, 'schema.prisma'))
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
  } catch (error) {
    // The engine does not say why.
    throw scripts.failure ?? error
  } finally {
    lock.release(true)
    await pool.end()
  }
}

async function startSchemaEngine(pool: Pool, scripts: Scripts, schema: string): Promise<SchemaEngine> {
  const datamodels: [string, string][] = [[schema, await readFile(schema, 'utf8')]]
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(pool, scripts))
  return SchemaEngine.new({ datamodels }, () => {}, factory)
}

/** PrismaPg splits a script at every semicolon, even in comments and strings. PostgreSQL accepts it as a whole. */
function wholeScripts(pool: Pool, scripts: Scripts): PrismaPg {
  const factory = new PrismaPg(pool, { schema: 'public' })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = scripts.execute
    return adapter
  }
  return factory
}

interface Scripts {
  execute(script: string): Promise<void>
  /** The migration that failed, and what PostgreSQL says. */
  readonly failure: Error | undefined
}

/**
 * PostgreSQL executes a script as one transaction. One that loses a deadlock, with a writer who locks tables in another
 * order, has changed nothing, and is executed again: to the engine, a migration that failed once has failed for good.
 */
function createScripts(pool: Pool, migrations: readonly Migration[]): Scripts {
  let failure: Error | undefined
  return {
    async execute(script) {
      for (let attempt = 1; ; attempt++) {
        try {
          await pool.query(script)
          return
        } catch (error) {
          if (!(error instanceof DatabaseError)) throw error
          if (error.code === DEADLOCK && attempt < MAX_ATTEMPTS) continue
          const name = migrations.find(({ sql }) => sql === script)?.name ?? 'the list of migrations'
          failure = new Error(`${name}: ${error.message}`)
          throw error
        }
      }
    },
    get failure() {
      return failure
    },
  }
}

parentPort?.postMessage(await runJob(workerData))
