import { setTimeout as after } from 'node:timers/promises'
import {
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  RandomIdGenerator,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import type { OperationRecord } from '../recording/operation-tracer.ts'
import { type ObservedOperation, operationSpans, type SpanDescription } from './operation-spans.ts'
import type { SpanExport, SpanExportSettings } from './span-export.ts'

/** Spans that wait to be sent. Operations that would exceed this are dropped whole. */
const MAX_WAITING_SPANS = 8192
const SPANS_OF_A_BATCH = 512
const BATCH_DELAY_MS = 1000
/** Of one operation: a list may have many items. */
const MAX_RESOLVER_SPANS = 1000
/** How long a stop waits for a collector. */
const MAX_FLUSH_MS = 3000
/** Failures of this time share a log line. */
const LOG_INTERVAL_MS = 60_000

type Observed = Pick<ObservedOperation, 'calls' | 'statements'>

/**
 * Sends spans with OpenTelemetry's SDK. They are made when an operation has ended, of what was observed of it.
 *
 * Whether an operation is exported is decided here by chance: neither the flag of a client's `traceparent` nor its trace
 * id forces it, or prevents it. Variables named `OTEL_…` that concern the exporter and the resource, such as
 * `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_SERVICE_NAME`, are read by the SDK.
 */
export function createOtlpExport(settings: SpanExportSettings, log: Logger): SpanExport {
  const { endpoint, sampledShare, knownOperations } = settings
  const known = new Set(knownOperations)
  const waiting = createWaiting(log, endpoint)
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'jadwal' }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    idGenerator: new RandomIdGenerator(),
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: waiting.counted(
          new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
        ),
        maxQueueSize: MAX_WAITING_SPANS,
        maxExportBatchSize: SPANS_OF_A_BATCH,
        scheduledDelayMillis: BATCH_DELAY_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('jadwal')
  const observed = new WeakMap<OperationRecord, Observed>()
  const observedOf = (record: OperationRecord): Observed => {
    const known = observed.get(record) ?? { calls: [], statements: [] }
    observed.set(record, known)
    return known
  }

  return {
    onResolver(call, outcome, record) {
      const { calls } = observedOf(record)
      // The others only compute, and are many: a span costs more than they do.
      const hasSpan = outcome.waited || outcome.error !== undefined
      if (hasSpan && calls.length < MAX_RESOLVER_SPANS) calls.push({ call, ...outcome })
    },
    onStatement(statement, record, call) {
      if (record !== undefined) observedOf(record).statements.push({ statement, call })
    },
    exportOperation(record, endMs, traceparent) {
      if (Math.random() >= sampledShare) return
      const spans = operationSpans(
        { record, endMs, ...observedOf(record) },
        { isKnown: (name) => known.has(name) },
      )
      if (waiting.take(spans.length)) send(tracer, spans, remoteContext(traceparent))
    },
    async close() {
      const flushed = provider.shutdown().catch(() => {})
      await Promise.race([flushed, after(MAX_FLUSH_MS, undefined, { ref: false })])
    },
  }
}

/** Makes spans of descriptions, each of which comes after its parent and its links. */
function send(tracer: Tracer, spans: readonly SpanDescription[], remote: Context): void {
  const contexts = new Map<SpanDescription, Context>()
  for (const description of spans) {
    const { name, kind, startMs, endMs, attributes, parent, links, error } = description
    const within = (parent && contexts.get(parent)) ?? remote
    const span = tracer.startSpan(
      name,
      {
        kind: KINDS[kind],
        startTime: performance.timeOrigin + startMs,
        attributes,
        links: links.flatMap((linked) => {
          const context = contexts.get(linked)
          const spanContext = context && trace.getSpanContext(context)
          return spanContext === undefined ? [] : { context: spanContext }
        }),
      },
      within,
    )
    if (error !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: error })
    contexts.set(description, trace.setSpan(ROOT_CONTEXT, span))
    span.end(performance.timeOrigin + endMs)
  }
}

const KINDS = { server: SpanKind.SERVER, internal: SpanKind.INTERNAL, client: SpanKind.CLIENT }

/** The client's span, if the header has one in the format of W3C Trace Context. */
function remoteContext(traceparent: string | null): Context {
  const remote = traceparent === null ? null : parseTraceParent(traceparent)
  if (remote === null) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, { ...remote, traceFlags: TraceFlags.SAMPLED, isRemote: true })
}

/** The spans that wait to be sent, and a log of those that could not be. */
interface Waiting {
  /** False, and they count as dropped, if there is no room for them. */
  take(spans: number): boolean
  /** The same exporter; what it has sent no longer waits. */
  counted(exporter: SpanExporter): SpanExporter
}

function createWaiting(log: Logger, endpoint: string): Waiting {
  let spansWaiting = 0
  let dropped = 0
  let loggedMs = -Infinity
  const drop = (spans: number, reason: string) => {
    dropped += spans
    if (performance.now() - loggedMs < LOG_INTERVAL_MS) return
    log.warn(`${dropped} spans are dropped, since they cannot be sent to ${endpoint}: ${reason}`)
    loggedMs = performance.now()
    dropped = 0
  }
  return {
    take(spans) {
      if (spansWaiting + spans > MAX_WAITING_SPANS) {
        drop(spans, `more than ${MAX_WAITING_SPANS} wait`)
        return false
      }
      spansWaiting += spans
      return true
    },
    counted: (exporter) => ({
      export(spans, done) {
        exporter.export(spans, (result) => {
          spansWaiting -= spans.length
          if (result.code !== ExportResultCode.SUCCESS) {
            drop(spans.length, result.error?.message ?? 'no reason was given')
          }
          done(result)
        })
      },
      forceFlush: async () => exporter.forceFlush?.(),
      shutdown: () => exporter.shutdown(),
    }),
  }
}
