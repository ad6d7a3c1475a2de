import { connect, type Socket } from 'node:net'

const HALF_A_HEAD = 'POST /graphql HTTP/1.1\r\nHost: jadwal.test\r\nContent-Ty'
const HALF_A_BODY = `POST /graphql HTTP/1.1\r\nHost: jadwal.test\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n${' '.repeat(45_000)}`
const A_LARGE_PAGE = 'GET /graphql HTTP/1.1\r\nHost: jadwal.test\r\nAccept: text/html\r\n\r\n'

/**
 * Opens connections that send half a head, send half a body, or do not read a large response, a third of them each. One that the server
 * closes is opened again. Call the result to close them.
 */
export function openSlowClients({ hostname, port }: URL, count: number): () => void {
  const sockets = new Set<Socket>()
  let isOpen = true
  const open = (bytes: string) => {
    if (!isOpen) return
    const socket = connect(Number(port), hostname, () => socket.pause().write(bytes))
    sockets.add(socket)
    socket
      .on('error', () => {})
      .on('close', () => {
        sockets.delete(socket)
        setTimeout(open, 100, bytes)
      })
  }
  for (let index = 0; index < count; index++) {
    open([HALF_A_HEAD, HALF_A_BODY, A_LARGE_PAGE][index % 3] ?? '')
  }
  return () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
  }
}
