import { applyMigrations, readMigrations } from '../../../src/database/set-up/migrations.ts'
import { connected } from '../../support/database/connected.ts'
import { createPostgresProcess } from '../../support/database/postgres-process.ts'
import { until } from '../../support/system/until.ts'

const TABLES = ['doctor', 'specialization', 'doctor_specialization', 'practice_schedule']

/** Two migrated databases, of which one subscribes to the tables of the other by logical replication. */
export interface ReplicatedDatabases {
  originUrl: string
  copyUrl: string
  /** Creates the subscription, which begins with a copy of what the origin has. */
  subscribe(): Promise<void>
  /** Changes the origin, and waits until a query of the copy returns true as `done`. */
  replicate(change: string, isThere: string): Promise<void>
  unsubscribe(): Promise<void>
}

/** @param options.allTables whether it subscribes to all tables, and not only to those that are written from outside. */
export async function createReplicatedDatabases({ allTables = false } = {}): Promise<ReplicatedDatabases> {
  const server = await createPostgresProcess({ wal_level: 'logical' })
  await server.start()
  const urlOf = (name: string) => server.url.replace('/postgres?', `/${name}?`)
  const [originUrl, copyUrl] = [urlOf('origin'), urlOf('copy')]
  const migrations = await readMigrations()
  const run = (url: string, sql: string) => connected(url, (session) => session.query(sql))
  for (const [name, url] of [
    ['origin', originUrl],
    ['copy', copyUrl],
  ] as const) {
    await run(server.url, `create database ${name}`)
    await applyMigrations(url, migrations)
  }
  const published = allTables ? 'all tables' : `table ${TABLES.join(', ')}`
  await run(originUrl, `create publication doctors for ${published}`)
  const isDone = (isThere: string) =>
    connected(copyUrl, (session) => until(async () => (await session.query(isThere)).rows[0].done))
  return {
    originUrl,
    copyUrl,
    async subscribe() {
      // Databases of one server: the subscription cannot create its slot within its own transaction.
      await run(originUrl, "select pg_create_logical_replication_slot('doctors', 'pgoutput')")
      await run(
        copyUrl,
        `create subscription doctors connection 'host=127.0.0.1 port=${server.port} user=postgres dbname=origin'
           publication doctors with (create_slot = false, slot_name = doctors)`,
      )
      await isDone("select bool_and(srsubstate = 'r') as done from pg_subscription_rel")
    },
    async replicate(change, isThere) {
      await run(originUrl, change)
      await isDone(isThere)
    },
    async unsubscribe() {
      await run(copyUrl, 'alter subscription doctors disable')
    },
  }
}
