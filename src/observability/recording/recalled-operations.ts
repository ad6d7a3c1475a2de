import type { TraceSink } from './operation-trace.ts'
import { createRecord, type OperationRecord, type OperationTracer } from './operation-tracer.ts'

/** What is known of an operation that was executed before, or for another request. */
export type RecalledOperation = Pick<OperationRecord, 'operation' | 'operationType' | 'documentText'>

interface RecalledOptions {
  tracer: OperationTracer
  /** Called with each operation, before its response is sent. */
  onOperation: (record: OperationRecord, traceparent: string | null) => void
  sink?: TraceSink | undefined
}

export interface RecalledRequest {
  requestId: string
  /** Its header of that name: the span that it belongs to. */
  traceparent: string | null
}

/**
 * Records the operation of a request that sent no statements, since its answer was there.
 *
 * @param startMs a reading of the tracer's clock.
 */
export type RecordRecalled = (
  request: RecalledRequest,
  recalled: RecalledOperation,
  startMs: number,
) => OperationRecord

/** Passes each operation on as one that took no phases, no resolvers and no statements. */
export function createRecordRecalled({ tracer, onOperation, sink }: RecalledOptions): RecordRecalled {
  return ({ requestId, traceparent }, { operation, operationType, documentText }, startMs) => {
    const record = createRecord(requestId, startMs)
    record.operation = operation
    record.operationType = operationType
    record.documentText = documentText
    onOperation(record, traceparent)
    sink?.(tracer.traceOf(record))
    return record
  }
}
