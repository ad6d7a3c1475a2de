import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../../../support/app/test-app.ts'
import { insertDoctors } from '../../../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../../../support/doctors/numbered-doctors.ts'

const app = await createTestApp()
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)

describe('ended with a code while it runs', () => {
  it('lists that only the data bounds, from the first row on that exceeds their limit', async () => {
    const small = await createTestApp({ databaseUrl: app.databaseUrl, documentLimits: { listRows: 50 } })
    assert.deepEqual((await small.run(FULL_PAGE, { first: 25 })).errors, [])
    const { errors, data } = await small.run(FULL_PAGE, { first: 26 })
    assert.equal(data, undefined)
    assert.deepEqual(
      errors.map(({ message, extensions }) => [message, extensions.code]),
      [['Expected an operation of at most 50 rows in lists, got more.', 'RESULT_TOO_LARGE']],
    )
  })

  it('a long alias in such lists, before the response is built', async () => {
    const query = `{ doctors(first: 60) { nodes { schedules { ${'x'.repeat(50_000)}: id } } } }`
    const { errors, data } = await app.run(query)
    assert.equal(data, undefined)
    assert.deepEqual(
      errors.map(({ extensions }) => extensions.code),
      ['RESULT_TOO_LARGE'],
    )
  })

  it('a response of more bytes than the limit, and nothing else is sent', async () => {
    const small = await createTestApp({
      databaseUrl: app.databaseUrl,
      documentLimits: { responseBytes: 2000 },
    })
    const { errors, data } = await small.run('{ doctors(first: 60) { nodes { id name } } }')
    assert.equal(data, undefined)
    assert.equal(errors[0]?.extensions.code, 'RESULT_TOO_LARGE')
    assert.deepEqual((await small.run('{ doctors(first: 10) { nodes { id name } } }')).errors, [])
  })
})
