import { operationName } from '../logged-requests.ts'
import type { TraceFormat, TraceReader, TraceSink } from '../trace-format.ts'
import { createSpanRequests, type Span, type SpanAttributes } from './span-requests.ts'

/** OpenTelemetry's protocol as JSON, a batch of spans on each line, as a collector's file exporter writes it. */
export const OTLP_JSON: TraceFormat = {
  name: 'OTLP JSON',
  recognises: (sample) =>
    sample.some((line) => /^\s*\{\s*"resourceSpans"\s*:/.test(line)) ||
    /^\s*\{\s*"resourceSpans"\s*:/.test(sample.join('\n')),
  createReader: createOtlpReader,
}

/** A batch that is written over several lines is not read beyond this length. */
const MAX_DOCUMENT_LENGTH = 256_000_000

function createOtlpReader(sink: TraceSink): TraceReader {
  const requests = createSpanRequests(sink)
  let pending = ''
  let pendingFrom = 0
  const read = (text: string, number: number): boolean => {
    const batch = jsonOf(text)
    if (batch === undefined) return false
    for (const span of spansOf(batch)) {
      const read = readSpan(span)
      if (read) requests.span(read)
      else sink.problem(number, 'expected a span with traceId and spanId, got one without')
    }
    return true
  }
  return {
    line(line, number) {
      if (line.trim() === '') return
      if (pending === '' && read(line, number)) return
      // A document that is written over several lines begins with a brace of its own.
      if (pending === '' && !/^\s*\{\s*("resourceSpans"\s*:\s*\[?\s*)?$/.test(line)) {
        return sink.problem(number, 'expected a batch of spans as JSON, got other text')
      }
      if (pending === '') pendingFrom = number
      pending += `${line}\n`
      if (/^\}\s*$/.test(line) && read(pending, number)) pending = ''
      if (pending.length > MAX_DOCUMENT_LENGTH) pending = ''
    },
    end() {
      if (pending.trim() !== '' && !read(pending, pendingFrom)) {
        sink.problem(pendingFrom, 'expected a batch of spans as JSON, got other text')
      }
      requests.end()
    },
  }
}

/** The spans of a batch; older exporters call a scope an instrumentation library. */
function* spansOf(batch: Record<string, unknown>): Generator<Record<string, unknown>> {
  for (const resource of listOf(batch.resourceSpans)) {
    for (const scope of [...listOf(resource.scopeSpans), ...listOf(resource.instrumentationLibrarySpans)]) {
      yield* listOf(scope.spans)
    }
  }
}

function readSpan(span: Record<string, unknown>): Span | undefined {
  const { traceId, spanId, parentSpanId } = span
  if (typeof traceId !== 'string' || typeof spanId !== 'string' || traceId === '' || spanId === '')
    return undefined
  const attributes = attributesOf(span.attributes)
  const kind = String(span.kind ?? '')
  const startMs = nanosecondsToMs(span.startTimeUnixNano)
  return {
    traceId,
    spanId,
    parentId: typeof parentSpanId === 'string' && !/^0*$/.test(parentSpanId) ? parentSpanId : null,
    isEntry: /^(2|5|SPAN_KIND_SERVER|SPAN_KIND_CONSUMER)$/.test(kind) || isGraphqlOperation(attributes),
    operation: operationOf(span, attributes),
    documentHash: documentHash(attributes),
    path: fieldPath(attributes),
    linkedIds: listOf(span.links).flatMap(({ spanId: linked }) => textOf(linked) ?? []),
    batch: batchOf(attributes),
    startMs,
    durationMs: Math.max(0, nanosecondsToMs(span.endTimeUnixNano) - startMs),
    statement: statementOf(span, attributes),
  }
}

/** Several operations may come in one request; the spans of resolvers have paths. */
function isGraphqlOperation(attributes: SpanAttributes): boolean {
  return textOf(attributes['graphql.operation.name']) !== undefined && fieldPath(attributes) === null
}

/** Without the name of the algorithm, as in `sha256:9f2c…`. */
function documentHash(attributes: SpanAttributes): string | null {
  return textOf(attributes['graphql.document.hash'])?.replace(/^\w+:/, '') ?? null
}

/** The span of a loader's batch, by the GraphQL working group's draft. */
function batchOf(attributes: SpanAttributes): Span['batch'] {
  const size = attributes['graphql.dataloader.batch.size']
  if (typeof size !== 'number' || size <= 0) return null
  return { loader: textOf(attributes['graphql.dataloader.name']) ?? null, size }
}

/** Null for an operation of GraphQL without a name: its document says which it is. */
function operationOf(span: Record<string, unknown>, attributes: SpanAttributes): string | null {
  const graphql = textOf(attributes['graphql.operation.name'])
  if (graphql !== undefined) return graphql
  if (textOf(attributes['graphql.document.hash']) !== undefined) return null
  const method = textOf(attributes['http.request.method'] ?? attributes['http.method'])
  const route = textOf(attributes['http.route'] ?? attributes['url.path'] ?? attributes['http.target'])
  if (method !== undefined && route !== undefined) return operationName(method, route)
  return textOf(span.name) ?? 'unnamed span'
}

/** The path of a resolver, such as `doctors.nodes.*.schedules`. */
function fieldPath(attributes: SpanAttributes): string | null {
  const path = textOf(attributes['graphql.field.path'] ?? attributes['graphql.path'])
  if (path === undefined) return null
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((segment) => (/^\d+$/.test(segment) ? '*' : segment))
    .join('.')
}

/** A statement by the stable names of the semantic conventions for databases, or by those before 1.24. */
function statementOf(span: Record<string, unknown>, attributes: SpanAttributes): Span['statement'] {
  const text = textOf(attributes['db.query.text'] ?? attributes['db.statement'])
  const system = textOf(attributes['db.system.name'] ?? attributes['db.system'])
  if (text === undefined || /^(redis|memcached|mongodb|elasticsearch|dynamodb)$/.test(system ?? ''))
    return null
  const rowCount = attributes['db.response.returned_rows'] ?? attributes['db.response.affected_rows']
  const error = textOf(attributes['error.type'] ?? attributes['db.response.status_code'])
  const status = isObject(span.status) ? span.status.code : undefined
  const parameters = parametersOf(attributes)
  return {
    text,
    name: textOf(attributes['db.query.summary']) ?? null,
    ...(parameters && { parameters }),
    rowCount: typeof rowCount === 'number' ? rowCount : null,
    error: status === 2 || status === 'STATUS_CODE_ERROR' ? (error ?? 'error') : null,
  }
}

/** `db.query.parameter.<number or name>`, or the values that instrumentations of drivers record. */
function parametersOf(attributes: SpanAttributes): readonly unknown[] | Record<string, unknown> | undefined {
  const values = attributes['db.postgresql.values'] ?? attributes['db.statement.parameters']
  if (Array.isArray(values)) return values
  const named = Object.entries(attributes).flatMap(([key, value]) => {
    const name = /^db\.(?:query|operation)\.parameter\.(.+)$/.exec(key)?.[1]
    return name === undefined ? [] : [[name, value] as const]
  })
  if (named.length === 0) return undefined
  const numbers = named.map(([name]) => Number(name))
  if (numbers.some(Number.isNaN)) return Object.fromEntries(named)
  const first = numbers.reduce((min, number) => Math.min(min, number), Infinity)
  const list: unknown[] = []
  for (const [name, value] of named) list[Number(name) - Math.min(first, 1)] = value
  return list
}

/** Attributes by name, their values as JSON has them. */
function attributesOf(attributes: unknown): SpanAttributes {
  return Object.fromEntries(listOf(attributes).map(({ key, value }) => [String(key), valueIn(value)]))
}

function valueIn(value: unknown): unknown {
  if (!isObject(value)) return value
  if ('intValue' in value) return Number(value.intValue)
  if (isObject(value.arrayValue)) return listOf(value.arrayValue.values).map(valueIn)
  return Object.values(value)[0]
}

function nanosecondsToMs(value: unknown): number {
  const text = String(value ?? '0')
  return /^\d+$/.test(text) ? Number(BigInt(text) / 1000n) / 1000 : 0
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
