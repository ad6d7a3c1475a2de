import type { Metrics } from '../../../src/observability/metrics.ts'
import type { OperationRecord, OperationTracer } from '../../../src/observability/operation-tracer.ts'
import { createResolverTimings } from '../../../src/observability/resolver-timings.ts'

/** A tracer that ties nothing to anything: metrics are fed, and that is all. What the program would cost without. */
export function createInertTracer(metrics: Metrics): OperationTracer {
  const record: OperationRecord = {
    requestId: '',
    startedAtMs: 0,
    startMs: 0,
    operation: null,
    documentText: null,
    errorCount: 0,
    phases: { parseMs: 0, validateMs: 0, contextMs: 0, executeMs: 0 },
    resolvers: createResolverTimings(),
    paths: new Map(),
    statements: [],
  }
  return {
    detail: 'summary',
    now: () => 0,
    observeStatement:
      ({ name, text, batch }) =>
      ({ durationMs, rowCount }) =>
        metrics.observeStatement({
          ...{
            name: name ?? null,
            text,
            parameterTypes: [],
            parametersHash: '',
            startMs: 0,
            durationMs,
            rowCount,
          },
          ...{ path: null, loader: batch?.loader ?? null, batchSize: batch?.size ?? null },
        }),
    runOperation: (_requestId, work) => work(record),
    runResolver: (_path, work) => work(),
    current: () => undefined,
    traceOf: () => {
      throw new Error('expected no trace to be asked of a tracer that records nothing')
    },
  }
}
