import type { YogaServerInstance } from 'graphql-yoga'
import { type Answer, answerOf, type IncomingRequest, varyBy } from '../answer.ts'
import type { Deadlines } from '../deadlines.ts'
import type { DirectOperations } from '../plugins/direct-operations.ts'
import { REQUEST_ID_HEADER, requestIdOf } from '../request-id.ts'
import { compressAnswer } from './compress-answer.ts'
import { explainAnswer } from './explain-answer.ts'
import type { RequestLog } from './request-log.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** Answers any request whose header {@link REQUEST_ID_HEADER} has an acceptable id. It rejects if the application fails. */
export type AnswerRequest = (incoming: IncomingRequest) => Promise<Answer>

interface AnswerRequestOptions {
  yoga: Pick<YogaServerInstance<object, object>, 'handleRequest' | 'fetchAPI'>
  direct: DirectOperations
  deadlines: Deadlines
  log: RequestLog
}

/** What every response has: it is logged, and has the request's id, headers of security and a suitable encoding. */
export function createAnswerRequest({ yoga, direct, deadlines, log }: AnswerRequestOptions): AnswerRequest {
  const answerByYoga = async (request: Request, incoming: IncomingRequest) => {
    const answer = explainAnswer(await answerOf(await yoga.handleRequest(request, {})))
    direct.learn(incoming, answer)
    return answer
  }
  return async (incoming) => {
    const startMs = performance.now()
    const { url, signal, headers, ...init } = incoming
    const request = new yoga.fetchAPI.Request(url, { ...init, headers: { ...headers }, signal })
    try {
      const answer = (await direct.answer(request, incoming)) ?? (await answerByYoga(request, incoming))
      const timing = log.finish(request, answer.status, performance.now() - startMs)
      const complete = {
        ...SECURITY_HEADERS,
        [REQUEST_ID_HEADER]: requestIdOf(request),
        ...(timing !== undefined && { 'server-timing': timing }),
        ...answer.headers,
      }
      const sent = { ...answer, headers: complete }
      varyBy(sent, 'Origin')
      return await compressAnswer(sent, headers['accept-encoding'])
    } finally {
      deadlines.end(request)
    }
  }
}
