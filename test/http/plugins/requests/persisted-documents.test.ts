import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'graphql'
import { persistDocuments } from '../../../../src/document/persisted-documents.ts'
import { createSchema } from '../../../../src/schema/schema.ts'
import { createTestApp } from '../../../support/app/test-app.ts'

const TOTAL = 'query Total { doctors { totalCount } }'
const NAME = 'query Name { __typename }'

const documents = persistDocuments(
  [TOTAL, NAME].map((text) => parse(text)),
  createSchema(),
)
const [totalId = '', nameId = ''] = Object.keys(documents)
const only = await createTestApp({ edge: { persistedOnly: true }, persistedDocuments: documents })
const both = await createTestApp({ databaseUrl: only.databaseUrl, persistedDocuments: documents })

const post = async (app: typeof only, body: unknown) => {
  const response = await app.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...(await response.json()) }
}
const codeOf = ({ errors }: Awaited<ReturnType<typeof post>>) => errors[0].extensions.code

describe('persisted documents', () => {
  it('are answered by documentId and by the extension of Apollo', async () => {
    for (const app of [only, both]) {
      for (const body of [
        { documentId: totalId },
        { documentId: `sha256:${totalId}` },
        { extensions: { persistedQuery: { version: 1, sha256Hash: totalId } } },
      ]) {
        assert.deepEqual((await post(app, body)).data, { doctors: { totalCount: 0 } })
      }
    }
  })

  it('are answered over GET', async () => {
    const extensions = encodeURIComponent(
      JSON.stringify({ persistedQuery: { version: 1, sha256Hash: nameId } }),
    )
    for (const query of [`documentId=${nameId}`, `extensions=${extensions}`]) {
      assert.deepEqual(await (await only.fetch(`/graphql?${query}`)).json(), {
        data: { __typename: 'Query' },
      })
    }
  })

  it('are unknown to a server without a manifest, which says so as clients of Apollo know it', async () => {
    const app = await createTestApp({ databaseUrl: only.databaseUrl })
    const persistedQuery = { version: 1, sha256Hash: totalId }
    for (const body of [{ documentId: totalId }, { extensions: { persistedQuery } }]) {
      const { status, errors } = await post(app, body)
      assert.equal(status, 400)
      assert.equal(errors[0].message, 'PersistedQueryNotSupported')
      assert.equal(errors[0].extensions.code, 'PERSISTED_QUERY_NOT_SUPPORTED')
    }
    const withQuery = await post(app, { query: TOTAL, extensions: { persistedQuery } })
    assert.deepEqual(withQuery.data, { doctors: { totalCount: 0 } })
  })

  it('are refused with 400 and a code if unknown or not named', async () => {
    for (const id of ['0'.repeat(64), '__proto__', 'constructor', '']) {
      const answer = await post(only, { documentId: id })
      assert.equal(answer.status, 400)
      assert.equal(codeOf(answer), 'PERSISTED_QUERY_NOT_FOUND', id)
    }
    for (const body of [{}, { extensions: { persistedQuery: 1 } }, { documentId: 1 }]) {
      const answer = await post(only, body)
      assert.equal(answer.status, 400)
      assert.equal(codeOf(answer), 'BAD_REQUEST')
    }
  })

  it('are the only ones with PERSISTED_ONLY=1, and not the only ones without', async () => {
    const { status, errors, statements } = await only.run('{ doctors { totalCount } }')
    assert.equal(status, 400)
    assert.equal(errors[0]?.extensions.code, 'PERSISTED_DOCUMENTS_ONLY')
    assert.deepEqual(statements, [])
    assert.equal(codeOf(await post(only, { query: NAME, documentId: nameId })), 'PERSISTED_DOCUMENTS_ONLY')
    assert.deepEqual((await both.run(NAME)).data, { __typename: 'Query' })
  })
})
