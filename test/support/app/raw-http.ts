import { connect, type Socket } from 'node:net'

/** A client that sends any bytes. */
export interface RawClient {
  socket: Socket
  /** All that arrived so far, one character for each byte. */
  received(): string
  closed: Promise<void>
}

export function connectRaw(port: number): Promise<RawClient> {
  return new Promise((connected, failed) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    let text = ''
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk
    })
    // The server may close in the middle of a write.
    socket.once('error', failed).on('error', () => {})
    socket.on('end', () => socket.end())
    socket.once('connect', () => connected({ socket, received: () => text, closed }))
  })
}

/** Sends these bytes, ends, and returns all that came back. */
export async function sendRaw(port: number, bytes: Uint8Array | string): Promise<string> {
  const client = await connectRaw(port)
  client.socket.end(bytes)
  await client.closed
  return client.received()
}

/** The text of a POST to `/graphql`. */
export function postText(body: string, headers: Record<string, string> = {}): string {
  const all = {
    host: 'jadwal.test',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `POST /graphql HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

/** What every response says to browsers. */
const SECURITY_HEADERS = [
  'x-content-type-options: nosniff',
  'referrer-policy: no-referrer',
  "content-security-policy: default-src 'none'; frame-ancestors 'none'",
]

/** The headers of security that the text of a response does not have. */
export function missingHeaders(response: string): string[] {
  const [head = ''] = response.split('\r\n\r\n')
  const lines = head.split('\r\n')
  return SECURITY_HEADERS.filter((header) => !lines.includes(header))
}
