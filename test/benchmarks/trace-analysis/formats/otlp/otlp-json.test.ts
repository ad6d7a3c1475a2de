import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { requestsIn } from '../../../../support/traces/requests-in.ts'

describe('OpenTelemetry', () => {
  const attribute = (key: string, value: object) => ({ key, value })
  const span = (id: string, parentSpanId: string, more: object) => ({
    traceId: 'a'.repeat(32),
    spanId: id.repeat(16),
    parentSpanId: parentSpanId.repeat(16),
    startTimeUnixNano: '1769851800000000000',
    endTimeUnixNano: '1769851800002000000',
    ...more,
  })
  const batch = (...spans: object[]) =>
    JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] })

  it('has a request for each span that received one, statements by old and stable names, paths of resolvers', async () => {
    const { format, operations, texts, statements } = await requestsIn(
      [
        batch(
          span('d', 'c', {
            name: 'SELECT a',
            attributes: [
              attribute('db.system.name', { stringValue: 'postgresql' }),
              attribute('db.query.text', { stringValue: 'SELECT 1 WHERE $1' }),
              attribute('db.query.parameter.0', { stringValue: '7' }),
              attribute('db.response.returned_rows', { intValue: '3' }),
            ],
          }),
        ),
        batch(
          span('c', 'b', {
            name: 'graphql.resolve',
            attributes: [attribute('graphql.field.path', { stringValue: 'doctors.nodes.0.schedules' })],
          }),
          span('e', 'b', {
            name: 'pg.query',
            attributes: [
              attribute('db.system', { stringValue: 'postgresql' }),
              attribute('db.statement', { stringValue: 'SELECT 2' }),
            ],
          }),
          span('b', '', {
            name: 'GET',
            kind: 2,
            attributes: [
              attribute('http.request.method', { stringValue: 'GET' }),
              attribute('http.route', { stringValue: '/a' }),
            ],
          }),
        ),
      ].join('\n'),
    )
    assert.deepEqual([format, operations], ['OTLP JSON', ['GET /a']])
    assert.deepEqual(texts, [['SELECT 1 WHERE $1', 'SELECT 2']])
    assert.partialDeepStrictEqual(statements[0], {
      parameters: ['7'],
      rowCount: 3,
      durationMs: 2,
      path: 'doctors.nodes.*.schedules',
    })
    assert.equal(statements[1]?.path, null)
  })

  it('is read where one document is written over several lines', async () => {
    const sql = [attribute('db.statement', { stringValue: 'SELECT 1' })]
    const text = JSON.stringify(JSON.parse(batch(span('b', '', { name: 'x', attributes: sql }))), null, 2)
    assert.deepEqual((await requestsIn(text)).texts, [['SELECT 1']])
  })
})
