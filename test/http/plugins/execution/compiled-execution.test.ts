import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSchema } from '../../../../src/schema/schema.ts'
import { randomOperation } from '../../../support/app/random-operations.ts'
import { createTestApp } from '../../../support/app/test-app.ts'
import { insertDoctors } from '../../../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../../../support/doctors/numbered-doctors.ts'

const OPERATIONS = 150

const app = await createTestApp()
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)

describe('compiled execution', () => {
  it(`answers ${OPERATIONS} random operations as the interpreter does`, async () => {
    const schema = createSchema()
    for (let seed = 1; seed <= OPERATIONS; seed += 1) {
      const { query, variables } = randomOperation(schema, seed)
      const interpreted = await app.run(query, variables)
      // A document is compiled once it has been used several times.
      for (let use = 2; use <= 3; use += 1) await app.run(query, variables)
      const compiled = await app.run(query, variables)
      assert.deepEqual(compiled.data, interpreted.data, query)
      assert.deepEqual(compiled.errors, interpreted.errors, query)
    }
  })

  it('answers errors of resolvers as the interpreter does, byte for byte', async () => {
    const body = JSON.stringify({
      query:
        'query ($id: ID!)\n\r\n { node(id: $id) { id }\r nodes(ids: [$id]) { id } doctor(id: $id) { name } }',
      variables: { id: 'none' },
    })
    const texts = new Set<string>()
    for (let use = 1; use <= 4; use += 1) {
      const headers = { 'content-type': 'application/json' }
      texts.add(await (await app.fetch('/graphql', { method: 'POST', headers, body })).text())
    }
    assert.equal(texts.size, 1)
    assert.match([...texts].join(), /^\{"errors":\[\{"message":".*","locations":\[\{"line":3,"column":4\}\]/)
  })
})
