import type { Metrics } from '../../../src/observability/prometheus/metrics.ts'
import type {
  OperationRecord,
  OperationTracer,
} from '../../../src/observability/recording/operation-tracer.ts'
import { createResolverTimings } from '../../../src/observability/recording/resolver-timings.ts'

/** A tracer that records nothing and only feeds the metrics: what the program costs without tracing. */
export function createInertTracer(metrics: Metrics): OperationTracer {
  const record: OperationRecord = {
    requestId: '',
    startedAtMs: 0,
    startMs: 0,
    operation: null,
    operationType: null,
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
    runResolver: (_field, work) => work(),
    current: () => undefined,
    traceOf: () => {
      throw new Error('expected no request for a trace from a tracer that records nothing')
    },
  }
}
