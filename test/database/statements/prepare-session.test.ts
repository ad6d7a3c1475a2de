import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../../support/app/test-app.ts'
import { connected } from '../../support/database/connected.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../../support/doctors/numbered-doctors.ts'

const url = await createTestDatabase()
await insertDoctors(url, NUMBERED_DOCTORS)

const OPERATION = `{ doctors(first: 3, orderBy: { field: CREATED_AT }, filter: { name: "um", specialty: "a" }) {
  totalCount edges { cursor node { name schedules { startTime endTime } } } pageInfo { hasNextPage } } }`

/** The answer of a server that connects to the database now. */
async function answer() {
  const app = await createTestApp({ databaseUrl: url })
  const { data, errors } = await app.run(OPERATION)
  return { data, errors }
}

const expected = await answer()

describe('an answer', () => {
  for (const [name, value] of [
    ['datestyle', "'German, DMY'"],
    ['datestyle', "'SQL, MDY'"],
    ['datestyle', "'Postgres, DMY'"],
    ['timezone', "'Asia/Kathmandu'"],
    ['default_transaction_isolation', "'serializable'"],
    ['work_mem', "'64kB'"],
    ['enable_sort', 'off'],
    ['client_encoding', "'LATIN1'"],
  ]) {
    it(`is the same in a database with ${name} = ${value}`, async () => {
      await connected(url, async (session) => {
        const database = session.escapeIdentifier(session.database ?? '')
        await session.query(`alter database ${database} set ${name} = ${value}`)
      })
      assert.deepEqual(await answer(), expected)
    })
  }
})
