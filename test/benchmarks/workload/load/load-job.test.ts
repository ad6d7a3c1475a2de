import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LoadJob, parseLoadJob } from '../../../../benchmarks/workload/load/load-job.ts'

const JOB: LoadJob = {
  url: 'http://127.0.0.1:4000/graphql',
  operations: [{ name: 'Browse', weight: 1, bodies: ['{}'] }],
  users: 1,
  thinkTimeMs: [1000, 3000],
  ratePerSecond: null,
  warmUpMs: 0,
  durationMs: 1000,
  seed: 1,
  requestTimeoutMs: 1000,
}
const parse = (change: object) => parseLoadJob(JSON.stringify({ ...JOB, ...change }))

describe('a job targets only this machine', () => {
  for (const url of [
    'http://127.0.0.1:4000/graphql',
    'http://127.1.2.3/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://[::1]:4000/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://localhost:4000/',
    'http://LOCALHOST/',
  ]) {
    it(`accepts ${url}`, () => assert.equal(parse({ url }).url, url))
  }

  for (const url of [
    'http://192.0.2.1/',
    'http://128.0.0.1/',
    'http://0.0.0.0/',
    'http://127.0.0.1.example.com/',
    'http://127.example.com/',
    'http://localhost.example.com/',
    'http://127.0.0.1@192.0.2.1/',
    'http://[::2]/',
    'http://[::ffff:192.0.2.1]/',
    'https://127.0.0.1/',
    'file:///127.0.0.1',
    '127.0.0.1:4000',
    '',
    null,
  ]) {
    it(`refuses ${url}`, () =>
      assert.throws(() => parse({ url }), /^Error: expected an http URL of this machine \(.*\), got /))
  }
})

describe('a job has bounds', () => {
  it('is accepted within them', () => assert.deepEqual(parse({}), JOB))

  const changes: [object, RegExp][] = [
    [{ users: 0 }, /expected 1 to 1000 users, got 0/],
    [{ users: 1.5 }, /expected a whole number of users, got 1.5/],
    [{ users: 1_000_000 }, /expected 1 to 1000 users, got 1000000/],
    [{ durationMs: Number.POSITIVE_INFINITY }, /expected a duration of .*, got null/],
    [{ durationMs: 0 }, /expected a duration of .*, got 0/],
    [{ durationMs: '1000' }, /expected a duration of .*, got "1000"/],
    [{ warmUpMs: -1 }, /expected a warm-up of .*, got -1/],
    [{ requestTimeoutMs: 0 }, /expected a timeout of .*, got 0/],
    [{ thinkTimeMs: [-1, 1] }, /expected a shortest think time of .*, got -1/],
    [{ thinkTimeMs: [3, 1] }, /expected a longest think time of 3 to .*, got 1/],
    [{ ratePerSecond: 0 }, /expected a rate of .*, got 0/],
    [{ ratePerSecond: undefined }, /expected a rate of .*, got undefined/],
    [{ seed: 0.5 }, /expected a whole number as the seed, got 0.5/],
    [{ operations: [] }, /expected at least one operation, got \[\]/],
    [{ operations: [{ name: 'A', weight: 0, bodies: ['{}'] }] }, /expected a weight of A .*, got 0/],
    [{ operations: [{ name: 'A', weight: 1, bodies: [] }] }, /expected at least one body of A, got \[\]/],
  ]
  for (const [change, message] of changes) {
    it(`refuses ${JSON.stringify(change)}`, () => assert.throws(() => parse(change), message))
  }
})
