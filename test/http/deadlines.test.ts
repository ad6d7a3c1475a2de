import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Prisma } from '../../src/database/generated/client.ts'
import { BadInput } from '../../src/directory/bad-input.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import type { CreateDirectory } from '../../src/directory/doctor-directory.ts'
import { createTestApp } from '../support/app/test-app.ts'
import { connected } from '../support/database/connected.ts'
import { testServerUrl } from '../support/database/test-database.ts'
import { until } from '../support/system/until.ts'

/** Production's directory, but for a list of specializations that takes a minute. */
const createSlowDirectory: CreateDirectory = (database) => ({
  ...createDoctorDirectory(database),
  listSpecializations: () =>
    database.query({
      name: 'slow',
      plan: 'custom',
      sql: Prisma.sql`select 1 as id, '' as name from pg_sleep(60)`,
    }),
})

const SLOW = '{ specializations { name } }'

async function activeStatements(databaseUrl: string): Promise<number> {
  const name = /\/(test_\w+)\?/.exec(databaseUrl)?.[1]
  return connected(testServerUrl('postgres'), async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int from pg_stat_activity where datname = $1 and state = 'active'`,
      [name],
    )
    return rows[0]?.count ?? 0
  })
}

describe('an operation', () => {
  it('that exceeds its deadline is answered with TIMEOUT, and its statement is cancelled', async () => {
    const app = await createTestApp({ createDirectory: createSlowDirectory, operationTimeoutMs: 100 })
    const { status, data, errors } = await app.run(SLOW)
    assert.equal(status, 504)
    assert.equal(data, null)
    assert.deepEqual(
      errors.map(({ message, extensions }) => ({ message, extensions })),
      [
        {
          message: 'Expected the operation to finish within 100 ms.',
          extensions: { code: 'TIMEOUT' },
        },
      ],
    )
    assert.deepEqual(
      app.logged.filter(({ level }) => level > 30),
      [],
    )
    await until(async () => (await activeStatements(app.databaseUrl)) === 0)
  })

  it('that fails is answered at once, and the statements of its other fields are cancelled', async () => {
    const app = await createTestApp({
      createDirectory: (database) => ({
        ...createSlowDirectory(database),
        async listDoctors() {
          await until(async () => (await activeStatements(app.databaseUrl)) === 1)
          throw new BadInput('something else', { description: 'this' })
        },
      }),
    })
    const { errors } = await app.run('{ doctors { totalCount } specializations { name } }')
    assert.deepEqual(
      errors.map(({ extensions }) => extensions.code),
      ['BAD_USER_INPUT'],
    )
    await until(async () => (await activeStatements(app.databaseUrl)) === 0)
    assert.deepEqual(
      app.logged.filter(({ level }) => level > 30),
      [],
    )
  })

  it('whose client hangs up is cancelled, 40 at once', async () => {
    const app = await createTestApp({ createDirectory: createSlowDirectory, edge: { maxInFlight: 100 } })
    const { origin } = await app.serve()
    const hangUp = new AbortController()
    const requests = Array.from({ length: 40 }, () =>
      fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: SLOW }),
        signal: hangUp.signal,
      }),
    )
    await until(async () => (await activeStatements(app.databaseUrl)) === 10)
    await until(async () => app.poolState().waiting === 30)
    hangUp.abort()
    for (const request of requests) await assert.rejects(request, { name: 'AbortError' })
    await until(async () => (await activeStatements(app.databaseUrl)) === 0)
    await until(async () => {
      const { inUse, waiting } = app.poolState()
      return inUse === 0 && waiting === 0
    })
    assert.deepEqual(
      app.logged.filter(({ level }) => level > 30),
      [],
    )
  })

  it('is refused with 503 at once where no place is free, and counted', async () => {
    const app = await createTestApp({ edge: { maxInFlight: 1, maxQueued: 1 } })
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const response = await app.fetch('/graphql?query={doctors{totalCount}}')
        const { errors } = await response.json()
        return errors ? `${response.status} ${errors[0].extensions.code}` : 'answered'
      }),
    )
    assert.deepEqual(answers.toSorted(), [...Array(4).fill('503 OVERLOADED'), 'answered', 'answered'])
    const metrics = await (await app.fetch('/metrics')).text()
    assert.match(metrics, /^jadwal_refusals_total\{limit="queue"\} 4$/m)
    assert.equal((await app.fetch('/graphql?query={doctors{totalCount}}')).status, 200)
  })

  it('that has waited too long for a place is refused with 503', async () => {
    const app = await createTestApp({
      createDirectory: createSlowDirectory,
      operationTimeoutMs: 3000,
      edge: { maxInFlight: 1, queueWaitMs: 50 },
    })
    const [running, waiting] = await Promise.all([app.run(SLOW), app.run(SLOW)])
    assert.deepEqual([running.status, waiting.status].toSorted(), [503, 504])
  })

  it('on a database that cannot be reached is answered with 503 and Retry-After', async () => {
    const app = await createTestApp({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/nothing' })
    const { status, errors, headers } = await app.run(
      '{ doctors { totalCount } }',
      {},
      { 'x-request-id': 'r-1' },
    )
    assert.equal(status, 503)
    assert.equal(headers.get('retry-after'), '1')
    assert.deepEqual(errors[0]?.extensions, { code: 'SERVICE_UNAVAILABLE', requestId: 'r-1' })
    assert.doesNotMatch(JSON.stringify(errors), /127\.0\.0\.1|ECONNREFUSED/)
  })
})
