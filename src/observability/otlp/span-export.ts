import type { OperationRecord, TracerOptions } from '../recording/operation-tracer.ts'

/** Where the spans of operations go. */
export interface SpanExportSettings {
  /** The base URL of a collector that receives OTLP over HTTP; `/v1/traces` is appended. */
  endpoint: string
  /** The share of the operations that are exported, 0 to 1. */
  sampledShare: number
  /** Operation names that may be part of a span's name. */
  knownOperations: readonly string[]
}

/** Exports what operations do as spans of OpenTelemetry. It never waits and never fails. */
export interface SpanExport {
  onResolver: NonNullable<TracerOptions['onResolver']>
  onStatement: NonNullable<TracerOptions['onStatement']>
  /**
   * Exports an operation that has ended.
   *
   * @param endMs by the tracer's clock.
   * @param traceparent the request's header: the operation becomes a part of the client's trace.
   */
  exportOperation(record: OperationRecord, endMs: number, traceparent: string | null): void
  /** Resolves when the spans are sent, or cannot be sent in time. */
  close(): Promise<void>
}
