import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import proxyAddr from 'proxy-addr'
import type { Refusals } from '../../observability/refusals.ts'
import type { Answer } from '../answer.ts'
import type { AnswerRequest } from '../answers/answer-request.ts'
import { type AnsweredError, errorAnswer, type Refusal } from '../error-answer.ts'
import { type AllowedOrigins, corsHeadersOf } from '../plugins/requests/use-cross-site-guard.ts'
import { acceptRequestId, REQUEST_ID_HEADER } from '../request-id.ts'
import { createHeldBytes } from './held-bytes.ts'
import { clientOf, createRateLimit } from './rate-limit.ts'
import { discardRest, readBody } from './read-body.ts'

/** Bytes of bodies in arrival and of responses that clients have not read, each over all connections. */
const MAX_HELD_BYTES = 64 * 1024 * 1024

/** What a client may send after its body was refused. */
const MAX_DISCARDED_BYTES = 1_000_000

/** What is allowed of a request before the application sees it, and of a response that it has left. */
export interface RequestLimits {
  maxBodyBytes: number
  /** How long a client may take to read a response, in milliseconds. */
  writeTimeoutMs: number
  /** Requests per second for each client address; without it, any number. */
  rateLimit: number | undefined
  /** Addresses and networks of proxies, whose `X-Forwarded-For` says who the client is. */
  trustProxy: readonly string[]
  corsOrigins: AllowedOrigins
}

export interface RequestListenerOptions {
  answerRequest: AnswerRequest
  limits: RequestLimits
  refusals: Refusals
  log: Logger
  /** Paths of probes and scrapes, which have no rate. */
  probePaths: readonly string[]
}

/**
 * Takes requests from Node to the application and its responses back: the client's rate, the host, the body in memory
 * before the application runs, and clients that do not read. A client that closes its connection aborts its request.
 */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { answerRequest, limits, refusals, log, probePaths } = options
  const { maxBodyBytes, writeTimeoutMs, corsOrigins } = limits
  const refuseRate = createRateRefusal(limits, probePaths)
  const received = createHeldBytes<IncomingMessage>({
    maxBytes: MAX_HELD_BYTES,
    end(request) {
      refusals.count('held_bodies')
      request.destroy()
    },
  })
  const unread = createHeldBytes<ServerResponse>({
    maxBytes: MAX_HELD_BYTES,
    maxAgeMs: writeTimeoutMs,
    end(response, reason) {
      refusals.count(reason === 'age' ? 'write_timeout' : 'held_responses')
      response.destroy()
    },
  })

  /** An error that the page of an allowed origin can read. */
  function readableAnswer({ headers: { origin } }: IncomingMessage, error: AnsweredError): Answer {
    const cors = corsHeadersOf(origin, corsOrigins)
    return errorAnswer({ ...error, headers: { ...error.headers, ...cors, vary: 'Origin' } })
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<Answer | undefined> {
    const refuse = (refusal: Refusal) => {
      refusals.count(refusal.limit, requestId)
      return readableAnswer(request, refusal)
    }
    const rate = refuseRate(request)
    if (rate !== undefined) return refuse(rate)
    const url = urlOf(request)
    if (url === undefined) return refuse(BAD_TARGET)
    const sent = request.method === 'POST' ? await readBody(request, maxBodyBytes, received) : undefined
    if (sent !== undefined && 'problem' in sent) {
      if (sent.problem === 'gone') return undefined
      if (sent.problem === 'not_utf8') return refuse(NOT_UTF8)
      const message = `Expected a body of at most ${maxBodyBytes} bytes, got more.`
      return refuse({ limit: 'body', status: 413, code: 'BODY_TOO_LARGE', message })
    }
    const client = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) client.abort()
    })
    return answerRequest({
      method: request.method ?? 'GET',
      url,
      headers: headersOf(request),
      body: sent?.text,
      signal: client.signal,
    })
  }

  function send(request: IncomingMessage, response: ServerResponse, requestId: string, answer: Answer): void {
    if (response.destroyed) return
    const { status, headers, body } = answer
    // All in one call: Node keeps each header that is set on its own in a map until it writes them.
    response.writeHead(status, { [REQUEST_ID_HEADER]: requestId, ...headers })
    response.end(body)
    if (!request.complete) discardRest(request, MAX_DISCARDED_BYTES)
    if (response.writableLength === 0) return
    unread.add(response, response.writableLength)
    response.once('close', () => unread.release(response))
  }

  function fail(request: IncomingMessage, requestId: string, error: unknown): Answer {
    log.error({ requestId, err: error }, 'request failed')
    const message = 'Internal server error. Include the request id if you report it.'
    return readableAnswer(request, { status: 500, code: 'INTERNAL_SERVER_ERROR', message, requestId })
  }

  return async (request, response) => {
    const requestId = acceptRequestId(request.headers[REQUEST_ID_HEADER])
    request.headers[REQUEST_ID_HEADER] = requestId
    try {
      const answered = await answer(request, response, requestId)
      if (answered !== undefined) send(request, response, requestId, answered)
    } catch (error) {
      if (!response.headersSent) send(request, response, requestId, fail(request, requestId, error))
      else response.destroy()
    }
  }
}

