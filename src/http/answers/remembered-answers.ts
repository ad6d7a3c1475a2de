import type { AnswerMemory, MemoryOutcome } from '../../memory/answer-memory.ts'
import type { RecalledOperation, RecordRecalled } from '../../observability/recalled-operations.ts'
import type { Answer, IncomingRequest } from '../answer.ts'
import type { Deadlines } from '../deadlines.ts'
import type { ExecuteRequest } from './execute-request.ts'
import { asksForTrace } from './memory-key.ts'
import type { OperationFacts } from './operation-facts.ts'

/** An answer with what does not depend on who asks for it. */
export interface RememberedAnswer {
  answer: Answer
  operation: RecalledOperation
}

/** `bypass`: the operation was executed, since its request asks for a trace. */
export type AnswerOrigin = MemoryOutcome | 'bypass'

/** Has a request answered, and says how memory was used for an operation. */
export type AnswerFromMemory = (
  request: Request,
  incoming: IncomingRequest,
) => Promise<{ answer: Answer; origin?: AnswerOrigin }>

interface RememberedAnswersOptions {
  memory: AnswerMemory<RememberedAnswer>
  execute: ExecuteRequest
  factsOf: (request: Request) => OperationFacts
  recordRecalled: RecordRecalled
  /** Called for each operation. */
  onOrigin: (origin: AnswerOrigin) => void
  deadlines: Deadlines
  /** What decides the bytes of the answer; undefined if the request is for no operation. */
  keyOf(incoming: IncomingRequest): string | undefined
}

/** Answers operations from memory where that has what executing them would give, and has all other requests executed. */
export function createRememberedAnswers(options: RememberedAnswersOptions): AnswerFromMemory {
  const { memory, execute, factsOf, recordRecalled, onOrigin, deadlines, keyOf } = options
  const executeToKeep = async (request: Request, incoming: IncomingRequest) => {
    const { answer, ...execution } = await execute(request, incoming)
    const { operation = null, documentText = null } = factsOf(request).record ?? {}
    return { ...execution, answer: { answer: owning(answer), operation: { operation, documentText } } }
  }
  const recall = async (request: Request, incoming: IncomingRequest, key: string) => {
    const startMs = performance.now()
    const { answer: remembered, outcome } = await memory.answer({
      key,
      execute: () => executeToKeep(request, incoming),
      signal: () => deadlines.signalOf(request),
    })
    if (outcome === 'hit' || outcome === 'joined') recordRecalled(request, remembered.operation, startMs)
    return { answer: remembered.answer, origin: outcome }
  }
  return async (request, incoming) => {
    const key = keyOf(incoming)
    if (key === undefined) return execute(request, incoming)
    const { answer, origin } = asksForTrace(incoming)
      ? { ...(await execute(request, incoming)), origin: 'bypass' as const }
      : await recall(request, incoming, key)
    // What is sent to the same path and is no operation has no record.
    if (factsOf(request).record === undefined) return { answer }
    onOrigin(origin)
    return { answer, origin }
  }
}

/** The most that an answer takes in memory, in bytes. */
export function bytesOfRemembered({ answer, operation }: RememberedAnswer): number {
  const { body } = answer
  const headers = Object.entries(answer.headers).flat().join('')
  const texts = [headers, operation.documentText ?? '', ...(typeof body === 'string' ? [body] : [])]
  // A text takes up to two bytes for each character.
  const characters = texts.reduce((sum, { length }) => sum + length, 0)
  return 2 * characters + (typeof body === 'string' ? 0 : body.length)
}

/** An answer in memory of its own. */
function owning(answer: Answer): Answer {
  return typeof answer.body === 'string' ? answer : { ...answer, body: ownBytes(answer.body) }
}

/** Compressed bytes can be a small part of a large buffer, which would be kept with them. */
function ownBytes(part: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(part.length)
  part.copy(own)
  return own
}
