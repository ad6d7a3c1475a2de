import { hash } from 'node:crypto'
import type { GraphQLResolveInfo } from 'graphql'
import type { StatementTrace } from '../recording/operation-trace.ts'
import type { OperationRecord, ResolverCall, ResolverOutcome } from '../recording/operation-tracer.ts'
import { type StatementSummary, summariseStatement } from './statement-summary.ts'

/** A span, before it has an id. */
export interface SpanDescription {
  name: string
  kind: 'server' | 'internal' | 'client'
  /** By the tracer's clock, in milliseconds. */
  startMs: number
  endMs: number
  attributes: Record<string, string | number>
  /** The span that it is part of; null for the operation's own. */
  parent: SpanDescription | null
  /** The spans that it works for, besides its parent. */
  links: SpanDescription[]
  /** Why it failed. */
  error: string | null
}

/** What an operation did, as it was observed. */
export interface ObservedOperation {
  record: OperationRecord
  endMs: number
  /** The resolvers that get a span. */
  calls: ObservedCall[]
  statements: ObservedStatement[]
}

export interface ObservedCall extends Pick<ResolverOutcome, 'endMs' | 'error'> {
  call: ResolverCall
}

export interface ObservedStatement {
  statement: StatementTrace
  /** The resolver that sent it. */
  call: ResolverCall | null
}

interface SpanOptions {
  /** Whether the names of an operation are few: others, which clients choose, are in no span's name. */
  isKnown: (operation: string) => boolean
}

/**
 * The spans of an operation, each after its parent and its links: the operation, its resolvers, the batches of
 * loaders, and the statements.
 *
 * Names of attributes are those of OpenTelemetry's conventions for databases and of the GraphQL working group's draft.
 */
export function operationSpans(observed: ObservedOperation, { isKnown }: SpanOptions): SpanDescription[] {
  const operation = operationSpan(observed, isKnown)
  const fields = new Map(observed.calls.map((each) => [each.call, fieldSpan(each, operation)]))
  const starts = batchStarts(observed)
  const rest = observed.statements.flatMap(({ statement, call }) => {
    const started = observed.record.startMs + statement.startMs
    const times = { startMs: started, endMs: started + statement.durationMs }
    const field = call === null ? undefined : fields.get(call)
    if (statement.loader === null) return [statementSpan(statement, times, field ?? operation)]
    const links = observed.calls.flatMap((each) =>
      call !== null && waitedFor(each, call, started, starts) ? (fields.get(each.call) ?? []) : [],
    )
    const batch = batchSpan(statement, statement.loader, times, operation, links)
    return [batch, statementSpan(statement, times, batch)]
  })
  return [operation, ...fields.values(), ...rest]
}

type Times = Pick<SpanDescription, 'startMs' | 'endMs'>

function operationSpan(
  { record, endMs }: ObservedOperation,
  isKnown: SpanOptions['isKnown'],
): SpanDescription {
  const { operation, operationType, documentText, errorCount, requestId, startMs } = record
  const type = operationType ?? 'GraphQL Operation'
  return {
    name: operation !== null && isKnown(operation) ? `${type} ${operation}` : type,
    kind: 'server',
    startMs,
    endMs,
    attributes: {
      'graphql.processing.type': 'request',
      ...(operationType !== null && { 'graphql.operation.type': operationType }),
      ...(operation !== null && { 'graphql.operation.name': operation }),
      ...(documentText !== null && { 'graphql.document.hash': `sha256:${hash('sha256', documentText)}` }),
      ...(errorCount > 0 && { 'graphql.error.count': errorCount }),
      'jadwal.request.id': requestId,
    },
    parent: null,
    links: [],
    error: errorCount > 0 ? 'the response has errors' : null,
  }
}

