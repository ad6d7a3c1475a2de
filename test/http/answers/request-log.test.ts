import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { createTestApp, DEFAULT_MEMORY } from '../../support/app/test-app.ts'

const app = await createTestApp()
await replaceDemoData({ url: app.databaseUrl, doctors: 30 })

const FULL = `query Doctors($name: String) {
  doctors(filter: { name: $name }) { totalCount nodes { name specializations { name } schedules { startTime } } }
}`

describe('the log', () => {
  it('has one line for each request, with its cost and without its variables', async () => {
    await app.run(FULL, { name: 'Rahasia' }, { 'x-request-id': 'r-1' })
    await app.run(FULL, { name: 'dr' }, { 'x-request-id': 'r-2' })
    const [line, ...others] = app.logged.filter(({ requestId }) => requestId === 'r-2')
    assert.deepEqual(others, [])
    const { time: _time, pid: _pid, hostname: _hostname, durationMs, sqlMs, bytes, ...rest } = line
    assert.deepEqual(rest, {
      level: 30,
      msg: 'request',
      requestId: 'r-2',
      method: 'POST',
      path: '/graphql',
      status: 200,
      operation: 'Doctors',
      statements: 3,
    })
    assert.ok(durationMs > 0 && sqlMs > 0 && bytes > 0)
    assert.doesNotMatch(JSON.stringify(app.logged), /Rahasia/)
  })

  it('counts the errors of a response', async () => {
    await app.run('{ doctors(first: 101) { totalCount } }', {}, { 'x-request-id': 'r-5' })
    await app.run('{ nothing also }', {}, { 'x-request-id': 'r-6' })
    const errorsOf = (id: string) => app.logged.find(({ requestId }) => requestId === id).errors
    assert.deepEqual([errorsOf('r-5'), errorsOf('r-6'), errorsOf('r-2')], [1, 2, undefined])
  })

  it('has no operation name for an anonymous operation, and no operation for other requests', async () => {
    await app.run('{ __typename }', {}, { 'x-request-id': 'r-3' })
    assert.equal(app.logged.find(({ requestId }) => requestId === 'r-3').operation, null)
    await app.fetch('/nowhere', { headers: { 'x-request-id': 'r-4' } })
    const line = app.logged.find(({ requestId }) => requestId === 'r-4')
    assert.equal(line.status, 404)
    assert.equal('operation' in line, false)
  })

  it('has the bytes of each answer as it was sent, from memory or not', async () => {
    const remembering = await createTestApp({ databaseUrl: app.databaseUrl, memory: DEFAULT_MEMORY })
    const query = `/graphql?query=${encodeURIComponent(FULL)}`
    const etag = (await app.fetch(query)).headers.get('etag') ?? ''
    for (const sending of [app, remembering]) {
      for (const [path, headers, status] of [
        [query, {}, 200],
        [query, {}, 200],
        [query, { 'accept-encoding': 'gzip' }, 200],
        [query, { 'accept-encoding': 'gzip' }, 200],
        [query, { 'if-none-match': etag }, 304],
        ['/graphql?query={nothing}', {}, 200],
        ['/graphql', { accept: 'text/html' }, 200],
        ['/nowhere', {}, 404],
      ] as const) {
        const response = await sending.fetch(path, { headers })
        const sent = (await response.arrayBuffer()).byteLength
        const { status: logged, bytes } = sending.logged.at(-1)
        assert.deepEqual([logged, bytes], [status, sent], path)
        assert.equal(response.headers.get('content-length'), status === 304 ? null : String(sent))
      }
    }
  })

  it('omits probes and scrapes', async () => {
    const lines = app.logged.length
    for (const path of ['/healthcheck', '/readiness', '/metrics']) await app.fetch(path)
    assert.equal(app.logged.length, lines)
  })

  it('sends the same timings to the browser in Server-Timing', async () => {
    const timing = (await app.run(FULL)).headers.get('server-timing')
    assert.match(timing ?? '', /^total;dur=[\d.]+, sql;dur=[\d.]+;desc="3 statements"$/)
    assert.match(
      (await app.run('{ doctors { totalCount } }')).headers.get('server-timing') ?? '',
      /"1 statement"/,
    )
  })

  it('has the trace of a slow operation, without parameters even if they are traced', async () => {
    const slow = await createTestApp({
      databaseUrl: app.databaseUrl,
      settings: { slowOperationMs: 0, traceInAnswers: true, traceParameters: true },
    })
    await slow.run(FULL, { name: 'Rahasia' })
    const { trace } = slow.logged.find(({ msg }) => msg === 'slow operation')
    assert.deepEqual(
      trace.statements.map(({ name, path }: Record<string, unknown>) => `${name} ${path}`),
      ['doctors_page doctors'],
    )
    assert.doesNotMatch(JSON.stringify(slow.logged), /Rahasia/)
  })

  it('has no trace of an operation that is not slow', async () => {
    const patient = await createTestApp({
      databaseUrl: app.databaseUrl,
      settings: { slowOperationMs: 60_000 },
    })
    await patient.run(FULL)
    assert.deepEqual(
      patient.logged.map(({ msg }) => msg),
      ['request'],
    )
  })
})
