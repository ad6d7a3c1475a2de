import { createMetrics, type Metrics } from './metrics.ts'
import { createOperationTracer, type OperationTracer, type TraceDetail } from './operation-tracer.ts'
import { openTraceFile } from './trace-file.ts'
import type { TraceSink } from './use-timings.ts'

/** What the program can be asked to tell of itself. */
export interface ObservabilitySettings {
  /** Show the trace of an operation in its answer, to requests with `x-trace: 1`. */
  traceInAnswers: boolean
  /** Add the trace of every operation to this file. */
  traceFile: string | undefined
  /** Put the parameters of statements, and the rows that they found, into traces. */
  traceParameters: boolean
  /** Log operations that take this long, with their trace. */
  slowOperationMs: number | undefined
  /** Operation names that have series of their own in the metrics. */
  knownOperations: readonly string[]
}

export interface Observability {
  settings: ObservabilitySettings
  tracer: OperationTracer
  metrics: Metrics
  sink: TraceSink | undefined
  /** Resolves when every trace is where it goes. */
  close(): Promise<void>
}

/** Puts the parts together. Without any trace to write, only the summary of each operation is recorded. */
export async function createObservability(settings: ObservabilitySettings): Promise<Observability> {
  const metrics = createMetrics(settings)
  const traceFile = settings.traceFile === undefined ? undefined : await openTraceFile(settings.traceFile)
  const tracer = createOperationTracer({
    detail: detailOf(settings),
    onStatement: metrics.observeStatement,
    onOutside: traceFile?.write,
  })
  return { settings, tracer, metrics, sink: traceFile?.write, close: async () => traceFile?.close() }
}

function detailOf({
  traceInAnswers,
  traceFile,
  traceParameters,
  slowOperationMs,
}: ObservabilitySettings): TraceDetail {
  const isTraced = traceInAnswers || traceFile !== undefined || slowOperationMs !== undefined
  if (!isTraced) return 'summary'
  return traceParameters ? 'parameters' : 'resolvers'
}
