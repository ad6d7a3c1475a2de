import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { createDatabase } from '../../../src/database/database.ts'
import { Prisma } from '../../../src/database/generated/client.ts'
import { connected } from '../../support/database/connected.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { startProgram } from '../../support/system/program.ts'
import { until } from '../../support/system/until.ts'

const url = await createTestDatabase()

const activeStatements = () =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ query: string }>(
      `select query from pg_stat_activity
       where datname = current_database() and state = 'active' and application_name = 'jadwal'`,
    )
    return rows.length
  })

describe('the statements of a process that is killed', () => {
  it('end, though nobody cancels them', async () => {
    const program = startProgram('src/main.ts', [], {
      PORT: '0',
      DATABASE_URL: url,
      OPERATION_TIMEOUT_MS: '600000',
    })
    after(() => program.process.kill('SIGKILL'))
    const [, endpoint = ''] = await program.says(/GraphiQL +(http\S+)/)
    await connected(url, async (client) => {
      await client.query('begin; lock table doctor in access exclusive mode')
      const answers = ['{ doctors { totalCount } }', '{ doctors { nodes { id } } }'].map((query) =>
        assert.rejects(fetch(`${endpoint}?query=${encodeURIComponent(query)}`)),
      )
      await until(async () => (await activeStatements()) === 2)
      program.process.kill('SIGKILL')
      await Promise.all(answers)
      await until(async () => (await activeStatements()) === 0)
    })
  })
})

describe('a statement that is not cancelled', () => {
  it('is ended by PostgreSQL after the timeout of the session', async () => {
    const database = createDatabase({ url, statementTimeoutMs: 100 })
    after(() => database.close())
    await assert.rejects(
      database.query({ name: 'sleep', plan: 'custom', sql: Prisma.sql`select pg_sleep(60)` }),
      { code: '57014' },
    )
  })
})
