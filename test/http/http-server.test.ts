import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { after, describe, it } from 'node:test'
import { type ConnectionLimits, createHttpServer, stopServer } from '../../src/http/http-server.ts'

const GENEROUS: ConnectionLimits = { requestTimeoutMs: 60_000, maxConnections: 100 }
const HALF_A_BODY = 'POST / HTTP/1.1\r\nHost: jadwal.test\r\nContent-Length: 10\r\n\r\n12345'

async function serve(
  limits: ConnectionLimits,
  listener: RequestListener = (_, response) => response.end('ok'),
) {
  const server = createHttpServer(listener, limits)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.closeAllConnections())
  const { port } = server.address() as AddressInfo
  return { server, open: () => connect(port, '127.0.0.1'), url: `http://127.0.0.1:${port}` }
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
    assert.match(await answerOf(socket), /^HTTP\/1\.1 408 /)
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
    const { server, open } = await serve(GENEROUS, () => {})
    const sockets = [open(), open(), open()]
    // The server ends them, by a reset where it had not read all that they sent.
    for (const socket of sockets) socket.on('error', () => {})
    for (const socket of sockets) await once(socket, 'connect')
    sockets[0]?.write(HALF_A_BODY)
    sockets[1]?.write('POST / HTTP/1.1\r\nHo')
    await stopServer(server, 50)
    assert.equal(server.listening, false)
  })

  it('finishes a request in flight before it stops', async () => {
    const arrived = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const { server, url } = await serve(GENEROUS, async (_, response) => {
      arrived.resolve()
      await released.promise
      response.end('finished')
    })
    const answer = fetch(url).then((response) => response.text())
    await arrived.promise
    const stopped = stopServer(server, 60_000)
    released.resolve()
    assert.equal(await answer, 'finished')
    await stopped
  })
})
