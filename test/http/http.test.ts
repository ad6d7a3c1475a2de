import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { serverAudits } from 'graphql-http'
import { readEnvironment } from '../../src/environment.ts'
import { createTestApp, DEFAULT_EDGE } from '../support/app/test-app.ts'
import { connected } from '../support/database/connected.ts'

const app = await createTestApp()

const post = (body: string, type = 'application/json') =>
  app.fetch('/graphql', { method: 'POST', headers: { 'content-type': type }, body })

/** No server answers there, and none is needed. */
const UNUSED_DATABASE = 'postgresql://nobody@127.0.0.1:1/nothing'

for (const [profile, edge] of [
  ['development', DEFAULT_EDGE],
  ['production', readEnvironment({ NODE_ENV: 'production' }).edge],
] as const) {
  describe(`GraphQL over HTTP in ${profile}`, async () => {
    const served = createTestApp({ databaseUrl: UNUSED_DATABASE, edge }).then((app) => app.serve())
    const listening = served.then(({ origin }) => `${origin}/graphql`)

    for (const audit of serverAudits({ url: () => listening })) {
      it(`audit ${audit.id}: ${audit.name}`, async () => {
        const result = await audit.fn()
        assert.equal(result.status, 'ok', 'reason' in result ? result.reason : undefined)
      })
    }
  })
}

describe('the HTTP application', () => {
  it('runs the selected operation of a document with several', async () => {
    const body = (operationName: string) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query A { a: __typename } query B { b: __typename }', operationName }),
    })
    for (const [name, data] of [
      ['A', { a: 'Query' }],
      ['B', { b: 'Query' }],
      ['A', { a: 'Query' }],
    ] as const) {
      assert.deepEqual(await (await app.fetch('/graphql', body(name))).json(), { data })
    }
  })

  it('says which operations a document has where the name fits none', async () => {
    const two = 'query A { a: __typename } query B { b: __typename }'
    for (const [query, operationName, message] of [
      [two, undefined, 'Expected operationName to be one of A, B, got none.'],
      [two, 'C', 'Expected operationName to be one of A, B, got "C".'],
      ['query A { __typename }', 'a', 'Expected operationName to be A, got "a".'],
      [
        '{ __typename }',
        'A',
        'Expected no operationName for a document whose operation has no name, got "A".',
      ],
    ] as const) {
      const response = await post(JSON.stringify({ query, operationName }))
      assert.equal(response.status, 400)
      const [error] = (await response.json()).errors
      assert.deepEqual([error.message, error.extensions.code], [message, 'OPERATION_RESOLUTION_FAILURE'])
    }
  })

  it('says what was expected of a request, and what came', async () => {
    const json = 'application/json'
    for (const [body, type, message] of [
      ['query={__typename}', json, 'Expected a body of JSON, got "query={__typename}".'],
      ['', json, 'Expected a body of JSON, got "".'],
      ['null', json, 'Expected a body of JSON that is an object, got null.'],
      ['"{ __typename }"', json, 'Expected a body of JSON that is an object, got "{ __typename }".'],
      ['{}', 'text/plain', 'Expected content-type application/json, got "text/plain".'],
      [
        `[${'['.repeat(40)}${']'.repeat(40)}]`,
        json,
        'Expected a body of JSON of at most 32 levels, got more.',
      ],
    ] as const) {
      const [error] = (await (await post(body, type)).json()).errors
      assert.equal(error.message, message)
    }
    const response = await app.fetch('/graphql?query={__typename}&variables={')
    const [error] = (await response.json()).errors
    assert.equal(error.message, 'Expected `variables` to be JSON, got "{".')
  })

  it('refuses content types that a form can post', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
    ]) {
      const response = await app.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'query={__typename}',
      })
      assert.equal(response.status, 415, type)
    }
  })

  it('allows any origin, without credentials', async () => {
    const { headers } = await app.run('{ __typename }', {}, { origin: 'https://hospital.example' })
    assert.ok(['*', 'https://hospital.example'].includes(headers.get('access-control-allow-origin') ?? ''))
    assert.equal(headers.get('access-control-allow-credentials'), null)
  })

  it('keeps an acceptable request id of the client, and replaces any other', async () => {
    const idFor = async (id: string) =>
      (await app.run('{ __typename }', {}, { 'x-request-id': id })).headers.get('x-request-id')
    assert.equal(await idFor('trace-4/7.1'), 'trace-4/7.1')
    assert.match((await idFor('a b')) ?? '', /^[0-9a-f-]{36}$/)
    assert.match((await idFor('x'.repeat(129))) ?? '', /^[0-9a-f-]{36}$/)
  })

  it('redirects the root to GraphiQL', async () => {
    const response = await app.fetch('/', { headers: { accept: 'text/html' }, redirect: 'manual' })
    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), '/graphql')
  })

  it('is healthy without its database, and ready with it', async () => {
    assert.equal((await app.fetch('/healthcheck')).status, 200)
    assert.equal((await app.fetch('/readiness')).status, 200)
  })

  it('takes a path for a probe only if it is one, and names no library', async () => {
    for (const probe of ['/healthcheck', '/readiness', '/health', '/ready']) {
      const operation = await app.fetch(`/graphql?query={__typename}&from=${probe}`)
      assert.deepEqual(await operation.json(), { data: { __typename: 'Query' } }, probe)
      assert.equal((await app.fetch(`/other${probe}`)).status, 404, probe)
      const { headers } = await app.fetch(probe)
      assert.deepEqual(
        [...headers.keys()].filter((name) => /yoga|powered|server$/.test(name)),
        [],
        probe,
      )
    }
  })
})

describe('an unexpected error', () => {
  it('is masked, and logged in full with the request id that the client receives', async () => {
    const broken = await createTestApp()
    await connected(broken.databaseUrl, (client) => client.query('alter table doctor rename to doktor'))
    const { errors, data } = await broken.run('{ doctors { totalCount } }', {}, { 'x-request-id': 'r-1' })
    assert.equal(data, null)
    assert.deepEqual(errors[0]?.extensions, { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' })
    assert.doesNotMatch(JSON.stringify(errors), /relation|doctor"|select/i)
    const line = broken.logged.find(({ requestId }) => requestId === 'r-1')
    assert.match(line.err.message, /relation "doctor" does not exist/)
    assert.match(line.err.stack, /list-doctors/)
  })

  it('is not exposed by the readiness check', async () => {
    const dead = await createTestApp({ databaseUrl: UNUSED_DATABASE })
    const response = await dead.fetch('/readiness')
    assert.equal(response.status, 503)
    assert.equal(await response.text(), '')
  })
})
