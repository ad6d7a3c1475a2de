import type { YogaServerInstance } from 'graphql-yoga'
import type { Execution } from '../../memory/answer-memory.ts'
import { type Answer, answerOf, type IncomingRequest } from '../answer.ts'
import type { Deadlines } from '../deadlines.ts'
import { addCacheHeaders } from './cache-headers.ts'
import { compressAnswer, encodingOf } from './compress-answer.ts'
import type { DirectOperations } from './direct-operations.ts'
import { explainAnswer } from './explain-answer.ts'
import { hasCostHeader, isForOperation } from './memory-key.ts'
import type { FactsByRequest, OperationFacts } from './operation-facts.ts'

/** An answer in the encoding that the client accepts, and what was learnt of its operation. */
export type ExecutedRequest = Execution<Answer> & Pick<OperationFacts, 'record' | 'refused'>

/**
 * Has a request answered by the application. It rejects if that fails.
 *
 * @param arrivedMs when the request arrived, by `performance.now()`.
 */
export type ExecuteRequest = (incoming: IncomingRequest, arrivedMs: number) => Promise<ExecutedRequest>

interface ExecuteRequestOptions {
  yoga: Pick<YogaServerInstance<object, object>, 'handleRequest' | 'fetchAPI'>
  direct: DirectOperations
  deadlines: Deadlines
  facts: FactsByRequest
  /** The path that operations are sent to. */
  path: string
  /** Whether the answer has the trace of its operation. */
  asksForTrace(incoming: IncomingRequest): boolean
  /** For how long caches may give the answer to a `GET` without asking, in seconds. */
  maxAgeS: number
}

/** Executes past Yoga's HTTP handling where that is possible; compresses, and says what caches may do. */
export function createExecuteRequest(options: ExecuteRequestOptions): ExecuteRequest {
  const { yoga, direct, deadlines, facts: factsByRequest, path, asksForTrace, maxAgeS } = options
  const answerByYoga = async (request: Request, incoming: IncomingRequest) => {
    const answer = explainAnswer(await answerOf(await yoga.handleRequest(request, {})))
    direct.learn(incoming, answer)
    return answer
  }
  return async (incoming, arrivedMs) => {
    const { url, signal, headers, ...init } = incoming
    const request = new yoga.fetchAPI.Request(url, { ...init, headers: { ...headers }, signal })
    const facts = factsByRequest.of(request)
    facts.arrivedMs = arrivedMs
    try {
      const answer = (await direct.answer(request, incoming)) ?? (await answerByYoga(request, incoming))
      const { versions, record, refused } = facts
      // An operation is executed before it shows that no media type of its result is accepted.
      const isWhole = facts.isWhole && answer.status === 200
      const encoded = await compressAnswer(answer, encodingOf(headers['accept-encoding']))
      if (isForOperation(incoming, path)) {
        const hasExtensions = asksForTrace(incoming) || hasCostHeader(incoming)
        const isForAll = isWhole && incoming.method === 'GET' && !hasExtensions
        addCacheHeaders(encoded, { isForAll, maxAgeS })
      }
      return { answer: encoded, isWhole, versions, record, refused }
    } finally {
      deadlines.end(request)
      factsByRequest.end(request)
    }
  }
}
