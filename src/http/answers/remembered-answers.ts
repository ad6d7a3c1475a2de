import type { AnswerMemory } from '../../memory/answer-memory.ts'
import type { RecalledOperation, RecordRecalled } from '../../observability/recalled-operations.ts'
import type { Answer, IncomingRequest } from '../answer.ts'
import type { Deadlines } from '../deadlines.ts'
import { REQUEST_ID_HEADER } from '../request-id.ts'
import type { ExecutedRequest, ExecuteRequest } from './execute-request.ts'
import type { AnswerOrigin, FoundAnswer } from './found-answer.ts'
import { asksForTrace } from './memory-key.ts'

/** An answer with what is known of its operation: all that does not depend on who asks for it. */
export interface RememberedAnswer {
  answer: Answer
  operation: RecalledOperation
}

interface RememberedAnswersOptions {
  memory: AnswerMemory<RememberedAnswer>
  execute: ExecuteRequest
  recordRecalled: RecordRecalled
  /** Called for each operation. */
  onOrigin: (origin: AnswerOrigin) => void
  deadlines: Deadlines
  /** What decides the bytes of the answer; undefined if the request is for no operation. */
  keyOf(incoming: IncomingRequest): string | undefined
}

/**
 * Finds the answer to an operation in memory, if that has what executing it would give, and has all other requests
 * executed.
 */
export function createRememberedAnswers(
  options: RememberedAnswersOptions,
): (incoming: IncomingRequest, arrivedMs: number) => Promise<FoundAnswer> {
  const { memory, execute, recordRecalled, onOrigin, deadlines, keyOf } = options

  async function recall(incoming: IncomingRequest, arrivedMs: number, key: string): Promise<FoundAnswer> {
    let executed: ExecutedRequest | undefined
    let waiting: ReturnType<Deadlines['start']> | undefined
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
      const requestId = incoming.headers[REQUEST_ID_HEADER] ?? ''
      const record = recordRecalled(requestId, remembered.operation, arrivedMs)
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
export function bytesOfRemembered({ answer, operation }: RememberedAnswer): number {
  const { body } = answer
  const headers = Object.entries(answer.headers).flat().join('')
  const texts = [headers, operation.documentText ?? '', ...(typeof body === 'string' ? [body] : [])]
  // A text takes up to two bytes for each character.
  const characters = texts.reduce((sum, { length }) => sum + length, 0)
  return 2 * characters + (typeof body === 'string' ? 0 : body.length)
}

function rememberedOf({ answer, record }: ExecutedRequest): RememberedAnswer {
  const { operation = null, documentText = null } = record ?? {}
  const body = typeof answer.body === 'string' ? answer.body : ownBytes(answer.body)
  return { answer: { ...answer, body }, operation: { operation, documentText } }
}

/** Compressed bytes can be a small part of a large buffer, which would be kept with them. */
function ownBytes(part: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(part.length)
  part.copy(own)
  return own
}
