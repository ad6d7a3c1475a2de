import { getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { elapsedMs } from './elapsed-ms.ts'
import type { Phase, TraceSink } from './operation-trace.ts'
import type { OperationRecord, OperationTracer } from './operation-tracer.ts'
import { whenSettled } from './when-settled.ts'

interface TimingsOptions {
  tracer: OperationTracer
  requestIdOf: (request: Request) => string
  /** Called with each operation when it has finished, before its response is sent. */
  onOperation?: (record: OperationRecord, request: Request) => void
  sink?: TraceSink | undefined
}

/** Runs the operation of a request as one that is recorded. */
export type RecordOperation = <Result>(request: Request, operate: () => Promise<Result>) => Promise<Result>

/** Passes each operation on when it has ended, also if it failed. */
export function createRecordOperation(options: TimingsOptions): RecordOperation {
  const { tracer, requestIdOf, onOperation, sink } = options
  return (request, operate) =>
    tracer.runOperation(requestIdOf(request), async (record) => {
      try {
        return await operate()
      } finally {
        // Also if the client has gone: the operation has cost what it cost.
        onOperation?.(record, request)
        sink?.(tracer.traceOf(record))
      }
    })
}

/** Records each operation as it runs. Phases are timed here; resolvers and statements add themselves to the record. */
export function useTimings(tracer: OperationTracer, recordOperation: RecordOperation): Plugin {
  return {
    instrumentation: {
      operation: ({ request }, wrapped) => recordOperation(request, async () => wrapped()),
      parse: (_payload, wrapped) => timed(tracer, 'parseMs', wrapped),
      validate: (_payload, wrapped) => timed(tracer, 'validateMs', wrapped),
      context: (_payload, wrapped) => timed(tracer, 'contextMs', wrapped),
      execute: (_payload, wrapped) => timed(tracer, 'executeMs', wrapped),
    },
    // Here and not in execution, so that a document that fails validation has a name too.
    onParse:
      () =>
      ({ result, context }) => {
        const record = tracer.current()
        if (record === undefined) return
        record.documentText = context.params.query ?? null
        if (result === null || result instanceof Error) return
        const operation = getOperationAST(result, context.params.operationName)
        record.operation = operation?.name?.value ?? null
        record.operationType = operation?.operation ?? null
      },
    onExecutionResult({ result }) {
      const record = tracer.current()
      if (record === undefined || result === undefined) return
      if (!Array.isArray(result) && 'errors' in result) record.errorCount = result.errors?.length ?? 0
    },
  }
}

function timed<Result>(tracer: OperationTracer, phase: Phase, wrapped: () => Result): Result {
  const record = tracer.current()
  if (record === undefined) return wrapped()
  const startMs = tracer.now()
  return whenSettled(wrapped(), () => {
    record.phases[phase] = elapsedMs(startMs, tracer.now())
  })
}
