import { existsSync, readFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import * as v from 'valibot'
import { openEmbeddedPostgres } from '../../src/database/set-up/embedded-postgres.ts'
import { applyMigrations, readMigrations } from '../../src/database/set-up/migrations.ts'
import { replaceDemoData } from '../../src/demo-data/replace-demo-data.ts'
import { unlessAborted } from '../../src/unless-aborted.ts'
import { withoutPassword } from '../../src/without-password.ts'
import { sleepSync } from './sleep-sync.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A database for each scenario. They differ only in their indexes. */
export interface BenchmarkDatabases {
  /** The URL of a scenario's database, for sessions that are named so in PostgreSQL. */
  urlOf(scenario: string, applicationName?: string): string
  /** The ids of PostgreSQL's processes for the sessions of each of these names, on the machine where it runs. */
  processesOf(applicationNames: readonly string[]): Promise<number[][]>
  serverVersion: string
  /** Drops them, and stops the server if it was started for them. */
  close(): Promise<void>
}

const Session = v.object({ pid: v.number(), name: v.string() })

interface DatabasesOptions {
  scenarios: readonly { name: string; indexes: boolean }[]
  doctors: number
  /** The URL of a database on a server to use, with the right to create others. Without it, a server is started. */
  serverUrl: string | undefined
  signal?: AbortSignal
}

/**
 * Migrates and seeds one template without indexes and, where a scenario has them, one with; and clones them for each
 * scenario.
 *
 * @throws the reason of the signal when it is aborted: a million doctors take a minute, and nothing of them is left.
 */
export async function prepareDatabases(options: DatabasesOptions): Promise<BenchmarkDatabases> {
  const server =
    options.serverUrl === undefined ? await startServer() : await connectToServer(options.serverUrl)
  const prefix = `jadwal_bench_${process.pid}`
  const templates = { plain: prefix, indexed: `${prefix}_template_indexed` }
  const nameOf = (scenario: string) => `${prefix}_${scenario.replaceAll(/\W+/g, '_')}`
  const names = [...Object.values(templates), ...options.scenarios.map(({ name }) => nameOf(name))]
  // It stays connected: who asks for processes again and again must not start one with each question.
  const observer = new Client({ connectionString: server.adminUrl, application_name: 'jadwal bench' })
  // What ends it fails the next question.
  observer.on('error', () => {})
  const close = async () => {
    await observer.end()
    await server.close(names)
  }
  const { signal } = options
  try {
    signal?.throwIfAborted()
    await observer.connect()
    const migrations = await readMigrations()
    const tables = migrations.filter(({ name }) => !name.endsWith('_indexes'))
    const clone = (name: string, template: string) => `create database "${name}" template "${template}"`
    await asAdmin(server.adminUrl, [`create database "${templates.plain}"`])
    await applyMigrations(server.urlOf(templates.plain), tables)
    signal?.throwIfAborted()
    const seeded = replaceDemoData({ url: server.urlOf(templates.plain), doctors: options.doctors })
    // Where it is interrupted, its database is removed under it.
    await unlessAborted(seeded, signal)
    if (options.scenarios.some(({ indexes }) => indexes)) {
      signal?.throwIfAborted()
      await asAdmin(server.adminUrl, [clone(templates.indexed, templates.plain)])
      await unlessAborted(applyMigrations(server.urlOf(templates.indexed), migrations), signal)
      await asAdmin(server.urlOf(templates.indexed), ['vacuum analyze'])
    }
    await asAdmin(server.urlOf(templates.plain), ['vacuum analyze'])
    await asAdmin(
      server.adminUrl,
      options.scenarios.map(({ name, indexes }) =>
        clone(nameOf(name), indexes ? templates.indexed : templates.plain),
      ),
    )
    signal?.throwIfAborted()
    const [version] = await asAdmin(server.adminUrl, ["select current_setting('server_version') as value"])
    return {
      urlOf(scenario, applicationName) {
        const url = new URL(server.urlOf(nameOf(scenario)))
        if (applicationName !== undefined) url.searchParams.set('application_name', applicationName)
        return url.href
      },
      async processesOf(names) {
        const { rows } = await observer.query(
          'select pid, application_name as name from pg_stat_activity where application_name = any ($1) order by pid',
          [names],
        )
        const sessions = v.parse(v.array(Session), rows)
        return names.map((name) => sessions.filter((each) => each.name === name).map(({ pid }) => pid))
      },
      serverVersion: String(version),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

interface Server {
  adminUrl: string
  urlOf(database: string): string
  /** Removes the databases of these names. */
  close(databases: readonly string[]): Promise<void>
}

async function startServer(): Promise<Server> {
  await using cleanUp = new AsyncDisposableStack()
  const folder = cleanUp.use(await makeTemporaryFolder('bench'))
  // PostgreSQL started by root runs as another user, who needs access.
  await chmod(folder.path, 0o755)
  const postgresFolder = join(folder.path, 'postgres')
  // Before the folder is removed.
  const abandon = () => endAtOnce(postgresFolder)
  process.prependOnceListener('exit', abandon)
  cleanUp.defer(() => {
    process.off('exit', abandon)
  })
  const embedded = await openEmbeddedPostgres({ folder: postgresFolder })
  cleanUp.defer(() => embedded.close())
  const running = cleanUp.move()
  return {
    adminUrl: embedded.urlOf('postgres'),
    urlOf: (database) => embedded.urlOf(database),
    // The databases are in the folder.
    close: () => running.disposeAsync(),
  }
}

const MAX_END_MS = 2_000

/** For a process that exits without waiting for its server, as it does at a second signal: nobody else would end it. */
function endAtOnce(folder: string): void {
  const file = join(folder, 'data', 'postmaster.pid')
  try {
    const [pid] = readFileSync(file, 'utf8').split('\n')
    process.kill(Number(pid), 'SIGQUIT')
  } catch {
    return // It has ended.
  }
  for (const endMs = performance.now() + MAX_END_MS; existsSync(file) && performance.now() < endMs; )
    sleepSync(10)
}

/** @throws Error where databases cannot be created there: in one sentence, without the password. */
async function connectToServer(adminUrl: string): Promise<Server> {
  const expected =
    'expected BENCH_DATABASE_URL to be the URL of a PostgreSQL server on which databases can be created, such as postgresql://user:password@host:5432/postgres'
  if (!/^postgres(ql)?:\/\//.test(adminUrl) || !URL.canParse(adminUrl))
    throw new Error(`${expected}, got "${withoutPassword(adminUrl)}"`)
  const urlOf = (database: string) => {
    const url = new URL(adminUrl)
    url.pathname = `/${database}`
    return url.href
  }
  const { host, pathname } = new URL(adminUrl)
  const canCreate = 'select rolcreatedb or rolsuper as value from pg_roles where rolname = current_user'
  const [isAllowed] = await asAdmin(adminUrl, [canCreate]).catch((error: unknown) => {
    throw new Error(`${expected}; ${host}${pathname} does not answer: ${reasonOf(error)}`)
  })
  if (isAllowed !== true) throw new Error(`${expected}; the role of ${host}${pathname} may not create any`)
  const drop = (name: string) => `drop database if exists "${name}" with (force)`
  return {
    adminUrl,
    urlOf,
    async close(databases) {
      await asAdmin(adminUrl, databases.map(drop))
    },
  }
}

/** Several addresses of a host are tried, each with an error of its own. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error]
  return first instanceof Error ? first.message : String(first)
}

/** Sends statements one after the other. @returns the column `value` of the first row of each answer. */
async function asAdmin(url: string, statements: readonly string[]): Promise<unknown[]> {
  const client = new Client({ connectionString: url, application_name: 'jadwal bench' })
  await client.connect()
  try {
    const values: unknown[] = []
    for (const statement of statements) values.push((await client.query(statement)).rows[0]?.value)
    return values
  } finally {
    await client.end()
  }
}
