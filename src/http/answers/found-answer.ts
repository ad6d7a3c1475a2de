import type { MemoryOutcome } from '../../memory/answer-memory.ts'
import type { OperationRecord } from '../../observability/recording/operation-tracer.ts'
import type { Answer } from '../answer.ts'

/** An answer, and what the log says of it. */
export interface FoundAnswer {
  answer: Answer
  /** Of its operation. */
  record?: OperationRecord | undefined
  /** The limit that refused it. */
  refused?: string | undefined
  /** Absent without memory, and for what is no operation. */
  origin?: AnswerOrigin
}

/** How memory was used for an operation. `bypass`: it was executed, since its request asks for a trace. */
export type AnswerOrigin = MemoryOutcome | 'bypass'
