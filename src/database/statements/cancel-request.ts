import { once } from 'node:events'
import { connect as connectSocket, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import type { Client } from 'pg'

// https://www.postgresql.org/docs/current/protocol-message-formats.html
const CANCEL_REQUEST = 80_877_102
const SSL_REQUEST = 80_877_103

/**
 * Asks the server to cancel what a connection is executing, by the protocol's CancelRequest on a connection of its own.
 * Resolves when the server has closed that connection, and so has passed the request on. The server does not say whether
 * it had an effect.
 *
 * @throws Error if the server cannot be reached; the reason of the signal if it does not answer in time.
 */
export async function requestCancel(client: Client, signal: AbortSignal): Promise<void> {
  const { processID, secretKey } = backendKeyOf(client)
  const socket = await openSocket(client, signal)
  try {
    const message = Buffer.alloc(16)
    for (const [index, value] of [16, CANCEL_REQUEST, processID, secretKey].entries()) {
      message.writeInt32BE(value, index * 4)
    }
    socket.resume().end(message)
    await once(socket, 'close', { signal })
  } finally {
    socket.destroy()
  }
}

interface Target {
  host: string
  port: number
  ssl: boolean | ConnectionOptions
}

/** Connects as the driver does for statements. */
async function openSocket({ host, port, ssl }: Target, signal: AbortSignal): Promise<Socket> {
  const socket = host.startsWith('/')
    ? connectSocket(`${host}/.s.PGSQL.${port}`)
    : connectSocket({ host, port, noDelay: true })
  try {
    await once(socket, 'connect', { signal })
    if (!ssl) return socket
    const request = Buffer.alloc(8)
    request.writeInt32BE(8, 0)
    request.writeInt32BE(SSL_REQUEST, 4)
    socket.write(request)
    const [answer]: Buffer[] = await once(socket, 'data', { signal })
    if (answer?.toString() !== 'S') throw new Error('expected the server to accept TLS, got a refusal')
    const secure = connectTls({
      socket,
      // The certificate is checked against the host. SNI takes names, and no addresses.
      host,
      ...(isIP(host) === 0 && { servername: host }),
      // The driver hides the key from enumeration.
      ...(typeof ssl === 'object' && { ...ssl, key: ssl.key }),
    })
    await once(secure, 'secureConnect', { signal })
    return secure
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** The driver has these, though its types do not. */
function backendKeyOf(client: object): { processID: number; secretKey: number } {
  if (
    'processID' in client &&
    typeof client.processID === 'number' &&
    'secretKey' in client &&
    typeof client.secretKey === 'number'
  ) {
    return { processID: client.processID, secretKey: client.secretKey }
  }
  throw new Error('expected a connection with a backend key, got one without')
}
