import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer as createTcpServer, type Server } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEmbeddedPostgres } from '../src/database/set-up/embedded-postgres.ts'
import { connected } from './support/connected.ts'
import { makeOpenFolder } from './support/open-folder.ts'
import { type Program, startProgram } from './support/program.ts'
import { createTestDatabase, testServerUrl } from './support/test-database.ts'

const folder = await makeOpenFolder()
const dataFolder = join(folder, 'postgres')
const freshFolder = join(folder, 'fresh')
const started: Program[] = []

after(async () => {
  for (const { process } of started) process.kill('SIGKILL')
  for (const left of [await postgresPid(), await postgresPid(freshFolder)]) {
    if (left) process.kill(left, 'SIGQUIT')
  }
  await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 200 })
})

function start(settings: Record<string, string> = {}, script = 'src/main.ts', args: string[] = []): Program {
  const program = startProgram(script, args, { PORT: '0', DATA_FOLDER: dataFolder, ...settings })
  started.push(program)
  return program
}

const urlOf = async (program: Program) => (await program.says(/GraphiQL +(http\S+)/))[1] ?? ''

async function countDoctors(url: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ doctors { totalCount } }' }),
  })
  return (await response.json()).data.doctors.totalCount
}

async function stop(program: Program, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  program.process.kill(signal)
  assert.equal(await program.ended, signal === 'SIGKILL' ? 'SIGKILL' : 0, program.printed())
}

/** The process of the PostgreSQL that runs on a data folder, if one does. */
async function postgresPid(ofFolder = dataFolder): Promise<number | undefined> {
  const pidFile = await readFile(join(ofFolder, 'data', 'postmaster.pid'), 'utf8').catch(() => undefined)
  const pid = Number(pidFile?.split('\n')[0])
  if (!pid) return undefined
  return execFileSync('ps', ['-o', 'pid=', '-p', String(pid)], { encoding: 'utf8' }).trim() ? pid : undefined
}

const isRunning = async (ofFolder = dataFolder) =>
  (await postgresPid(ofFolder).catch(() => undefined)) !== undefined

async function fails(program: Program, says: RegExp): Promise<void> {
  assert.equal(await program.ended, 1, program.printed())
  assert.match(program.printed(), says)
  assert.doesNotMatch(program.printed(), /^ +at /m, 'expected a sentence without a stack')
}

describe('starting on the embedded PostgreSQL', () => {
  let doctors: number

  before(async () => {
    const program = start()
    doctors = await countDoctors(await urlOf(program))
    await stop(program)
  })

  it('creates and fills the database in a fresh folder, prints its URLs, and stops PostgreSQL with it', async () => {
    const program = start({ DATA_FOLDER: freshFolder })
    const url = await urlOf(program)
    await program.says(/embedded PostgreSQL 18\S* in .*fresh/)
    await program.says(/200, \d+ of them public/)
    assert.ok((await countDoctors(url)) > 150)
    assert.equal((await fetch(url.replace('graphql', 'readiness'))).status, 200)
    assert.equal(await isRunning(freshFolder), true)
    await stop(program)
    assert.equal(await isRunning(freshFolder), false)
  })

  it('keeps the data for the next start, and stops as cleanly on SIGTERM and SIGHUP', async () => {
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      const program = start()
      assert.equal(await countDoctors(await urlOf(program)), doctors)
      await stop(program, signal)
      assert.equal(await isRunning(), false)
    }
  })

  it('answers every request of 50 users who leave when it is not ready, and then stops', async () => {
    const program = start({ DRAIN_MS: '5000' })
    const url = await urlOf(program)
    let isReady = true
    let answered = 0
    const users = Array.from({ length: 50 }, async () => {
      while (isReady) {
        assert.equal(await countDoctors(url), doctors)
        answered++
      }
    })
    while (answered < 200) await sleep(10)
    program.process.kill('SIGTERM')
    while (isReady) isReady = (await fetch(url.replace('graphql', 'readiness'))).status === 200
    await Promise.all(users)
    assert.equal(await program.ended, 0, program.printed())
  })

  it('lets the application read data that was migrated before it had a role, and nothing else', async () => {
    const role = 'jadwal_app'
    const embedded = await openEmbeddedPostgres({ folder: dataFolder })
    const asOwner = (sql: string) => connected(embedded.urlOf('jadwal'), (client) => client.query(sql))
    await asOwner(`drop owned by ${role}; drop role ${role}`)
    const program = start()
    assert.equal(await countDoctors(await urlOf(program)), doctors)
    assert.doesNotMatch(program.printed(), /can also/)
    const { rows } = await asOwner(
      "select distinct usename from pg_stat_activity where application_name = 'jadwal'",
    )
    assert.deepEqual(rows, [{ usename: role }])
    await stop(program)
    await embedded.close()
  })

  it('joins the PostgreSQL that a killed process left running', async () => {
    const killed = start()
    await urlOf(killed)
    await stop(killed, 'SIGKILL')
    assert.equal(await isRunning(), true)
    const program = start()
    assert.equal(await countDoctors(await urlOf(program)), doctors)
    await stop(program)
    assert.equal(await isRunning(), false)
  })

  it('recovers after both were killed, despite stale lock files', async () => {
    const killed = start()
    await urlOf(killed)
    const pid = await postgresPid()
    assert.ok(pid)
    process.kill(pid, 'SIGKILL')
    await stop(killed, 'SIGKILL')
    while (await isRunning()) await sleep(20)
    const program = start()
    assert.equal(await countDoctors(await urlOf(program)), doctors)
    await stop(program)
  })

  it('is shared by two processes, and stopped by the last one', async () => {
    const [first, second] = [start(), start()]
    const urls = [await urlOf(first), await urlOf(second)]
    await stop(first)
    assert.equal(await countDoctors(urls[1] ?? ''), doctors)
    await stop(second)
    assert.equal(await isRunning(), false)
  })

  it('stops cleanly on a signal during the start', async () => {
    const program = start()
    while (!(await isRunning())) await sleep(5)
    program.process.kill('SIGTERM')
    assert.equal(await program.ended, 0, program.printed())
    assert.equal(await isRunning(), false)
  })

  it('reports a port in use in one sentence, and leaves nothing running', async () => {
    const other = createTcpServer()
    const port = await listen(other)
    await fails(
      start({ PORT: String(port) }),
      new RegExp(`^jadwal: cannot serve on .*: port ${port} is in use`, 'm'),
    )
    other.close()
    assert.equal(await isRunning(), false)
  })

  it('reports data of another major version in one sentence', async () => {
    const file = join(dataFolder, 'data', 'PG_VERSION')
    await writeFile(file, '14\n')
    await fails(start(), /expected data of PostgreSQL 18 .* got data of PostgreSQL 14/)
    await writeFile(file, '18\n')
  })
})

