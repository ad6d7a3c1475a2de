import type { TraceSink } from './operation-trace.ts'
import { createRecord, type OperationRecord, type OperationTracer } from './operation-tracer.ts'

/** What is known of an operation that was executed before, or for somebody else. */
export type RecalledOperation = Pick<OperationRecord, 'operation' | 'documentText'>

interface RecalledOptions {
  tracer: OperationTracer
  requestIdOf: (request: Request) => string
  /** Called with each operation, before its response is sent. */
  onOperation?: (record: OperationRecord, request: Request) => void
  sink?: TraceSink | undefined
}

/** Records the operation of a request that sent no statements, since its answer was there. */
export type RecordRecalled = (request: Request, recalled: RecalledOperation, startMs: number) => void

export function createRecordRecalled(options: RecalledOptions): RecordRecalled {
  const { tracer, requestIdOf, onOperation, sink } = options
  return (request, { operation, documentText }, startMs) => {
    const record = { ...createRecord(requestIdOf(request), startMs), operation, documentText }
    onOperation?.(record, request)
    sink?.(tracer.traceOf(record))
  }
}
