import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, describe, it } from 'node:test'
import pino from 'pino'
import { createRequestListener } from '../../../src/http/connections/request-listener.ts'
import type { Json } from '../../support/app/json.ts'
import { connectRaw, missingHeaders, postText, sendRaw } from '../../support/app/raw-http.ts'
import {
  createTestApp,
  createTestObservability,
  DEFAULT_EDGE,
  type TestApp,
} from '../../support/app/test-app.ts'
import { listen } from '../../support/system/listen.ts'
import { until } from '../../support/system/until.ts'

const app = await createTestApp()
const { origin, port } = await app.serve()
const shared = { databaseUrl: app.databaseUrl }
const TYPENAME = '/graphql?query={__typename}'

async function refusalsOf({ observability }: TestApp, limit: string): Promise<number> {
  const metric = await observability.metrics.registry.getSingleMetric('jadwal_refusals_total')?.get()
  return metric?.values.find(({ labels }) => labels.limit === limit)?.value ?? 0
}

describe('a request that cannot be accepted', () => {
  const accept = 'application/graphql-response+json'
  const notUtf8 = Buffer.from('{"query":"{ __typename } #\xff"}', 'latin1')
  for (const [what, sent, status, code] of [
    ['a host that is none', postText('{"query":"{ __typename }"}', { host: '[' }), 400, 'BAD_REQUEST'],
    ['a port that is none', 'GET /healthcheck HTTP/1.1\r\nhost: a:99999\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'an address that is none',
      postText('{"query":"{ __typename }"}', { host: '999.1.1.1' }),
      400,
      'BAD_REQUEST',
    ],
    ['a target that is none', 'GET //[ HTTP/1.1\r\nhost: a\r\n\r\n', 404, 'NOT_FOUND'],
    ['JSON that is cut', postText('{"query":'), 400, 'BAD_REQUEST'],
    [
      'deep JSON',
      postText(`{"query":"{ __typename }","variables":{"a":${'['.repeat(2000)}${']'.repeat(2000)}}}`),
      400,
      'JSON_TOO_DEEP',
    ],
    ['a mutation', postText('{"query":"mutation { x }"}', { accept }), 400, 'UNSUPPORTED_OPERATION'],
    [
      'a form',
      postText('query={__typename}', { 'content-type': 'text/plain' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a large body', postText(' '.repeat(100_001)), 413, 'BODY_TOO_LARGE'],
    [
      'a large body in chunks',
      `${postText('', { 'transfer-encoding': 'chunked' }).replace(/content-length.*\r\n/, '')}1ffff\r\n${' '.repeat(0x1ffff)}\r\n0\r\n\r\n`,
      413,
      'BODY_TOO_LARGE',
    ],
    ['no host', 'GET /healthcheck HTTP/1.1\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'an expectation that is none',
      postText('{"query":"{ __typename }"}', { expect: 'tea' }),
      417,
      'EXPECTATION_FAILED',
    ],
    ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'large headers',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['an unknown path', 'GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n', 404, 'NOT_FOUND'],
    [
      'an unknown path in a browser',
      'GET /nowhere HTTP/1.1\r\nhost: a\r\naccept: text/html\r\n\r\n',
      404,
      'NOT_FOUND',
    ],
    [
      'a URL that ends with the path of operations',
      'GET /other?query={__typename}&to=/graphql HTTP/1.1\r\nhost: a\r\n\r\n',
      404,
      'NOT_FOUND',
    ],
    [
      'the root, in a URL that ends so',
      'GET /?query={__typename}&to=/graphql HTTP/1.1\r\nhost: a\r\n\r\n',
      404,
      'NOT_FOUND',
    ],
    [
      'the path of operations below another',
      'GET /other/graphql HTTP/1.1\r\nhost: a\r\n\r\n',
      404,
      'NOT_FOUND',
    ],
    ['another method', 'DELETE /graphql HTTP/1.1\r\nhost: a\r\n\r\n', 405, 'BAD_REQUEST'],
    [
      'a media type that is not offered',
      postText('{"query":"{ __typename }"}', { accept: 'image/png' }),
      406,
      'NOT_ACCEPTABLE',
    ],
    [
      'a body that is not UTF-8',
      Buffer.concat([
        Buffer.from(postText('', { 'content-length': String(notUtf8.length) })),
        notUtf8,
      ]).toString('latin1'),
      400,
      'BAD_REQUEST',
    ],
  ] as const) {
    it(`is answered ${status} ${code}: ${what}`, async () => {
      const received = await sendRaw(port, Buffer.from(sent, 'latin1'))
      assert.match(received, new RegExp(`^HTTP/1.1 ${status} [^]*"code":"${code}"`))
      assert.deepEqual(missingHeaders(received), [])
      assert.deepEqual(
        app.logged.filter(({ level }) => level >= 50),
        [],
      )
    })
  }

  it('has CORS headers, so that a page can read why', async () => {
    const headers = { 'content-type': 'application/json', origin: 'https://hospital.example' }
    const body = ' '.repeat(100_001)
    const refused = await fetch(`${origin}/graphql`, { method: 'POST', headers, body })
    assert.equal(refused.status, 413)
    assert.equal(refused.headers.get('access-control-allow-origin'), 'https://hospital.example')
    assert.match(refused.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
  })

  it('is counted by its limit, and not logged at once', async () => {
    const counted = await createTestApp({ ...shared, documentLimits: { depth: 2 } })
    for (let sent = 0; sent < 3; sent++) await counted.run('{ doctors { nodes { name } } }')
    assert.equal(await refusalsOf(counted, 'levels_of_selections'), 3)
    assert.deepEqual(counted.logged, [])
    counted.observability.refusals.close()
    assert.deepEqual(
      counted.logged.map(({ limit, count }) => ({ limit, count })),
      [{ limit: 'levels_of_selections', count: 3 }],
    )
  })
})

describe('the path of operations', () => {
  it('is the same, however it is spelled', async () => {
    const answers = new Set<string>()
    for (const target of [
      '/graphql?query={__typename}',
      '/graphql/?query={__typename}',
      '/./graphql?query={__typename}',
      '/other/../graphql?query={__typename}',
      'http://other.example/graphql?query={__typename}',
      '/graphql/?query={__typename}#top',
    ]) {
      const received = await sendRaw(port, Buffer.from(`GET ${target} HTTP/1.1\r\nhost: a\r\n\r\n`))
      answers.add(received.replaceAll(/^(x-request-id|server-timing|date): .*\r\n/gim, ''))
    }
    const [answer = '', ...others] = answers
    assert.deepEqual(others, [])
    assert.match(answer, /^HTTP\/1.1 200 .*etag: .*"__typename":"Query"/s)
  })
})

describe('a response', () => {
  for (const accept of [
    'application/json',
    'application/graphql-response+json',
    'multipart/mixed',
    'text/event-stream',
  ]) {
    it(`says its length, and only that, in ${accept}`, async () => {
      const sent = `GET ${TYPENAME} HTTP/1.1\r\nhost: a\r\naccept: ${accept}\r\n\r\n`
      const received = await sendRaw(port, Buffer.from(sent))
      const [head = '', ...body] = received.split('\r\n\r\n')
      assert.doesNotMatch(head, /^transfer-encoding/im)
      assert.match(head, new RegExp(`^content-length: ${body.join('\r\n\r\n').length}$`, 'im'))
    })
  }
})

describe('a failure outside GraphQL', () => {
  it('is answered with the request id that the log has, and without its cause', async () => {
    const logged: Json[] = []
    const log = pino({}, { write: (line: string) => logged.push(JSON.parse(line)) })
    const answerRequest = () => Promise.reject(new Error('cause of the test'))
    const { refusals } = createTestObservability()
    const server = createServer(
      createRequestListener({ answerRequest, limits: DEFAULT_EDGE, refusals, log, probePaths: [] }),
    )
    const url = `http://127.0.0.1:${await listen(server)}${TYPENAME}`
    after(() => server.close())
    const response = await fetch(url, { headers: { 'x-request-id': 'r-7' } })
    assert.equal(response.status, 500)
    const { errors } = await response.json()
    assert.deepEqual(errors[0].extensions, { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-7' })
    assert.doesNotMatch(JSON.stringify(errors), /cause/)
    assert.equal(logged.find(({ requestId }) => requestId === 'r-7').err.message, 'cause of the test')
  })
})

describe('the rate of a client', () => {
  /** The responses to requests that are sent at once, each for a client of its own. */
  const forwarded = async (url: string, clients: string[]) =>
    Promise.all(clients.map((client) => fetch(url, { headers: { 'x-forwarded-for': client } })))
  /** The rate is one per second: even a busy machine sends some of so many within a second. */
  const MANY = Array.from({ length: 30 }, (_, index) => `192.0.2.${index}`)

  it('is limited with 429 and Retry-After, but not for probes', async () => {
    const limited = await createTestApp({ ...shared, edge: { rateLimit: 1 } })
    const served = await limited.serve()
    const responses = await forwarded(served.origin + TYPENAME, MANY)
    const refused = responses.filter(({ status }) => status === 429)
    assert.ok(refused.length > 0 && refused.length < MANY.length)
    assert.equal(await refusalsOf(limited, 'rate'), refused.length)
    for (const response of refused) {
      assert.equal(response.headers.get('retry-after'), '1')
      assert.equal((await response.json()).errors[0].extensions.code, 'RATE_LIMITED')
    }
    const probes = await forwarded(`${served.origin}/healthcheck`, MANY)
    assert.ok(probes.every(({ status }) => status === 200))
  })

  it('belongs to the address that a trusted proxy forwards', async () => {
    const trusting = await createTestApp({ ...shared, edge: { rateLimit: 1, trustProxy: ['127.0.0.1'] } })
    const { origin: proxied } = await trusting.serve()
    const responses = await forwarded(proxied + TYPENAME, MANY)
    assert.ok(responses.every(({ status }) => status === 200))
  })
})

describe('clients that do not read', () => {
  it('are closed after the time for that, and others are answered meanwhile', async () => {
    const patient = await createTestApp({ ...shared, edge: { writeTimeoutMs: 200 } })
    const served = await patient.serve()
    const clients = await Promise.all(Array.from({ length: 50 }, () => connectRaw(served.port)))
    for (const { socket } of clients) {
      socket.pause()
      socket.write('GET /graphql HTTP/1.1\r\nhost: a\r\naccept: text/html\r\n\r\n')
    }
    assert.equal((await fetch(served.origin + TYPENAME)).status, 200)
    const closed = async () =>
      (await refusalsOf(patient, 'write_timeout')) + (await refusalsOf(patient, 'held_responses'))
    await until(async () => (await closed()) === clients.length)
    for (const { socket } of clients) socket.destroy()
  })
})
