import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { getIntrospectionQuery } from 'graphql'
import { readEnvironment } from '../../../../src/environment.ts'
import { createTestApp } from '../../../support/app/test-app.ts'

const open = await createTestApp()
const hidden = await createTestApp({
  databaseUrl: open.databaseUrl,
  edge: readEnvironment({ NODE_ENV: 'production' }).edge,
})

const visit = (headers: Record<string, string> = {}) =>
  open.fetch('/graphql', { headers: { accept: 'text/html', ...headers } })

describe('the GraphiQL page', () => {
  it('is the same page in every encoding, each with an entity tag of its own', async () => {
    const plain = await visit()
    const br = await visit({ 'accept-encoding': 'gzip, deflate, br' })
    const gzip = await visit({ 'accept-encoding': 'gzip' })
    const html = Buffer.from(await plain.arrayBuffer())
    const compressed = Buffer.from(await br.arrayBuffer())
    assert.ok(compressed.length < html.length / 4)
    assert.ok(brotliDecompressSync(compressed).equals(html))
    assert.ok(gunzipSync(Buffer.from(await gzip.arrayBuffer())).equals(html))
    assert.deepEqual(
      [plain, br, gzip].map(({ headers }) => headers.get('content-encoding')),
      [null, 'br', 'gzip'],
    )
    assert.equal(new Set([plain, br, gzip].map(({ headers }) => headers.get('etag'))).size, 3)
  })

  it('is for clients that prefer a page', async () => {
    for (const [accept, isPage] of [
      ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
      ['text/html, application/json', true],
      ['application/json, text/plain, */*', false],
      ['application/json, text/html;q=0.5', false],
      ['text/html;q=0, */*', false],
      ['*/*', false],
    ] as const) {
      const { headers } = await open.fetch('/graphql?query={__typename}', { headers: { accept } })
      assert.equal(/html/.test(headers.get('content-type') ?? ''), isPage, accept)
    }
  })

  it('answers HEAD as it answers GET', async () => {
    const head = await open.fetch('/graphql', { method: 'HEAD', headers: { accept: 'text/html' } })
    assert.deepEqual([head.status, head.headers.get('etag')], [200, (await visit()).headers.get('etag')])
  })

  it('is rendered once: every response has the same bytes in memory', async () => {
    const visits = Array.from({ length: 50 }, () =>
      open.answer({
        ...{ method: 'GET', url: 'http://jadwal.test/graphql', body: undefined },
        headers: { accept: 'text/html', 'accept-encoding': 'br' },
        signal: new AbortController().signal,
      }),
    )
    const bodies = (await Promise.all(visits)).map(({ body }) => body)
    assert.equal(new Set(bodies).size, 1)
  })

  it('is not sent again to a browser that has it', async () => {
    const etag = (await visit({ 'accept-encoding': 'br' })).headers.get('etag') ?? ''
    for (const known of [etag, `"other", W/${etag}`]) {
      const response = await visit({ 'accept-encoding': 'br', 'if-none-match': known })
      assert.equal(response.status, 304)
      assert.equal((await response.arrayBuffer()).byteLength, 0)
    }
    assert.equal((await visit({ 'if-none-match': etag })).status, 200)
  })

  it('cannot be framed, and runs no script but its own', async () => {
    const { headers } = await visit()
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'; script-src 'sha256-[^' ]+';/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
  })
})

describe('NODE_ENV=production', () => {
  it('has no GraphiQL, and nothing at the root', async () => {
    const headers = { accept: 'text/html' }
    assert.doesNotMatch(
      (await hidden.fetch('/graphql', { headers })).headers.get('content-type') ?? '',
      /html/,
    )
    assert.equal((await hidden.fetch('/', { headers })).status, 404)
  })

  it('refuses introspection, in fragments too, and answers __typename', async () => {
    const inFragment = '{ ...f } fragment f on Query { __type(name: "Doctor") { name fields { name } } }'
    for (const operation of [getIntrospectionQuery(), '{ __schema { types { name } } }', inFragment]) {
      const { data, errors } = await hidden.run(operation)
      assert.equal(data, undefined)
      assert.equal(errors[0]?.extensions.code, 'INTROSPECTION_DISABLED')
    }
    const { data } = await hidden.run('{ __typename __type(name: "Doctor") { name } }')
    assert.deepEqual(data, { __typename: 'Query', __type: { name: 'Doctor' } })
  })

  it('suggests no names, neither of fields, arguments and types nor of input', async () => {
    const misspelt: [string, Record<string, unknown>?][] = [
      ['{ doctor { totalCount } doctorz { totalCount } }'],
      ['{ doctors(fist: 1) { totalCount } }'],
      ['{ doctors { totalCount ... on Docter { id } } }'],
      ['query ($f: DoctorFilter) { doctors(filter: $f) { totalCount } }', { f: { nam: 'x' } }],
      ['{ doctors(filter: { availability: { dayOfWeek: MONDAYS } }) { totalCount } }'],
    ]
    for (const [operation, variables] of misspelt) {
      const shown = await open.run(operation, variables)
      assert.match(JSON.stringify(shown.errors), /Did you mean/, operation)
      const { errors } = await hidden.run(operation, variables)
      assert.equal(errors.length, shown.errors.length)
      assert.doesNotMatch(JSON.stringify(errors), /Did you mean/, operation)
      assert.deepEqual(
        errors.map(({ extensions }) => extensions?.code),
        shown.errors.map(({ extensions }) => extensions?.code),
      )
    }
  })

  it('shows everything with PUBLIC_EXPLORER=1', () => {
    assert.equal(readEnvironment({ NODE_ENV: 'production', PUBLIC_EXPLORER: '1' }).edge.publicExplorer, true)
    assert.equal(readEnvironment({ PUBLIC_EXPLORER: '0' }).edge.publicExplorer, false)
  })
})
