import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { persistDocuments } from '../../../src/document/persisted-documents.ts'
import { createDirectOperations } from '../../../src/http/answers/direct-operations.ts'
import { createSchema } from '../../../src/schema/schema.ts'
import type { Json } from '../../support/app/json.ts'
import { createTestApp, type TestApp } from '../../support/app/test-app.ts'

const NAME = 'query Name { __typename }'
const TOTAL = 'query Total($name: String) { doctors(filter: { name: $name }) { totalCount } }'

const persistedDocuments = persistDocuments(
  [NAME, TOTAL].map((text) => parse(text)),
  createSchema(),
)
const [nameId = '', totalId = ''] = Object.keys(persistedDocuments)
const none = await createTestApp()
const { databaseUrl } = none
const some = await createTestApp({ databaseUrl, persistedDocuments })
const only = await createTestApp({ databaseUrl, persistedDocuments, edge: { persistedOnly: true } })

const apollo = (sha256Hash: unknown) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } })

const BODIES: Json[] = [
  { query: NAME },
  { query: TOTAL, variables: { name: 'dr' }, operationName: 'Total', extensions: { a: 1 } },
  { query: TOTAL, variables: { name: 1 } },
  { query: TOTAL, operationName: 'Other' },
  { query: '{ nothing }' },
  { query: '{' },
  { query: 'mutation { x }' },
  { query: '' },
  { query: null },
  { query: 1 },
  { query: NAME, variables: null, operationName: null, extensions: null },
  { query: NAME, variables: [] },
  { query: NAME, other: 1 },
  {},
  { documentId: nameId },
  { documentId: `sha256:${totalId}`, variables: { name: 'dr' }, operationName: 'Total' },
  { documentId: totalId, variables: { name: 1 } },
  { documentId: totalId, operationName: 'Other' },
  { documentId: nameId, query: NAME },
  { documentId: '0'.repeat(64) },
  { documentId: '' },
  { documentId: 1 },
  { documentId: null },
  { documentId: null, query: NAME },
  apollo(nameId),
  { ...apollo(totalId), variables: { name: 'dr' } },
  apollo('0'.repeat(64)),
  apollo(1),
  { ...apollo(nameId), query: NAME },
  [],
  'text',
  null,
]

/** A request with a header `Accept` that no request had before goes through all of Yoga. */
let accepts = 0

/** All that a client, the log and the metrics see of an answer, but for ids and times. */
async function answerTo(app: TestApp, body: Json, accept: string) {
  app.logged.length = 0
  const { registry } = app.observability.metrics
  registry.resetMetrics()
  const response = await app.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  })
  const headers = Object.fromEntries(response.headers)
  for (const name of ['x-request-id', 'server-timing']) delete headers[name]
  const logged = app.logged.map(({ requestId, time, durationMs, sqlMs, ...line }) => line)
  const [refusals, requests] = await Promise.all(
    ['jadwal_refusals_total', 'graphql_envelop_request'].map((name) =>
      registry.getSingleMetricAsString(name),
    ),
  )
  return { status: response.status, headers, text: await response.text(), logged, refusals, requests }
}

for (const [title, app] of [
  ['without persisted documents', none],
  ['with some', some],
  ['with no others', only],
] as const) {
  describe(`a server ${title}`, () => {
    for (const mediaType of ['application/json', 'application/graphql-response+json']) {
      it(`answers each request past Yoga's HTTP handling as through it, in ${mediaType}`, async () => {
        const { status } = await answerTo(
          app,
          app === only ? { documentId: nameId } : { query: NAME },
          mediaType,
        )
        assert.equal(status, 200)
        for (const body of BODIES) {
          const byYoga = await answerTo(app, body, `${mediaType}, text/x-${accepts++}`)
          assert.deepEqual(await answerTo(app, body, mediaType), byYoga, JSON.stringify(body))
        }
      })
    }
  })
}

describe('what goes past', () => {
  const yoga = createYoga({ schema: createSchema() })
  const direct = createDirectOperations({
    yoga: { getResultForParams: async () => ({ data: {} }), fetchAPI: yoga.fetchAPI },
    path: '/graphql',
    corsOrigins: '*',
    maxResponseBytes: 1_000,
    recordOperation: (_request, operate) => operate(),
    onRefusal() {},
    onWhole() {},
  })
  const answer = (body: Json, request: { method?: string; accept?: string } = {}) => {
    const { method = 'POST', accept = 'application/json' } = request
    const incoming = {
      method,
      url: 'http://jadwal.test/graphql',
      headers: { accept, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: new AbortController().signal,
    }
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    if (accept === 'application/json') direct.learn(incoming, { status: 200, headers, body: '' })
    return direct.answer(new yoga.fetchAPI.Request(incoming.url), incoming)
  }

  it('is a POST of a document, or of the id of one', async () => {
    for (const body of [
      { query: NAME },
      { documentId: nameId },
      apollo(nameId),
      { query: NAME, variables: {} },
    ]) {
      assert.equal((await answer(body))?.status, 200, JSON.stringify(body))
    }
  })

  it('is nothing else', async () => {
    for (const body of [{ query: NAME, other: 1 }, { documentId: 1 }, [{ query: NAME }], null]) {
      assert.equal(await answer(body), undefined, JSON.stringify(body))
    }
    assert.equal(await answer({ query: NAME }, { method: 'GET' }), undefined)
    assert.equal(await answer({ query: NAME }, { accept: 'text/x-new' }), undefined)
  })
})
