import type { TracedRequest } from '../../requests/traced-request.ts'
import type { TraceSink } from '../trace-format.ts'

/** What is read of a span. */
export interface Span {
  traceId: string
  spanId: string
  parentId: string | null
  /** Whether it received a request or a message. */
  isEntry: boolean
  operation: string | null
  documentHash: string | null
  /** The path of the resolver that it is, or null. */
  path: string | null
  /** Other spans that it works for. */
  linkedIds: string[]
  batch: { loader: string | null; size: number } | null
  /** Since 1970. */
  startMs: number
  durationMs: number
  statement: SpanStatement | null
}

export type SpanAttributes = Record<string, unknown>

interface SpanStatement {
  text: string
  name: string | null
  parameters?: readonly unknown[] | Record<string, unknown>
  rowCount: number | null
  error: string | null
}

/** Makes requests of spans, which come in any order. */
export interface SpanRequests {
  span(span: Span): void
  end(): void
}

/** The traces that had a span last are kept open, up to so many spans in all. */
const MAX_SPANS = 200_000

/**
 * A request is a span that received it, with the statements under it; of statements under none, their root. A trace is
 * complete when so many spans of others have come that it is likely to be, or at the end.
 */
export function createSpanRequests(sink: TraceSink): SpanRequests {
  const traces = new Map<string, Span[]>()
  let kept = 0
  const finish = (traceId: string) => {
    const spans = traces.get(traceId) ?? []
    traces.delete(traceId)
    kept -= spans.length
    for (const request of requestsOf(spans)) sink.request(request)
  }
  return {
    span(span) {
      const spans = traces.get(span.traceId) ?? []
      spans.push(span)
      kept += 1
      // The order of a map is that of insertion: the first has been silent longest.
      traces.delete(span.traceId)
      traces.set(span.traceId, spans)
      for (const traceId of traces.keys()) {
        if (kept <= MAX_SPANS || traceId === span.traceId) break
        finish(traceId)
      }
    },
    end() {
      for (const traceId of [...traces.keys()]) finish(traceId)
    },
  }
}

/** One for each span that received a request and led to statements. */
function requestsOf(spans: Span[]): TracedRequest[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const statements = spans.filter(({ statement }) => statement !== null)
  const byEntry = Map.groupBy(statements, (span) => entryOf(span, byId))
  return [...byEntry].map(([entry, sent]) => requestOf(entry, sent, byId))
}

/** The nearest span above that received a request, or else the topmost. */
function entryOf(span: Span, byId: Map<string, Span>): Span {
  let top = span
  for (const ancestor of ancestorsOf(span, byId)) {
    top = ancestor
    if (ancestor.isEntry) break
  }
  return top
}

function* ancestorsOf(span: Span, byId: Map<string, Span>): Generator<Span> {
  const seen = new Set([span.spanId])
  let parentId = span.parentId
  while (parentId !== null && !seen.has(parentId)) {
    seen.add(parentId)
    const parent = byId.get(parentId)
    if (parent === undefined) return
    yield parent
    parentId = parent.parentId
  }
}

function requestOf(entry: Span, sent: Span[], byId: Map<string, Span>): TracedRequest {
  const startMs = sent.reduce((min, span) => Math.min(min, span.startMs), entry.startMs)
  // Statements whose parents are not in the trace have none to be named after.
  const isKnown = entry.statement === null
  return {
    operation: isKnown ? entry.operation : null,
    origin: 'operation',
    documentHash: isKnown ? entry.documentHash : null,
    requestId: entry.traceId,
    startedAt: new Date(startMs).toISOString(),
    durationMs: entry.durationMs,
    statements: sent.flatMap((span) => {
      if (span.statement === null) return []
      const { text, name, parameters, rowCount, error } = span.statement
      const batch = batchAbove(span, byId)
      return {
        name,
        text,
        ...(parameters && { parameters }),
        parametersHash: '',
        startMs: span.startMs - startMs,
        durationMs: span.durationMs,
        rowCount,
        path: pathOf(span, byId),
        loader: batch?.loader ?? null,
        batchSize: batch?.size ?? null,
        ...(error !== null && { error }),
      }
    }),
  }
}

/** The path of the nearest resolver above; of a batch, that of the first resolver that it is for. */
function pathOf(span: Span, byId: Map<string, Span>): string | null {
  for (const each of [span, ...ancestorsOf(span, byId)]) {
    const linked = each.linkedIds.map((id) => byId.get(id)?.path ?? null)
    const path = each.path ?? linked.find((known) => known !== null)
    if (path !== undefined) return path
  }
  return null
}

function batchAbove(span: Span, byId: Map<string, Span>): Span['batch'] {
  if (span.batch !== null) return span.batch
  for (const ancestor of ancestorsOf(span, byId)) if (ancestor.batch !== null) return ancestor.batch
  return null
}
