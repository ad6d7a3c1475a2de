import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEmbeddedPostgres } from '../../src/database/set-up/embedded-postgres.ts'
import { connected } from '../support/database/connected.ts'
import { listen } from '../support/system/listen.ts'
import { countDoctors, createStartedPrograms, fails, postgresPid, stop, urlOf } from './started-programs.ts'

const { folder, dataFolder, start } = await createStartedPrograms()
const freshFolder = join(folder, "o'brien, fresh")

const isRunning = async (ofFolder = dataFolder) => (await postgresPid(ofFolder)) !== undefined

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
    const pid = await postgresPid(dataFolder)
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
    const other = createServer()
    const port = await listen(other)
    await fails(
      start({ PORT: String(port) }),
      new RegExp(`^jadwal: cannot serve on .*: port ${port} is in use`, 'm'),
    )
    other.close()
    assert.equal(await isRunning(), false)
  })

  it('names the setting if the folder cannot be made', { skip: process.platform !== 'linux' }, () =>
    fails(
      start({ DATA_FOLDER: '/proc/none' }),
      /^jadwal: the data of PostgreSQL cannot be in \/proc\/none: ENOENT.* \(DATA_FOLDER\)$/m,
    ),
  )

  it('reports data of another major version in one sentence', async () => {
    const file = join(dataFolder, 'data', 'PG_VERSION')
    await writeFile(file, '14\n')
    await fails(start(), /expected data of PostgreSQL 18 .* got data of PostgreSQL 14/)
    await writeFile(file, '18\n')
  })
})