function fieldSpan({ call, endMs, error }: ObservedCall, operation: SpanDescription): SpanDescription {
  const { info, startMs } = call
  const coordinate = coordinateOf(call)
  return {
    name: coordinate,
    kind: 'internal',
    startMs,
    endMs,
    attributes: {
      'graphql.processing.type': 'resolve',
      'graphql.field.name': info.fieldName,
      'graphql.field.alias': String(info.path.key),
      'graphql.field.path': pathText(info.path),
      'graphql.field.parent_type': info.parentType.name,
      'graphql.field.schema_coordinate': coordinate,
    },
    parent: operation,
    links: [],
    error: error === undefined ? null : messageOf(error),
  }
}

function batchSpan(
  { batchSize, error }: StatementTrace,
  loader: string,
  times: Times,
  operation: SpanDescription,
  links: SpanDescription[],
): SpanDescription {
  return {
    name: `GraphQL DataLoader Batch ${loader}`,
    kind: 'internal',
    ...times,
    attributes: {
      'graphql.processing.type': 'dataloader_batch',
      'graphql.dataloader.name': loader,
      ...(batchSize !== null && { 'graphql.dataloader.batch.size': batchSize }),
    },
    parent: operation,
    links,
    error: error ?? null,
  }
}

function statementSpan(statement: StatementTrace, times: Times, parent: SpanDescription): SpanDescription {
  const { text, name, rowCount, parameters = [], error } = statement
  const { operation, collections, summary } = summaryOf(text)
  const [collection, ...others] = collections
  return {
    name: summary,
    kind: 'client',
    ...times,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      // The conventions want it for a statement with one table alone; `db.query.summary` lists several.
      ...(collection !== undefined && others.length === 0 && { 'db.collection.name': collection }),
      'db.query.text': text,
      'db.query.summary': summary,
      ...Object.fromEntries(
        parameters.map((value, index) => [`db.query.parameter.${index}`, parameterText(value)]),
      ),
      ...(error === undefined ? { 'db.response.returned_rows': rowCount } : { 'error.type': '_OTHER' }),
      ...(name !== null && { 'jadwal.statement.name': name }),
    },
    parent,
    links: [],
    error: error ?? null,
  }
}

/** When the batches of each field began, by its coordinate. */
function batchStarts({ record, statements }: ObservedOperation): Map<string, number[]> {
  const starts = new Map<string, number[]>()
  for (const { statement, call } of statements) {
    if (statement.loader === null || call === null) continue
    const coordinate = coordinateOf(call)
    starts.set(coordinate, [...(starts.get(coordinate) ?? []), record.startMs + statement.startMs])
  }
  return starts
}

/**
 * Whether a resolver waited for the batch that began then and that `sender` sent: one of the same field, which was not
 * done when the batch began, and for which none had begun before. A loader does not say who asked it for a key.
 */
function waitedFor(
  { call, endMs }: ObservedCall,
  sender: ResolverCall,
  batchMs: number,
  starts: Map<string, number[]>,
): boolean {
  const coordinate = coordinateOf(sender)
  if (coordinateOf(call) !== coordinate || call.startMs > batchMs || endMs < batchMs) return false
  return !(starts.get(coordinate) ?? []).some((other) => other >= call.startMs && other < batchMs)
}

/** Such as `Doctor.schedules`. */
function coordinateOf({ info }: ResolverCall): string {
  return `${info.parentType.name}.${info.fieldName}`
}

/** Such as `doctors.nodes[0].schedules`. */
function pathText({ key, prev }: GraphQLResolveInfo['path']): string {
  if (prev === undefined) return String(key)
  return typeof key === 'number' ? `${pathText(prev)}[${key}]` : `${pathText(prev)}.${key}`
}

function parameterText(value: unknown): string {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return String(value ?? null)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The program's own statements are few; Prisma writes more. */
const MAX_SUMMARIES = 1000
const summaries = new Map<string, StatementSummary>()

function summaryOf(text: string): StatementSummary {
  const summary = summaries.get(text) ?? summariseStatement(text)
  if (summaries.size < MAX_SUMMARIES) summaries.set(text, summary)
  return summary
}
