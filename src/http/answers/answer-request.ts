import { type Answer, type IncomingRequest, varyBy } from '../answer.ts'
import { type AllowedOrigins, corsHeadersOf } from '../plugins/requests/use-cross-site-guard.ts'
import { REQUEST_ID_HEADER } from '../request-id.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'
import { revalidated } from './cache-headers.ts'
import type { FoundAnswer } from './found-answer.ts'
import type { LogRequest } from './request-log.ts'

/** Answers any request whose header {@link REQUEST_ID_HEADER} has an acceptable id. Rejects if the application fails. */
export type AnswerRequest = (incoming: IncomingRequest) => Promise<Answer>

/** Finds the answer in memory, or by executing the request. @param arrivedMs when it arrived, by `performance.now()`. */
export type FindAnswer = (incoming: IncomingRequest, arrivedMs: number) => Promise<FoundAnswer>

interface AnswerRequestOptions {
  find: FindAnswer
  logRequest: LogRequest
  corsOrigins: AllowedOrigins
}

/**
 * What every response has: it is logged, has its length, the request's id and the headers of security and of CORS, and is
 * sent only if it is new to the client.
 */
export function createAnswerRequest({ find, logRequest, corsOrigins }: AnswerRequestOptions): AnswerRequest {
  return async (incoming) => {
    const arrivedMs = performance.now()
    const { method, headers } = incoming
    const found = await find(incoming, arrivedMs)
    const answer = revalidated(found.answer, headers['if-none-match'])
    const bytes = Buffer.byteLength(answer.body)
    const timing = logRequest(incoming, { ...found, answer }, performance.now() - arrivedMs, bytes)
    const response = {
      ...answer,
      headers: {
        ...SECURITY_HEADERS,
        [REQUEST_ID_HEADER]: headers[REQUEST_ID_HEADER] ?? '',
        ...(timing !== undefined && { 'server-timing': timing }),
        ...(method !== 'OPTIONS' && corsHeadersOf(headers.origin, corsOrigins)),
        ...answer.headers,
        ...lengthHeader(answer.status, bytes),
      },
    }
    varyBy(response, 'Origin')
    return response
  }
}

/** Responses with these statuses have no body, and may not say that it is empty (RFC 9110, section 8.6). */
function lengthHeader(status: number, bytes: number) {
  return status !== 204 && status !== 304 && { 'content-length': String(bytes) }
}
