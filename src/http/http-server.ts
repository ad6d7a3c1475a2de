import { createServer, type RequestListener, type Server } from 'node:http'

export interface ConnectionLimits {
  /** From a connection's first byte to the end of its request's body. */
  requestTimeoutMs: number
  maxConnections: number
}

const MAX_HEADERS_MS = 5_000
const KEEP_ALIVE_MS = 5_000
const CHECK_EVERY_MS = 1_000

/** A server that closes connections which send their request too slowly (408), stay idle, or are too many. */
export function createHttpServer(listener: RequestListener, limits: ConnectionLimits): Server {
  const { requestTimeoutMs, maxConnections } = limits
  const server = createServer(
    {
      headersTimeout: Math.min(MAX_HEADERS_MS, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, requestTimeoutMs),
    },
    listener,
  )
  server.maxConnections = maxConnections
  return server
}

/** Accepts no more connections, finishes the requests in flight, and closes whatever is left after `withinMs`. */
export function stopServer(server: Server, withinMs: number): Promise<void> {
  return new Promise((stopped) => {
    const timer = setTimeout(() => server.closeAllConnections(), withinMs)
    server.close(() => {
      clearTimeout(timer)
      stopped()
    })
    server.closeIdleConnections()
  })
}
