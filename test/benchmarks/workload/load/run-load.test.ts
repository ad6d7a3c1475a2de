import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import type { LoadJob } from '../../../../benchmarks/workload/load/load-job.ts'
import type { LoadSample } from '../../../../benchmarks/workload/load/load-samples.ts'
import { type PlannedRequest, planLoad } from '../../../../benchmarks/workload/load/plan-load.ts'
import { runLoad } from '../../../../benchmarks/workload/load/run-load.ts'

const GOOD_ANSWER = '{"data":{"doctors":{"totalCount":15}}}'

const JOB: LoadJob = {
  url: 'http://127.0.0.1/graphql',
  operations: [
    { name: 'Browse', weight: 3, bodies: ['{"query":"{ a }"}', '{"query":"{ é }"}'] },
    { name: 'ByName', weight: 1, bodies: ['{"query":"{ b }"}'] },
  ],
  users: 2,
  thinkTimeMs: [5, 15],
  ratePerSecond: null,
  warmUpMs: 50,
  durationMs: 250,
  seed: 3,
  requestTimeoutMs: 60_000,
}

/** Starts a server on a free port, until the tests end. @returns a job against it. */
async function serve(listener: RequestListener): Promise<LoadJob> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return { ...JOB, url: `http://127.0.0.1:${address.port}/graphql?a=1` }
}

