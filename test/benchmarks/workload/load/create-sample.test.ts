import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { failureReason } from '../../../../benchmarks/workload/load/create-sample.ts'

describe('an answer is a success with status 200, data and no errors', () => {
  const answers: [status: number, body: string, reason: string | null][] = [
    [200, '{"data":{"doctors":{"nodes":[]}}}', null],
    [200, '{"data":{"doctor":null}}', null],
    [
      200,
      '{"data":{"doctors":null},"errors":[{"message":"late","extensions":{"code":"TIMEOUT"}}]}',
      'GraphQL TIMEOUT',
    ],
    [200, '{"data":null,"errors":[{"message":"no such field"}]}', 'GraphQL no such field'],
    [200, '{"data":{"a":1},"errors":[{}]}', 'GraphQL error without a message'],
    [200, '{"data":{"a":1},"errors":[]}', 'GraphQL error without a message'],
    [200, '{"data":{"a":1},"errors":[null]}', 'GraphQL error without a message'],
    [200, '{"data":null}', 'no data'],
    [200, '{}', 'no data'],
    [200, '', 'the body is not a JSON object'],
    [200, '{"data":', 'the body is not a JSON object'],
    [200, '<html>', 'the body is not a JSON object'],
    [200, 'null', 'the body is not a JSON object'],
    [200, '[{"data":{}}]', 'the body is not a JSON object'],
    [500, '{"data":{"a":1}}', 'HTTP 500'],
    [204, '', 'HTTP 204'],
    [400, '{"errors":[{"message":"bad"}]}', 'HTTP 400'],
  ]
  for (const [status, body, reason] of answers) {
    it(`${status} ${body || '(empty)'}: ${reason ?? 'success'}`, () =>
      assert.equal(failureReason(status, body), reason))
  }

  it('a reason has at most 80 characters', () =>
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        const reason = failureReason(status, body)
        assert.ok(reason === null || (reason.length > 0 && reason.length <= 80))
        if (status !== 200) assert.ok(reason !== null)
      }),
      { seed: 1 },
    ))

  it('any errors make an answer a failure', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (data, errors) => {
        assert.match(failureReason(200, JSON.stringify({ data, errors })) ?? 'good', /^(GraphQL .)/s)
      }),
      { seed: 1 },
    ))
})
