import assert from 'node:assert/strict'
import fc from 'fast-check'
import { postText, sendRaw } from '../support/app/raw-http.ts'
import { createTestApp } from '../support/app/test-app.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const json = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }).map((name) =>
    JSON.stringify({
      query: 'query ($n: String) { doctors(filter: { name: $n }) { totalCount } }',
      variables: { n: name },
    }),
  ),
  fc.constantFrom(
    '{"query":"query ($n: String) { doctors(filter: { name: $n }) { totalCount } }","variables":{"n":"\\ud800"}}',
    '{"query":"query ($n: String) { doctors(filter: { name: $n }) { totalCount } }","variables":{"n":"\\u0000"}}',
    '{"query":"mutation { x }"}',
    '{"query":"subscription { x }"}',
    '{"query":"{ doctors(first: 1) { nodes { name } } "}',
    '{"query":"{ __typename }","variables":[]}',
    '{"query":"{ __typename }","extensions":7}',
    '{"query":"{ __typename }","operationName":{}}',
    '[{"query":"{ __typename }"}]',
    '{"__proto__":{"query":"{ __typename }"}}',
  ),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth)),
  fc
    .integer({ min: 1, max: 20_000 })
    .map((depth) => `{"query":"{ __typename }","variables":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`),
  fc.integer({ min: 1, max: 500 }).map((depth) => `{"query":"{ a${'{a'.repeat(depth)}"}`),
)
const headers = fc.dictionary(
  fc.constantFrom(
    'accept',
    'host',
    'content-type',
    'content-length',
    'transfer-encoding',
    'connection',
    'origin',
    'x-request-id',
    'accept-encoding',
    'expect',
    'upgrade',
  ),
  fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    fc.constantFrom(
      '[',
      'a b',
      'a/b',
      'chunked',
      '0',
      '-1',
      '1e3',
      'close',
      'text/event-stream',
      'multipart/mixed',
      'application/json',
      'application/json; charset=utf-16',
      'null',
      '100-continue',
      'websocket',
    ),
  ),
  { maxKeys: 4 },
)
const whole = fc.tuple(json, headers).map(([body, more]) => bytes(postText(body, more)))
const torn = fc
  .tuple(whole, fc.nat(400), fc.uint8Array({ maxLength: 8 }))
  .map(([sent, at, garbage]) =>
    Buffer.concat([sent.subarray(0, at), garbage, sent.subarray(at + garbage.length)]),
  )
const cut = fc.tuple(whole, fc.nat(400)).map(([sent, at]) => sent.subarray(0, at))
const chunked = fc
  .uint8Array({ maxLength: 60 })
  .map((garbage) =>
    Buffer.concat([
      bytes(
        'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      ),
      Buffer.from(garbage),
    ]),
  )
const invalidUtf8 = fc
  .uint8Array({ minLength: 1, maxLength: 30 })
  .map((garbage) => bytes(postText(`{"query":"${Buffer.from(garbage).toString('latin1')}"}`)))
const target = fc
  .tuple(
    fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY'),
    fc.oneof(
      fc.constantFrom(
        '*',
        '//',
        '/%',
        '/graphql?query=%',
        '/graphql?query={__typename}&variables={',
        '/graphql?variables=[[',
        'http://[/',
        '/graphql?query=%ff&extensions=1',
      ),
      fc.string({ unit: 'grapheme-ascii' }).map((text) => `/${text.replaceAll(' ', '')}`),
    ),
    headers,
  )
  .map(([method, path, more]) => {
    const lines = Object.entries({ host: 'a', ...more }).map(([name, value]) => `${name}: ${value}\r\n`)
    return bytes(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  })
const noise = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((garbage) => Buffer.from(garbage))

const anything = fc.oneof(whole, torn, cut, chunked, invalidUtf8, target, noise)

/** Sends bytes that no client should send, over raw connections, and asserts that the server only ever refuses them. */
export async function fuzz({ cases, seed }: { cases: number; seed: number }): Promise<void> {
  const app = await createTestApp({ edge: { requestTimeoutMs: 1_000 } })
  const { origin, port } = await app.serve()
  const rejections: unknown[] = []
  const note = (reason: unknown) => rejections.push(reason)
  process.on('unhandledRejection', note)
  await fc.assert(
    fc.asyncProperty(anything, async (sent) => {
      const received = await sendRaw(port, sent)
      assert.doesNotMatch(received, /^HTTP\/1\.1 5/m)
      assert.doesNotMatch(received, /INTERNAL_SERVER_ERROR|node_modules|\n +at |\.ts:\d/)
    }),
    { numRuns: cases, seed, endOnFailure: true },
  )
  process.off('unhandledRejection', note)
  assert.deepEqual(rejections, [])
  assert.deepEqual(
    app.logged.filter(({ level }) => level >= 50),
    [],
  )
  const response = await fetch(`${origin}/graphql?query={__typename}`)
  assert.deepEqual(await response.json(), { data: { __typename: 'Query' } })
}
