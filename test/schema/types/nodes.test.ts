import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../../support/app/test-app.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../../support/doctors/numbered-doctors.ts'

const app = await createTestApp()
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)
const first = btoa('Doctor:1')

describe('nodes(ids:)', () => {
  // The same operation compiled and interpreted: a document with two operations is never compiled.
  for (const other of ['', ' query Other { __typename }']) {
    it(`an invalid id is null with an error of its own, and the others are answered${other && ' (interpreted)'}`, async () => {
      const response = await app.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id } }${other}`,
          operationName: 'Nodes',
          variables: { ids: [first, 'nonsense', btoa('Doctor:9999'), first] },
        }),
      })
      const { data, errors } = await response.json()
      assert.deepEqual(data, { nodes: [{ id: first }, null, null, { id: first }] })
      assert.deepEqual(
        errors.map(({ message, path, extensions }: Record<string, unknown>) => ({
          message,
          path,
          extensions,
        })),
        [
          {
            message: 'Expected an id that this API returned, got "nonsense".',
            path: ['nodes', 1],
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      )
    })
  }

  it('refuses more than 100 ids without a statement', async () => {
    const { errors, statements } = await app.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: Array(101).fill(first),
    })
    assert.equal(errors[0]?.message, 'Expected `ids` of at most 100, got 101 ids.')
    assert.deepEqual(statements, [])
  })
})
