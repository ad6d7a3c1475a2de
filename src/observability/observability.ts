import type { Logger } from 'pino'
import type { SpanExport } from './otlp/span-export.ts'
import { createMetrics, type Metrics } from './prometheus/metrics.ts'
import type { TraceSink } from './recording/operation-trace.ts'
import {
  createOperationTracer,
  type OperationTracer,
  type TraceDetail,
} from './recording/operation-tracer.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { openTraceFile } from './trace-file.ts'

/** What is observed beyond metrics and the request log. */
export interface ObservabilitySettings {
  /** Add the trace of an operation to the response of a request with `x-trace: 1`. */
  traceInAnswers: boolean
  /** Append the trace of every operation to this file. */
  traceFile: string | undefined
  /** Include the parameters and the result rows of statements in traces. */
  traceParameters: boolean
  /** Log operations that take at least this long, with their trace. */
  slowOperationMs: number | undefined
  /** Operation names with time series of their own in the metrics. */
  knownOperations: readonly string[]
}

export interface Observability {
  settings: ObservabilitySettings
  tracer: OperationTracer
  metrics: Metrics
  refusals: Refusals
  sink: TraceSink | undefined
  spanExport: SpanExport | undefined
  /** Resolves when the traces are written and sent. */
  close(): Promise<void>
}

/** Composes the parts. Unless some trace is enabled, only a summary of each operation is recorded. */
export function createObservability(
  settings: ObservabilitySettings,
  log: Logger,
  spanExport?: SpanExport,
): Observability {
  const metrics = createMetrics(settings)
  const refusals = createRefusals({ registry: metrics.registry, log })
  const path = settings.traceFile
  const traceFile =
    path === undefined
      ? undefined
      : openTraceFile({
          path,
          onDrop: metrics.countDroppedTrace,
          onTrouble: (reason) =>
            log.warn(`traces are dropped, since they cannot be written to ${path}: ${reason}`),
        })
  const tracer = createOperationTracer({
    detail: detailOf(settings, spanExport !== undefined),
    onStatement(statement, record, call) {
      metrics.observeStatement(statement)
      spanExport?.onStatement(statement, record, call)
    },
    onResolver: spanExport?.onResolver,
    onOutside: traceFile?.write,
  })
  return {
    settings,
    tracer,
    metrics,
    refusals,
    sink: traceFile?.write,
    spanExport,
    async close() {
      refusals.close()
      await Promise.all([traceFile?.close(), spanExport?.close()])
    },
  }
}

function detailOf(
  { traceInAnswers, traceFile, traceParameters, slowOperationMs }: ObservabilitySettings,
  isExported: boolean,
): TraceDetail {
  const isTraced = traceInAnswers || traceFile !== undefined || slowOperationMs !== undefined || isExported
  if (!isTraced) return 'summary'
  return traceParameters ? 'parameters' : 'resolvers'
}