const BAD_TARGET: Refusal = {
  limit: 'host',
  status: 400,
  code: 'BAD_REQUEST',
  message: 'Expected a Host header with a host, and a path.',
}

const NOT_UTF8: Refusal = {
  limit: 'encoding',
  status: 400,
  code: 'BAD_REQUEST',
  message: 'Expected a body of JSON in UTF-8.',
}

/** Returns the refusal of requests beyond their client's rate. */
function createRateRefusal(
  { rateLimit: perSecond, trustProxy }: RequestLimits,
  probePaths: readonly string[],
): (request: IncomingMessage) => Refusal | undefined {
  if (perSecond === undefined) return () => undefined
  const isTrusted = proxyAddr.compile([...trustProxy])
  const rateLimit = createRateLimit({ perSecond })
  return (request) => {
    if (probePaths.includes(request.url ?? '')) return undefined
    const seconds = rateLimit.take(clientOf(proxyAddr(request, isTrusted)))
    if (seconds === 0) return undefined
    return {
      limit: 'rate',
      status: 429,
      code: 'RATE_LIMITED',
      message: `Expected at most ${perSecond} requests per second from an address. Try again in ${seconds} s.`,
      headers: { 'retry-after': String(seconds) },
    }
  }
}

/** Whether a host is one, for those that were sent last: reading a URL costs more than looking it up. */
const hosts = new LRUCache<string, boolean>({ max: 100, memoMethod: isHost })

/** A target whose path needs no closer look. */
const COMMON_TARGET = /^\/\w*(?:\?|$)/

function isHost(host: string): boolean {
  return !/[\s/?#@\\]/.test(host) && URL.canParse(`http://${host}`)
}

/**
 * The URL of a request, with one spelling of its path: without dots, and without a slash at the end. Undefined if its
 * host or its target is not valid. A target can be a whole URL (RFC 9112, section 3.2.2).
 */
function urlOf({ headers: { host = 'localhost' }, url = '' }: IncomingMessage): string | undefined {
  if (!hosts.memo(host)) return undefined
  const target = /^https?:\/\//i.test(url) ? url.replace(/^https?:\/\/[^/?#]*/i, '') || '/' : url
  if (COMMON_TARGET.test(target)) return `http://${host}${target}`
  if (!target.startsWith('/')) return undefined
  const { pathname, search } = new URL(`http://${host}${target}`)
  const path = pathname.endsWith('/') && pathname !== '/' ? pathname.slice(0, -1) : pathname
  return `http://${host}${path}${search}`
}

/** Node joins repeated headers, except for cookies, which nothing here reads. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const single: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string') single[name] = value
  }
  return single
}
