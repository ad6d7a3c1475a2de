import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { createDatabase } from '../../src/database/database.ts'
import { Prisma } from '../../src/database/generated/client.ts'
import type { StatementOutcome } from '../../src/database/statements/statement-observer.ts'
import { reportingVersions } from '../../src/directory/data-version.ts'
import { connected } from '../support/database/connected.ts'
import { dataVersion } from '../support/database/data-version.ts'
import { createTestDatabase } from '../support/database/test-database.ts'

const url = await createTestDatabase()
const outcomes: StatementOutcome[] = []
const database = createDatabase({ url, observe: () => (outcome) => outcomes.push(outcome) })
after(() => database.close())

const seen: string[] = []
const reporting = reportingVersions(database, (version) => seen.push(version))

const numbersUpTo = (last: number) =>
  reporting.query<{ number: number; nothing: null }>({
    name: 'numbers',
    plan: 'generic',
    sql: Prisma.sql`select number, null as nothing from generate_series(1, ${last}::int) number order by number desc`,
  })

describe('a statement that reports its version', () => {
  for (const count of [0, 1, 2, 500]) {
    it(`has the rows that it would have without, in their order: ${count}`, async () => {
      const rows = await numbersUpTo(count)
      assert.deepEqual(
        rows.map(({ number, nothing }) => ({ number, nothing })),
        Array.from({ length: count }, (_, index) => ({ number: count - index, nothing: null })),
      )
    })
  }

  it('reports the version of its snapshot, once, even if it finds nothing', async () => {
    seen.length = 0
    const versions = [(await connected(url, dataVersion)).version]
    await numbersUpTo(0)
    await connected(url, (session) => session.query("insert into doctor (name) values ('x')"))
    versions.push((await connected(url, dataVersion)).version)
    await numbersUpTo(3)
    assert.deepEqual(seen, versions)
    assert.notEqual(versions[0], versions[1])
  })

  for (const count of [0, 1, 3]) {
    it(`is observed with the rows that it would have without, and their number: ${count}`, async () => {
      outcomes.length = 0
      await numbersUpTo(count)
      const numbers = Array.from({ length: count }, (_, index) => ({ number: count - index, nothing: null }))
      const [outcome] = outcomes
      assert.equal(outcome?.rowCount, count)
      for (const max of [0, 1, 2, 3, 4]) assert.deepEqual(outcome.firstRows(max), numbers.slice(0, max))
    })
  }

  it('fails if it fails, and reports nothing', async () => {
    seen.length = 0
    await assert.rejects(
      reporting.query({ name: 'wrong', plan: 'custom', sql: Prisma.sql`select 1 / 0 as never` }),
      /division by zero/,
    )
    assert.deepEqual(seen, [])
  })
})
