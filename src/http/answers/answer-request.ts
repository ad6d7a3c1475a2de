import type { YogaServerInstance } from 'graphql-yoga'
import { type Answer, type IncomingRequest, varyBy } from '../answer.ts'
import type { Deadlines } from '../deadlines.ts'
import { type AllowedOrigins, corsHeadersOf } from '../plugins/use-cross-site-guard.ts'
import { REQUEST_ID_HEADER, requestIdOf } from '../request-id.ts'
import { revalidated } from './cache-headers.ts'
import type { AnswerFromMemory } from './remembered-answers.ts'
import type { RequestLog } from './request-log.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** Answers any request whose header {@link REQUEST_ID_HEADER} has an acceptable id. It rejects if the application fails. */
export type AnswerRequest = (incoming: IncomingRequest) => Promise<Answer>

interface AnswerRequestOptions {
  yoga: Pick<YogaServerInstance<object, object>, 'fetchAPI'>
  /** From memory, or by executing it. */
  answer: AnswerFromMemory
  deadlines: Deadlines
  log: RequestLog
  corsOrigins: AllowedOrigins
}

/**
 * What every response has: it is logged, has the request's id and the headers of security and of CORS, and is sent only if
 * it is new to the client.
 */
export function createAnswerRequest(options: AnswerRequestOptions): AnswerRequest {
  const { yoga, answer, deadlines, log, corsOrigins } = options
  return async (incoming) => {
    const startMs = performance.now()
    const { url, signal, headers, ...init } = incoming
    const request = new yoga.fetchAPI.Request(url, { ...init, headers: { ...headers }, signal })
    try {
      const { answer: whole, origin } = await answer(request, incoming)
      const sent = revalidated(whole, headers['if-none-match'])
      const timing = log.finish(request, sent, { origin, durationMs: performance.now() - startMs })
      const complete = {
        ...SECURITY_HEADERS,
        [REQUEST_ID_HEADER]: requestIdOf(request),
        ...(timing !== undefined && { 'server-timing': timing }),
        ...(incoming.method !== 'OPTIONS' && corsHeadersOf(headers.origin, corsOrigins)),
        ...sent.headers,
      }
      const response = { ...sent, headers: complete }
      varyBy(response, 'Origin')
      return response
    } finally {
      deadlines.end(request)
    }
  }
}
