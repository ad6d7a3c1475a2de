import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import type { LoadJob } from '../../../../benchmarks/workload/load/load-job.ts'
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
  requestTimeoutMs: 10_000,
}

/** A server on a port of its own, for as long as the test runs. Answers with the job that is aimed at it. */
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

/** What is planned after the warm-up. */
function measuredOf(job: LoadJob): PlannedRequest[] {
  return planLoad(job)
    .flatMap((plan) => [...plan])
    .filter(({ intendedMs }) => (intendedMs ?? 0) >= job.warmUpMs)
}

/** Answers nobody until so many ask at the same time, and everybody from then on. */
function answerOnceThereAre(count: number): (response: ServerResponse) => void {
  const waiting: ServerResponse[] = []
  let isOpen = false
  return (response) => {
    waiting.push(response)
    isOpen ||= waiting.length === count
    if (isOpen) for (const each of waiting.splice(0)) answerWith(each)
  }
}

describe('a load generator', () => {
  it('sends what is planned, and answers with one sample for each request after the warm-up', async () => {
    const received: string[] = []
    const job = await serve(async (request, response) => {
      assert.deepEqual([request.method, request.url], ['POST', '/graphql?a=1'])
      assert.equal(request.headers['content-type'], 'application/json')
      received.push(await text(request))
      answerWith(response)
    })
    const { samples, lag } = await runLoad(job)
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
    assert.ok(lag.latenessMs !== null && lag.latenessMs.p50 > 0 && lag.latenessMs.p50 <= lag.latenessMs.max)
  })

  it('says that a run in which nothing was measured is invalid', async () => {
    const job = await serve((_, response) => answerWith(response))
    const result = await runLoad({ ...job, users: 1, thinkTimeMs: [60_000, 60_000], durationMs: 10 })
    assert.deepEqual(result.samples, [])
    assert.ok(!result.valid)
    assert.match(result.reason, /no request was due in the 10 ms measured/)
  })

  it('without a think time asks again as soon as it has an answer, on one connection for each user', async () => {
    const sockets = new Set<unknown>()
    const answer = answerOnceThereAre(4)
    const job = await serve((request, response) => {
      sockets.add(request.socket)
      answer(response)
    })
    const { samples, lag } = await runLoad({ ...job, users: 4, thinkTimeMs: [0, 0] })
    assert.ok(samples.length > 4 && samples.every(({ ok }) => ok))
    assert.equal(lag.latenessMs, null)
    assert.equal(sockets.size, 4)
  })

  it('with a rate does not wait for one answer before it asks for the next', async () => {
    const answer = answerOnceThereAre(10)
    const job = await serve((_, response) => answer(response))
    const { samples } = await runLoad({ ...job, users: 1, ratePerSecond: 100 })
    assert.ok(samples.length > 0 && samples.every(({ ok }) => ok))
  })
})

describe('a server that stalls', () => {
  it('shows in the latencies from the intended starts, and hides in those from the real ones', async () => {
    const stallMs = 1000
    const held: ServerResponse[] = []
    let requests = 0
    let isStalled = false
    const job = await serve((_, response) => {
      if (++requests === 40) {
        isStalled = true
        setTimeout(() => {
          isStalled = false
          for (const waiting of held) answerWith(waiting)
        }, stallMs)
      }
      if (isStalled) held.push(response)
      else answerWith(response)
    })
    const longer = { ...job, durationMs: 2000 }
    const { samples } = await runLoad(longer)

    const slow = samples.filter(({ latencyMs }) => latencyMs > stallMs / 4)
    const naivelySlow = samples.filter(({ naiveLatencyMs }) => (naiveLatencyMs ?? 0) > stallMs / 4)
    // Each user had one request under way, and would have sent one every 10 ms.
    assert.equal(held.length, job.users)
    assert.ok(naivelySlow.length >= 1)
    assert.ok(slow.length > 5 * naivelySlow.length, `${slow.length} slow, naively ${naivelySlow.length}`)
    // What was put off was not left out.
    assert.equal(samples.length, measuredOf(longer).length)
  })
})

describe('a failure has its reason', () => {
  const errorsOf = async (job: LoadJob) => {
    const { samples } = await runLoad(job)
    assert.ok(samples.length > 0)
    return new Set(samples.map((sample) => (sample.ok ? 'ok' : sample.error)))
  }

  it('GraphQL errors in a 200', async () => {
    const errors = '{"data":null,"errors":[{"message":"no","extensions":{"code":"BAD_USER_INPUT"}}]}'
    const job = await serve((_, response) => answerWith(response, errors))
    assert.deepEqual(await errorsOf(job), new Set(['GraphQL BAD_USER_INPUT']))
  })
  it('another status', async () => {
    const job = await serve((_, response) => answerWith(response, GOOD_ANSWER, 500))
    assert.deepEqual(await errorsOf(job), new Set(['HTTP 500']))
  })
  it('a body that is no JSON', async () => {
    const job = await serve((_, response) => answerWith(response, '<html>'))
    assert.deepEqual(await errorsOf(job), new Set(['the body is not a JSON object']))
  })
  it('a connection that breaks off in the middle of an answer', async () => {
    const job = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"data":', () => response.destroy())
    })
    assert.deepEqual(await errorsOf(job), new Set(['UND_ERR_SOCKET']))
  })

  it('a server that is not there', async () => {
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

  it('no answer in time, or no time left to be sent in', async () => {
    const job = await serve(() => {})
    const hopeless: LoadJob = { ...job, users: 1, thinkTimeMs: [0.1, 0.1], requestTimeoutMs: 20 }
    const { samples } = await runLoad(hopeless)
    assert.equal(samples.length, measuredOf(hopeless).length)
    assert.deepEqual(
      new Set(samples.map((sample) => (sample.ok ? 'ok' : sample.error))),
      new Set(['timeout']),
    )
    const [sent, unsent] = [true, false].map((isSent) =>
      samples.filter(({ naiveLatencyMs }) => (naiveLatencyMs !== null) === isSent),
    )
    assert.ok(sent?.length)
    // Given up at its deadline, not when its turn had come.
    assert.ok(unsent?.some(({ latencyMs }) => Math.abs(latencyMs - hopeless.requestTimeoutMs) < 1e-6))
  })
})