function answerWith(response: ServerResponse, body = GOOD_ANSWER, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

/** The planned requests after the warm-up. */
function measuredOf(job: LoadJob): PlannedRequest[] {
  return planLoad(job)
    .flatMap((plan) => [...plan])
    .filter(({ intendedMs }) => (intendedMs ?? 0) >= job.warmUpMs)
}

/** Answers no request until this many are in flight, and every request from then on. */
function answerOnceInFlight(count: number): (response: ServerResponse) => void {
  const waiting: ServerResponse[] = []
  let isOpen = false
  return (response) => {
    waiting.push(response)
    isOpen ||= waiting.length === count
    if (isOpen) for (const each of waiting.splice(0)) answerWith(each)
  }
}

describe('a load generator', () => {
  for (const status of [429, 503]) {
    it(`finds a load invalid if the server refuses a request with ${status}`, async () => {
      let answered = 0
      const job = await serve((_, response) =>
        answerWith(response, GOOD_ANSWER, ++answered > 5 ? status : 200),
      )
      const load = await runLoad(job)
      assert.equal(load.valid, false)
      assert.match(load.valid ? '' : load.reason, /^the server refused \d+ of \d+ requests$/)
    })
  }

  it('sends the planned requests and returns a sample for each one after the warm-up', async () => {
    const received: string[] = []
    const job = await serve(async (request, response) => {
      assert.deepEqual([request.method, request.url], ['POST', '/graphql?a=1'])
      assert.equal(request.headers['content-type'], 'application/json')
      received.push(await text(request))
      answerWith(response)
    })
    const { samples } = await runLoad(job)
    const planned = planLoad(job).flatMap((plan) => [...plan])

    assert.deepEqual(received.toSorted(), planned.map(({ body }) => body).toSorted())
    const describe = (request: { operation: string; intendedMs: number | null }) =>
      `${request.intendedMs?.toFixed(3).padStart(9)} ${request.operation}`
    const measured = measuredOf(job)
    assert.ok(measured.length < planned.length)
    assert.deepEqual(samples.map(describe).toSorted(), measured.map(describe).toSorted())
    for (const sample of samples) {
      assert.ok(sample.ok)
      assert.ok(sample.naiveLatencyMs > 0 && sample.naiveLatencyMs <= sample.latencyMs)
    }
  })

  it('returns an invalid result where nothing was measured', async () => {
    const job = await serve((_, response) => answerWith(response))
    const result = await runLoad({ ...job, users: 1, thinkTimeMs: [60_000, 60_000], durationMs: 10 })
    assert.deepEqual(result.samples, [])
    assert.ok(!result.valid)
    assert.match(result.reason, /no request was due in the 10 ms measured/)
  })

  it('without a think time sends the next request after each answer, on one connection per user', async () => {
    const users = 4
    const enough = new AbortController()
    const requestsOf = new Map<unknown, number>()
    const answer = answerOnceInFlight(users)
    const job = await serve((request, response) => {
      requestsOf.set(request.socket, (requestsOf.get(request.socket) ?? 0) + 1)
      if ([...requestsOf.values()].every((count) => count > 2) && requestsOf.size === users) enough.abort()
      answer(response)
    })
    const endless = { ...job, users, thinkTimeMs: [0, 0] as const, durationMs: 3_600_000 }
    await assert.rejects(runLoad(endless, { signal: enough.signal }), { name: 'AbortError' })
    assert.equal(requestsOf.size, users)
  })

  it('without a think time never waits for a start, so that it cannot be late for one', async () => {
    const job = await serve((_, response) => answerWith(response))
    const { lag } = await runLoad({ ...job, thinkTimeMs: [0, 0] })
    assert.equal(lag.latenessMs, null)
  })

  it('with a rate sends a request without waiting for the answers to others', async () => {
    const answer = answerOnceInFlight(10)
    const job = await serve((_, response) => answer(response))
    const { samples } = await runLoad({ ...job, users: 1, ratePerSecond: 100, requestTimeoutMs: 600_000 })
    assert.ok(samples.length > 0 && samples.every(({ ok }) => ok))
  })
})

describe('a server that stalls', () => {
  it('delays the requests behind it, and their latencies run from the intended starts', async () => {
    const stallMs = 200
    let requests = 0
    const job = await serve((_, response) => {
      if (++requests === 3) setTimeout(answerWith, stallMs, response)
      else answerWith(response)
    })
    const single = { ...job, users: 1, warmUpMs: 0 }
    const { samples } = await runLoad(single)
    assert.equal(samples.length, measuredOf(single).length, 'no request is left out')

    const endMs = ({ intendedMs, latencyMs }: LoadSample) => intendedMs + latencyMs
    const stalled = samples[2]
    assert.ok(stalled !== undefined)
    const delayed = samples.slice(3).filter(({ intendedMs }) => intendedMs < endMs(stalled))
    assert.ok(delayed.length > 0)
    for (const sample of delayed) {
      const sentMs = endMs(sample) - (sample.naiveLatencyMs ?? 0)
      assert.ok(sentMs >= endMs(stalled), 'a user has one request in flight')
      assert.ok(endMs(sample) >= sentMs)
    }
  })
})

describe('a failed request has its reason', () => {
  const errorsOf = async (job: LoadJob) => {
    const { samples } = await runLoad(job)
    assert.ok(samples.length > 0)
    return new Set(samples.map((sample) => (sample.ok ? 'ok' : sample.error)))
  }

  it('for GraphQL errors in a 200', async () => {
    const errors = '{"data":null,"errors":[{"message":"no","extensions":{"code":"BAD_USER_INPUT"}}]}'
    const job = await serve((_, response) => answerWith(response, errors))
    assert.deepEqual(await errorsOf(job), new Set(['GraphQL BAD_USER_INPUT']))
  })
  it('for another status', async () => {
    const job = await serve((_, response) => answerWith(response, GOOD_ANSWER, 500))
    assert.deepEqual(await errorsOf(job), new Set(['HTTP 500']))
  })
  it('for a body that is not JSON', async () => {
    const job = await serve((_, response) => answerWith(response, '<html>'))
    assert.deepEqual(await errorsOf(job), new Set(['the body is not a JSON object']))
  })
  it('for a connection that closes in the middle of an answer', async () => {
    const job = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"data":', () => response.destroy())
    })
    assert.deepEqual(await errorsOf(job), new Set(['UND_ERR_SOCKET']))
  })

  it('for a server that does not run', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    assert.ok(address !== null && typeof address === 'object')
    await once(server.close(), 'close')
    const { samples } = await runLoad({ ...JOB, url: `http://127.0.0.1:${address.port}/` })
    assert.ok(samples.length > 0)
    for (const sample of samples) {
      assert.ok(!sample.ok)
      assert.deepEqual([sample.error, sample.naiveLatencyMs], ['ECONNREFUSED', null])
    }
  })

  it('for an answer that does not come in time', async () => {
    const job = await serve(() => {})
    const { samples } = await runLoad({ ...job, requestTimeoutMs: 20 })
    assert.equal(samples.length, measuredOf(job).length)
    assert.deepEqual(
      new Set(samples.map((sample) => (sample.ok ? 'ok' : sample.error))),
      new Set(['timeout']),
    )
  })

  it('for a deadline that passes before it can be sent: it fails at its deadline', async () => {
    const job = await serve(() => {})
    // Each request waits for the timeout of the one before, whose deadline is hardly earlier than its own.
    const hopeless: LoadJob = { ...job, users: 1, thinkTimeMs: [0.1, 0.1], requestTimeoutMs: 20 }
    const { samples } = await runLoad(hopeless)
    assert.equal(samples.length, measuredOf(hopeless).length)
    const unsent = samples.filter(({ naiveLatencyMs }) => naiveLatencyMs === null)
    assert.ok(unsent.some(({ latencyMs }) => Math.abs(latencyMs - hopeless.requestTimeoutMs) < 1e-6))
  })
})
