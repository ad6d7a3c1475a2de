import type { YogaServerInstance } from 'graphql-yoga'
import type { Execution } from '../../memory/answer-memory.ts'
import { type Answer, answerOf, type IncomingRequest } from '../answer.ts'
import type { DirectOperations } from '../plugins/direct-operations.ts'
import { addCacheHeaders } from './cache-headers.ts'
import { compressAnswer, encodingOf } from './compress-answer.ts'
import { explainAnswer } from './explain-answer.ts'
import { isForOperation } from './memory-key.ts'
import type { OperationFacts } from './operation-facts.ts'

/** Has a request answered, in the encoding that its client accepts. It rejects if the application fails. */
export type ExecuteRequest = (request: Request, incoming: IncomingRequest) => Promise<Execution<Answer>>

interface ExecuteRequestOptions {
  yoga: Pick<YogaServerInstance<object, object>, 'handleRequest'>
  direct: DirectOperations
  factsOf: (request: Request) => OperationFacts
  /** The path that operations are sent to. */
  path: string
  /** For how long caches may give the answer to a `GET` without asking, in seconds. */
  maxAgeS: number
}

export function createExecuteRequest(options: ExecuteRequestOptions): ExecuteRequest {
  const { yoga, direct, factsOf, path, maxAgeS } = options
  const answerByYoga = async (request: Request, incoming: IncomingRequest) => {
    const answer = explainAnswer(await answerOf(await yoga.handleRequest(request, {})))
    direct.learn(incoming, answer)
    return answer
  }
  return async (request, incoming) => {
    const answer = (await direct.answer(request, incoming)) ?? (await answerByYoga(request, incoming))
    const { isWhole, versions } = factsOf(request)
    const encoded = await compressAnswer(answer, encodingOf(incoming.headers['accept-encoding']))
    if (isForOperation(incoming, path)) {
      addCacheHeaders(encoded, { method: incoming.method, isWhole, maxAgeS })
    }
    return { answer: encoded, isWhole: isWhole && answer.status === 200, versions }
  }
}
