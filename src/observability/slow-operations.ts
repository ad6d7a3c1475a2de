import type { Logger } from 'pino'
import type { OperationTrace } from './recording/operation-trace.ts'
import type { OperationRecord, OperationTracer } from './recording/operation-tracer.ts'

/** Logs an operation that took at least `slowMs`, with its trace but without parameters and rows. */
export function logSlowOperation(
  log: Logger,
  tracer: OperationTracer,
  record: OperationRecord,
  slowMs: number,
): void {
  const trace = tracer.traceOf(record)
  if (trace.durationMs < slowMs) return
  log.warn({ requestId: record.requestId, trace: withoutParameters(trace) }, 'slow operation')
}

function withoutParameters(trace: OperationTrace): OperationTrace {
  return {
    ...trace,
    statements: trace.statements.map(({ parameters: _parameters, rows: _rows, ...statement }) => statement),
  }
}
