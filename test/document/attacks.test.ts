import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DOCUMENT_ATTACKS } from '../attacks/attacks.ts'
import { createTestApp } from '../support/app/test-app.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'

const app = await createTestApp()
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)

describe('refused with a code, its status, the reason and no statement', () => {
  for (const { name, query, variables, refused } of DOCUMENT_ATTACKS) {
    it(name, async () => {
      const { errors, data, statements, status } = await app.run(query, variables, {
        accept: 'application/graphql-response+json',
      })
      assert.equal(errors[0]?.extensions.code, refused.code, errors[0]?.message)
      assert.match(errors[0]?.message ?? '', refused.says)
      assert.ok(errors.length <= 21)
      assert.equal(status, refused.status)
      assert.ok(data === undefined || (data === null && status === 200), `data: ${data}`)
      assert.deepEqual(statements, [])
    })
  }

  it('none of it is logged as a failure of the server', () => {
    assert.deepEqual(
      app.logged.filter(({ level }) => level >= 50),
      [],
    )
  })
})
