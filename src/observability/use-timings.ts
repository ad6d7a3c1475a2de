import { getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { elapsedMs } from './elapsed-ms.ts'
import type { OperationTrace, Phase } from './operation-trace.ts'
import type { OperationRecord, OperationTracer } from './operation-tracer.ts'
import { whenSettled } from './when-settled.ts'

/** Where whole traces go. A sink that cannot keep up answers with a promise, and the operation waits for it. */
export type TraceSink = (trace: OperationTrace) => void | Promise<void>

interface TimingsOptions {
  tracer: OperationTracer
  requestIdOf: (request: Request) => string
  /** Told of each operation when it is over, before it is answered. */
  onOperation?: (record: OperationRecord, request: Request) => void
  sink?: TraceSink | undefined
}

/** Records each operation as it runs: the phases here; resolvers and statements come to the record by themselves. */
export function useTimings({ tracer, requestIdOf, onOperation, sink }: TimingsOptions): Plugin {
  return {
    instrumentation: {
      operation: ({ request }, wrapped) =>
        tracer.runOperation(requestIdOf(request), async (record) => {
          try {
            await wrapped()
          } finally {
            // Of one that a client gave up on, too: it has cost what it cost.
            onOperation?.(record, request)
            if (sink) await sink(tracer.traceOf(record))
          }
        }),
      parse: (_payload, wrapped) => timed(tracer, 'parseMs', wrapped),
      validate: (_payload, wrapped) => timed(tracer, 'validateMs', wrapped),
      context: (_payload, wrapped) => timed(tracer, 'contextMs', wrapped),
      execute: (_payload, wrapped) => timed(tracer, 'executeMs', wrapped),
    },
    // Here, and not when it is executed: a document that is refused has a name, too.
    onParse:
      () =>
      ({ result, context }) => {
        const record = tracer.current()
        if (record === undefined) return
        record.documentText = context.params.query ?? null
        if (result === null || result instanceof Error) return
        record.operation = getOperationAST(result, context.params.operationName)?.name?.value ?? null
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
