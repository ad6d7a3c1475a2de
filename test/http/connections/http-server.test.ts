import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { after, describe, it } from 'node:test'
import { type ConnectionLimits, createHttpServer } from '../../../src/http/connections/http-server.ts'
import { missingHeaders } from '../../support/app/raw-http.ts'
import { listen } from '../../support/system/listen.ts'

const GENEROUS: ConnectionLimits = { requestTimeoutMs: 60_000, maxConnections: 100 }
const HALF_A_BODY = 'POST / HTTP/1.1\r\nHost: jadwal.test\r\nContent-Length: 10\r\n\r\n12345'

async function serve(
  limits: ConnectionLimits,
  listener: RequestListener = (_, response) => response.end('ok'),
) {
  const refusals: string[] = []
  const { server, drain, stop } = createHttpServer({
    listener,
    limits,
    readinessPath: '/readiness',
    onRefusal: (limit) => refusals.push(limit),
  })
  after(() => server.listening && stop(0))
  const port = await listen(server)
  return {
    server,
    drain,
    stop,
    refusals,
    open: () => connect(port, '127.0.0.1'),
    url: `http://127.0.0.1:${port}`,
  }
}

async function answerOf(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await once(socket, 'close')
  return text
}

describe('the HTTP server', () => {
  it('closes a connection whose body does not arrive, with 408', async () => {
    const { server, open } = await serve({ ...GENEROUS, requestTimeoutMs: 50 }, (request, response) => {
      request.resume().on('end', () => response.end('ok'))
    })
    const socket = open()
    socket.write(HALF_A_BODY)
    const answer = await answerOf(socket)
    assert.match(answer, /^HTTP\/1\.1 408 /)
    assert.deepEqual(missingHeaders(answer), [])
    server.close()
  })

  it('closes connections beyond the maximum', async () => {
    const { server, open } = await serve({ ...GENEROUS, maxConnections: 2 })
    const kept = [open(), open()]
    for (const socket of kept) await once(socket, 'connect')
    assert.equal(await answerOf(open()), '')
    for (const socket of kept) socket.destroy()
    await Promise.all(kept.map((socket) => once(socket, 'close')))
    server.close()
  })

  it('stops despite half a body, and despite a client that does not end its request', async () => {
    const { server, stop, open } = await serve(GENEROUS, () => {})
    const sockets = [open(), open(), open()]
    // The server ends them, by a reset where it had not read all that they sent.
    for (const socket of sockets) socket.on('error', () => {})
    for (const socket of sockets) await once(socket, 'connect')
    sockets[0]?.write(HALF_A_BODY)
    sockets[1]?.write('POST / HTTP/1.1\r\nHo')
    await stop(50)
    assert.equal(server.listening, false)
  })

  it('finishes a request in flight before it stops', async () => {
    const arrived = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const { stop, url } = await serve(GENEROUS, async (_, response) => {
      arrived.resolve()
      await released.promise
      response.end('finished')
    })
    const answer = fetch(url).then((response) => response.text())
    await arrived.promise
    const stopped = stop(60_000)
    released.resolve()
    assert.equal(await answer, 'finished')
    await stopped
  })

  it('answers while it drains, is not ready, and closes each connection after its response', async () => {
    const released = Promise.withResolvers<void>()
    const { drain, stop, url } = await serve(GENEROUS, async (request, response) => {
      if (request.url === '/slow') await released.promise
      response.end('ok')
    })
    const admitted = Array.from({ length: 50 }, () => fetch(`${url}/slow`))
    await fetch(url)
    const drained = drain(0)
    for (const probe of ['/readiness', '/readiness/', '/readiness?verbose']) {
      const { status, headers } = await fetch(url + probe)
      assert.deepEqual([status, headers.get('x-content-type-options')], [503, 'nosniff'])
    }
    const late = await fetch(url)
    assert.deepEqual([late.status, late.headers.get('connection')], [200, 'close'])
    await drained
    const stopped = stop(60_000)
    released.resolve()
    for (const response of await Promise.all(admitted)) {
      assert.deepEqual([response.status, response.headers.get('connection')], [200, 'close'])
    }
    await stopped
  })

  it('closes a connection that pipelines more than it answers at the same time', async () => {
    const { open, refusals } = await serve(GENEROUS, () => {})
    const socket = open().on('error', () => {})
    const closed = once(socket, 'close')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(200))
    await closed
    assert.deepEqual(refusals, ['pipelining'])
  })

  it('answers a few requests that are pipelined in their order', async () => {
    const { open } = await serve(GENEROUS, (request, response) => response.end(request.url))
    const socket = open()
    const paths = Array.from({ length: 20 }, (_, index) => `/${index}`)
    const text = answerOf(socket)
    socket.end(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''))
    assert.deepEqual((await text).match(/^\/\d+/gm), paths)
  })
})