describe('starting on a DATABASE_URL', () => {
  it('serves the metrics on METRICS_PORT alone, and the documents of a manifest alone', async () => {
    const manifest = join(folder, 'manifest.json')
    const operation = join(folder, 'total.graphql')
    await writeFile(operation, 'query Total { doctors { totalCount } }')
    assert.equal(await start({}, 'src/persist.ts', ['--out', manifest, operation]).ended, 0)
    const program = start({
      DATABASE_URL: await createTestDatabase(),
      NODE_ENV: 'production',
      METRICS_PORT: '0',
      PERSISTED_DOCUMENTS: manifest,
      PERSISTED_ONLY: '1',
    })
    const [, url = ''] = await program.says(/GraphQL +(http\S+)/)
    const [, metricsUrl = ''] = await program.says(/metrics are on (http[^"\s]+)/)
    assert.match(await (await fetch(metricsUrl)).text(), /^jadwal_/m)
    assert.equal((await fetch(url.replace('graphql', 'metrics'))).status, 404)
    const [documentId] = Object.keys(JSON.parse(await readFile(manifest, 'utf8')))
    const send = (body: object) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    assert.deepEqual(await (await send({ documentId })).json(), { data: { doctors: { totalCount: 0 } } })
    assert.equal((await send({ query: '{ __typename }' })).status, 400)
    await stop(program)
  })

  it('stops if the manifest is missing', async () => {
    await fails(
      start({ DATABASE_URL: await createTestDatabase(), PERSISTED_DOCUMENTS: join(folder, 'none.json') }),
      /^jadwal: expected PERSISTED_DOCUMENTS to be a file that npm run persist wrote, got ".*none\.json"/m,
    )
  })

  it('reports the address, without the password, if no server answers', async () => {
    const program = start({ DATABASE_URL: 'postgresql://ayu:secret@127.0.0.1:1/jadwal' })
    await fails(
      program,
      /^jadwal: no PostgreSQL server answers \(.*ECONNREFUSED.*\) at 127\.0\.0\.1:1\/jadwal/m,
    )
    assert.doesNotMatch(program.printed(), /secret/)
  })

  it('reports the message of PostgreSQL if the database does not exist', async () => {
    await fails(
      start({ DATABASE_URL: testServerUrl('nowhere') }),
      /PostgreSQL says "database "nowhere" does not exist"/,
    )
  })

  it('reports the minimum version if the server is too old', async () => {
    const old = createTcpServer((socket) => socket.once('data', () => answerAsVersion(socket, '14.20')))
    const port = await listen(old)
    const url = `postgresql://ayu@127.0.0.1:${port}/jadwal`
    await fails(start({ DATABASE_URL: url }), /expected PostgreSQL 15 or newer at .*, got PostgreSQL 14\.20/)
    old.close()
  })

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

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

/** The part of PostgreSQL's protocol that a client needs to log in and read the version. */
function answerAsVersion(socket: import('node:net').Socket, version: string): void {
  const message = (type: string, ...body: Buffer[]) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(4 + body.reduce((total, part) => total + part.length, 0))
    return Buffer.concat([Buffer.from(type), length, ...body])
  }
  const int = (bytes: 2 | 4, value: number) => {
    const buffer = Buffer.alloc(bytes)
    buffer.writeIntBE(value, 0, bytes)
    return buffer
  }
  const ready = message('Z', Buffer.from('I'))
  socket.write(Buffer.concat([message('R', int(4, 0)), ready]))
  socket.once('data', () => {
    const column = [
      Buffer.from('version\0'),
      int(4, 0),
      int(2, 0),
      int(4, 25),
      int(2, -1),
      int(4, -1),
      int(2, 0),
    ]
    const value = [int(4, version.length), Buffer.from(version)]
    const row = [message('T', int(2, 1), ...column), message('D', int(2, 1), ...value)]
    socket.write(Buffer.concat([...row, message('C', Buffer.from('SELECT 1\0')), ready]))
  })
}
