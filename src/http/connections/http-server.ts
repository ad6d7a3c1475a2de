import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../answer.ts'
import { errorAnswer, type Refusal } from '../error-answer.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'

export interface ConnectionLimits {
  /** From a connection's first byte to the end of its request's body. */
  requestTimeoutMs: number
  maxConnections: number
}

const MAX_HEADERS_MS = 5_000
const KEEP_ALIVE_MS = 5_000
const CHECK_EVERY_MS = 1_000
const MAX_HEADER_BYTES = 16_384

/** Requests of one connection that are answered at the same time. Node starts all that arrive in a packet at once. */
const MAX_PIPELINED = 32

interface HttpServerOptions {
  listener: RequestListener
  limits: ConnectionLimits
  /** Answers 503 from the beginning of a drain on. */
  readinessPath: string
  onRefusal: (limit: string) => void
}

export interface HttpServer {
  server: Server
  /**
   * Prepares to stop: the server is not ready, and each response closes its connection, but requests are answered for
   * `forMs`, while a load balancer finds out.
   */
  drain(forMs: number): Promise<void>
  /** Accepts no more connections, finishes the requests in flight, and closes whatever is left after `withinMs`. */
  stop(withinMs: number): Promise<void>
}

/** A server that closes connections that send a request too slowly (408), stay idle, pipeline much, or are too many. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { listener, limits, readinessPath, onRefusal } = options
  const { requestTimeoutMs, maxConnections } = limits
  // Arrays: a Set that changes with each request keeps what was deleted from it until the next full garbage collection.
  const inFlight: ServerResponse[] = []
  const byConnection = new WeakMap<Duplex, ServerResponse[]>()
  let isDraining = false

  const server = createServer(
    {
      headersTimeout: Math.min(MAX_HEADERS_MS, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, requestTimeoutMs),
      maxHeaderSize: MAX_HEADER_BYTES,
      // Node would refuse such a request without the headers that every response has.
      requireHostHeader: false,
    },
    (request, response) => {
      if (request.headers.host === undefined && request.httpVersion === '1.1')
        return refuse(response, NO_HOST)
      const { socket } = request
      const responses = byConnection.get(socket) ?? []
      if (responses.length >= MAX_PIPELINED) {
        if (!socket.destroyed) onRefusal('pipelining')
        socket.destroy()
        return
      }
      byConnection.set(socket, responses)
      for (const unfinished of [responses, inFlight]) unfinished.push(response)
      response.once('close', () => {
        for (const unfinished of [responses, inFlight]) unfinished.splice(unfinished.indexOf(response), 1)
      })
      if (isDraining) response.setHeader('connection', 'close')
      if (isDraining && pathOfTarget(request) === readinessPath)
        response.writeHead(503, SECURITY_HEADERS).end()
      else listener(request, response)
    },
  )
  server.maxConnections = maxConnections
  server.on('drop', () => onRefusal('connections'))
  server.on('checkExpectation', (_request, response) => refuse(response, UNKNOWN_EXPECTATION))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refusal = malformed(error)
    if (error.code !== 'ECONNRESET') onRefusal(refusal.limit)
    // A client would take the refusal for a part of a response that it waits for.
    const [current, next] = byConnection.get(socket) ?? []
    const isAnswering = current?.headersSent || next !== undefined
    if (error.code === 'ECONNRESET' || isAnswering || !socket.writable) socket.destroy()
    else socket.end(textOf(errorAnswer(refusal)), () => socket.destroy())
  })

  function refuse(response: ServerResponse, refusal: Refusal): void {
    onRefusal(refusal.limit)
    const answer = errorAnswer(refusal)
    response.writeHead(answer.status, lastHeaders(answer)).end(answer.body)
  }

  function beginDrain(): void {
    isDraining = true
    for (const response of inFlight) {
      if (!response.headersSent) response.setHeader('connection', 'close')
    }
  }

  return {
    server,
    async drain(forMs) {
      beginDrain()
      await sleep(forMs)
    },
    async stop(withinMs) {
      beginDrain()
      const { promise: stopped, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(() => server.closeAllConnections(), withinMs)
      server.close(() => resolve())
      server.closeIdleConnections()
      await stopped
      clearTimeout(timer)
    },
  }
}

/** Without parameters, and without a slash at the end. */
function pathOfTarget({ url = '' }: IncomingMessage): string {
  return url.replace(/\/?(\?.*)?$/s, '')
}

/** The headers of an answer that is the last of its connection. */
function lastHeaders({ headers }: Answer) {
  return { ...headers, connection: 'close' }
}

/** What a connection is sent whose bytes are not HTTP, or arrive too slowly to become a request. */
function textOf(answer: Answer): string {
  const { status, body } = answer
  const lines = Object.entries(lastHeaders(answer)).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

const NO_HOST: Refusal = {
  limit: 'host',
  status: 400,
  code: 'BAD_REQUEST',
  message: 'Expected a Host header, got none.',
}

const UNKNOWN_EXPECTATION: Refusal = {
  limit: 'expectation',
  status: 417,
  code: 'EXPECTATION_FAILED',
  message: 'Expected no other Expect header than 100-continue.',
}

function malformed({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return {
      limit: 'headers',
      status: 431,
      code: 'HEADERS_TOO_LARGE',
      message: `Expected at most ${MAX_HEADER_BYTES} bytes of headers, got more.`,
    }
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return {
      limit: 'request_timeout',
      status: 408,
      code: 'REQUEST_TIMEOUT',
      message: 'Expected the whole request sooner.',
    }
  }
  return {
    limit: 'malformed',
    status: 400,
    code: 'BAD_REQUEST',
    message: 'Expected a valid HTTP request.',
  }
}
