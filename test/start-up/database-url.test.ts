import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { connected } from '../support/database/connected.ts'
import { createTestDatabase, testServerUrl } from '../support/database/test-database.ts'
import { listen } from '../support/system/listen.ts'
import { answerAsVersion } from './postgres-of-version.ts'
import { createStartedPrograms, fails, stop } from './started-programs.ts'

const { folder, start } = await createStartedPrograms()

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
    const old = createServer((socket) => socket.once('data', () => answerAsVersion(socket, '14.20')))
    const port = await listen(old)
    const url = `postgresql://ayu@127.0.0.1:${port}/jadwal`
    await fails(start({ DATABASE_URL: url }), /expected PostgreSQL 15 or newer at .*, got PostgreSQL 14\.20/)
    old.close()
  })

  it('reports another encoding than UTF8', async () => {
    const name = `test_latin_${process.pid}`
    const create = `create database ${name} template template0 encoding 'LATIN1' locale 'C'`
    const run = (sql: string) => connected(testServerUrl('postgres'), (session) => session.query(sql))
    await run(create)
    try {
      await fails(
        start({ DATABASE_URL: testServerUrl(name) }),
        /expected a database with the encoding UTF8 at .*, got LATIN1/,
      )
    } finally {
      await run(`drop database ${name} with (force)`)
    }
  })
})
