import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { request } from 'undici'
import { createTestApp } from '../support/app/test-app.ts'
import { countStatements } from '../support/database/count-statements.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'
import { ATTACKS } from './attacks.ts'

const app = await createTestApp()
const { origin } = await app.serve()
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)
const counted = await countStatements(app.databaseUrl)

describe(`an attack, one of ${ATTACKS.length}, is refused with a code and without data`, () => {
  assert.ok(ATTACKS.length >= 80, `${ATTACKS.length} attacks`)

  for (const { name, path, init } of ATTACKS) {
    it(name, async () => {
      // Not fetch, which writes the headers of Sec-Fetch itself.
      const { statusCode, body } = await request(new URL(path, origin), init)
      const text = await body.text()
      assert.ok(statusCode < 500, `${statusCode} ${text.slice(0, 300)}`)
      const { data, errors } = JSON.parse(text)
      assert.equal(data ?? null, null)
      assert.ok(errors.length > 0 && errors.length <= 100, `${errors.length} errors`)
      for (const { extensions, message } of errors) {
        assert.equal(typeof extensions?.code, 'string', `expected a code, got ${text.slice(0, 300)}`)
        assert.notEqual(extensions.code, 'INTERNAL_SERVER_ERROR', message)
        assert.doesNotMatch(message, /node_modules|\.ts:/)
      }
    })
  }

  after(async () => {
    assert.equal((await countStatements(app.databaseUrl)) - counted, 0, 'statements that PostgreSQL counted')
    assert.deepEqual(
      app.logged.filter(({ level }) => level >= 50),
      [],
    )
  })
})
