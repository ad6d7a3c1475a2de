import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, chown, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { createDatabase } from '../../../src/database/database.ts'
import { Prisma } from '../../../src/database/generated/client.ts'
import { connected } from '../../support/database/connected.ts'
import { createPostgresProcess } from '../../support/database/postgres-process.ts'
import { until } from '../../support/system/until.ts'

const run = promisify(execFile)

const server = await createPostgresProcess({ ssl: 'on' })
const { port, dataFolder } = server
const certificate = join(dataFolder, 'server.crt')
// Not for `localhost`, which Node takes for the name of a server that it does not know.
await createCertificate('IP:127.0.0.1')
await server.start()

/** A certificate that signs itself, where PostgreSQL looks for it. */
async function createCertificate(subjectAltName: string): Promise<void> {
  const key = join(dataFolder, 'server.key')
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=invented'],
    ...['-addext', `subjectAltName=${subjectAltName}`, '-keyout', key, '-out', certificate],
  ])
  const { uid, gid } = await stat(dataFolder)
  await chown(key, uid, gid)
  await chmod(key, 0o600)
}

/** The processes that execute a statement of the pool. */
const activePids = () =>
  connected(server.url, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where state = 'active' and application_name = 'jadwal'`,
    )
    return rows.map(({ pid }) => pid)
  })

const verified = `sslmode=verify-full&sslrootcert=${encodeURIComponent(certificate)}`

for (const [transport, url] of [
  ['a Unix socket', server.url],
  ['TCP', `postgresql://postgres@127.0.0.1:${port}/postgres`],
  ['TLS', `postgresql://postgres@127.0.0.1:${port}/postgres?${verified}`],
  [
    'TLS without negotiation',
    `postgresql://postgres@127.0.0.1:${port}/postgres?${verified}&sslnegotiation=direct`,
  ],
] as const) {
  describe(`a request to cancel over ${transport}`, () => {
    it('ends the statement and keeps its connection', async () => {
      const database = createDatabase({ url, poolSize: 1 })
      after(() => database.close())
      const pidOf = async () => {
        const [row] = await database.query<{ pid: number; isEncrypted: boolean }>({
          name: 'connection',
          plan: 'custom',
          sql: Prisma.sql`select pid, ssl as "isEncrypted" from pg_stat_ssl where pid = pg_backend_pid()`,
        })
        return row
      }
      const connection = await pidOf()
      assert.equal(connection?.isEncrypted, transport.startsWith('TLS'))
      const hangUp = new AbortController()
      const sleeping = database.withSignal(hangUp.signal).query({
        name: 'sleep',
        plan: 'custom',
        sql: Prisma.sql`select pg_sleep(60)`,
      })
      await until(async () => (await activePids()).length === 1)
      hangUp.abort(new Error('enough'))
      await assert.rejects(sleeping, { message: 'enough' })
      await until(async () => (await activePids()).length === 0)
      await until(async () => database.pool.inUse === 0)
      assert.deepEqual(await pidOf(), connection)
    })
  })
}
