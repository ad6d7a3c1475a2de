import type { Logger } from 'pino'
import type { Observability } from '../../observability/observability.ts'
import type { OperationRecord } from '../../observability/recording/operation-tracer.ts'
import { createRecordOperation } from '../../observability/recording/use-timings.ts'
import { logSlowOperation } from '../../observability/slow-operations.ts'
import { requestIdOf } from '../request-id.ts'
import type { FactsByRequest } from './operation-facts.ts'

/** Reports an operation that has ended. @param traceparent the header of its request. */
export type ReportOperation = (record: OperationRecord, traceparent: string | null) => void

/** Reports operations to metrics, spans, the log and traces, and notes in the facts of a request how its operation ended. */
export function createOperationReports(observability: Observability, facts: FactsByRequest, log: Logger) {
  const { tracer, metrics, settings, refusals, spanExport, sink } = observability
  const report: ReportOperation = (record, traceparent) => {
    const endMs = tracer.now()
    metrics.observeOperation(record, endMs - record.startMs)
    spanExport?.exportOperation(record, endMs, traceparent)
    const { slowOperationMs } = settings
    if (slowOperationMs !== undefined) logSlowOperation(log, tracer, record, slowOperationMs)
  }
  return {
    report,
    recordOperation: createRecordOperation({
      tracer,
      requestIdOf,
      sink,
      onOperation(record, request) {
        facts.of(request).record = record
        report(record, request.headers.get('traceparent'))
      },
    }),
    onRefusal(limit: string, request: Request) {
      refusals.count(limit, requestIdOf(request))
      facts.of(request).refused = limit
    },
    onWhole(request: Request) {
      facts.of(request).isWhole = true
    },
  }
}
