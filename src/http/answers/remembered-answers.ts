import type { AnswerMemory } from '../../memory/answer-memory.ts'
import type { RecalledOperation, RecordRecalled } from '../../observability/recording/recalled-operations.ts'
import type { Answer, IncomingRequest } from '../answer.ts'
import type { Deadline, Deadlines } from '../deadlines.ts'
import { REQUEST_ID_HEADER } from '../request-id.ts'
import type { FindAnswer } from './answer-request.ts'
import type { ExecutedRequest, ExecuteRequest } from './execute-request.ts'
import type { AnswerOrigin, FoundAnswer } from './found-answer.ts'

/** An answer with what is known of its operation: all that does not depend on who asks for it. */
export interface RememberedAnswer {
  answer: Answer
  operation: RecalledOperation
}

export interface RememberedAnswersOptions {
  memory: AnswerMemory<RememberedAnswer>
  execute: ExecuteRequest
  recordRecalled: RecordRecalled
  /** Called for each operation. */
  onOrigin: (origin: AnswerOrigin) => void
  deadlines: Deadlines
  /** What decides the bytes of the answer; undefined if the request is for no operation. */
  keyOf(incoming: IncomingRequest): string | undefined
  /** Whether its answer has a trace, which has to be that of an execution. */
  asksForTrace(incoming: IncomingRequest): boolean
}

/**
 * Finds the answer to an operation in memory, if that has what executing it would give, and has all other requests
 * executed.
 */
export function createRememberedAnswers(options: RememberedAnswersOptions): FindAnswer {
  const { memory, execute, recordRecalled, onOrigin, deadlines, keyOf, asksForTrace } = options

  async function recall(incoming: IncomingRequest, arrivedMs: number, key: string): Promise<FoundAnswer> {
    let executed: ExecutedRequest | undefined
    let waiting: Deadline | undefined
    try {
      const { answer: remembered, outcome } = await memory.answer({
        key,
        async execute() {
          executed = await execute(incoming, arrivedMs)
          return { ...executed, answer: rememberedOf(executed) }
        },
        signal() {
          waiting ??= deadlines.start(incoming.signal, arrivedMs)
          return waiting.signal
        },
      })
      if (executed !== undefined) return { ...executed, origin: outcome }
      const { [REQUEST_ID_HEADER]: requestId = '', traceparent = null } = incoming.headers
      const record = recordRecalled({ requestId, traceparent }, remembered.operation, arrivedMs)
      return { answer: remembered.answer, record, origin: outcome }
    } finally {
      waiting?.end()
    }
  }

  return async (incoming, arrivedMs) => {
    const key = keyOf(incoming)
    if (key === undefined) return execute(incoming, arrivedMs)
    const found: FoundAnswer = asksForTrace(incoming)
      ? { ...(await execute(incoming, arrivedMs)), origin: 'bypass' }
      : await recall(incoming, arrivedMs, key)
    // What is sent to the same path and is no operation has no record.
    if (found.record !== undefined && found.origin !== undefined) onOrigin(found.origin)
    return found
  }
}

/** The most that an answer takes in memory, in bytes. */
export function bytesOfRemembered({ answer: { headers, body }, operation }: RememberedAnswer): number {
  const texts = [...Object.entries(headers).flat(), operation.documentText ?? ''].join('')
  return (typeof body === 'string' ? bytesOfText(body) : body.length) + bytesOfText(texts)
}

/** V8 keeps a text with a byte or two for each character, and up to as much garbage beside it as it keeps. */
function bytesOfText(text: string): number {
  return 2 * text.length
}

/** What is not whole is not kept: a page of 9 MB is not copied for each of its visitors. */
function rememberedOf({ answer, isWhole, record }: ExecutedRequest): RememberedAnswer {
  const { operation = null, operationType = null, documentText = null } = record ?? {}
  const { body } = answer
  return {
    answer: typeof body === 'string' || !isWhole ? answer : { ...answer, body: ownBytes(body) },
    operation: { operation, operationType, documentText },
  }
}

/** Those of a compressed body can be a small part of a large buffer, which would be kept with them. */
function ownBytes(body: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(body.length)
  body.copy(own)
  return own
}
