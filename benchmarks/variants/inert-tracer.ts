import type { OperationRecord, OperationTracer } from '../../src/observability/operation-tracer.ts'
import { createResolverTimings } from '../../src/observability/resolver-timings.ts'

/** A tracer that records nothing: what the program would cost if it had none. */
export function createInertTracer(): OperationTracer {
  const record: OperationRecord = {
    requestId: '',
    startedAtMs: 0,
    startMs: 0,
    operation: null,
    documentText: null,
    phases: { parseMs: 0, validateMs: 0, contextMs: 0, executeMs: 0 },
    resolvers: createResolverTimings(),
    paths: new Map(),
    statements: [],
  }
  const ignore = () => {}
  return {
    detail: 'summary',
    now: () => 0,
    observeStatement: () => ignore,
    runOperation: (_requestId, work) => work(record),
    runResolver: (_path, work) => work(),
    current: () => undefined,
    traceOf: () => {
      throw new Error('expected no trace to be asked of a tracer that records nothing')
    },
  }
}
