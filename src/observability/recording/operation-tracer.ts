import { AsyncLocalStorage } from 'node:async_hooks'
import { hash, randomUUID } from 'node:crypto'
import type { GraphQLResolveInfo, OperationTypeNode } from 'graphql'
import type {
  SentStatement,
  StatementObserver,
  StatementOutcome,
} from '../../database/statements/statement-observer.ts'
import { elapsedMs, toMicroseconds } from './elapsed-ms.ts'
import type { OperationTrace, Phase, StatementTrace } from './operation-trace.ts'
import { createResolverTimings, type ResolverTimings } from './resolver-timings.ts'
import { whenSettled } from './when-settled.ts'

/** How much is recorded; each level includes the one before. The summary is cheap enough for every operation. */
export type TraceDetail = 'summary' | 'resolvers' | 'parameters'

/** What is recorded of an operation while it runs. */
export interface OperationRecord {
  readonly requestId: string
  readonly startedAtMs: number
  readonly startMs: number
  operation: string | null
  operationType: OperationTypeNode | null
  /** Errors in its response. */
  errorCount: number
  documentText: string | null
  readonly phases: Record<Phase, number>
  readonly resolvers: ResolverTimings
  /** The paths of fields, by their nodes in the document. */
  readonly paths: Map<object, string>
  readonly statements: StatementTrace[]
}

/** A field whose resolver runs. */
interface ResolvedField {
  /** From the root, with `*` for any index of a list. */
  path: string
  info: GraphQLResolveInfo
}

/** One run of a resolver. */
export interface ResolverCall extends ResolvedField {
  /** By the tracer's clock. */
  startMs: number
}

export interface ResolverOutcome {
  endMs: number
  /** Whether it returned a promise. */
  waited: boolean
  error: unknown
}

export interface OperationTracer {
  readonly detail: TraceDetail
  /** Monotonic clock, in milliseconds. */
  now(): number
  /** For the database: attributes each statement to the operation in whose asynchronous context it is sent. */
  observeStatement: StatementObserver
  /** Runs work as an operation; everything that it awaits belongs to the operation. */
  runOperation<Result>(requestId: string, work: (record: OperationRecord) => Result): Result
  /** Runs and times a resolver; the statements that it causes are attributed to its path. */
  runResolver<Result>(field: ResolvedField, work: () => Result): Result
  current(): OperationRecord | undefined
  traceOf(record: OperationRecord): OperationTrace
}

export interface TracerOptions {
  detail: TraceDetail
  now?: () => number
  /** Called with every statement when it has finished, and with the operation and the resolver that it belongs to. */
  onStatement?: (
    statement: StatementTrace,
    record: OperationRecord | undefined,
    call: ResolverCall | null,
  ) => void
  /** Called with every run of a resolver when it has finished. */
  onResolver?: (call: ResolverCall, outcome: ResolverOutcome, record: OperationRecord) => void
  /** Called with a trace of its own for every statement that belongs to no operation. */
  onOutside?: (trace: OperationTrace) => void
}

interface Scope {
  record: OperationRecord
  call: ResolverCall | null
}

const MAX_ROWS = 100

/** Keeps the record of each operation in its asynchronous context, so that concurrent ones do not mix. */
export function createOperationTracer(options: TracerOptions): OperationTracer {
  const { detail, now = () => performance.now(), onStatement, onResolver, onOutside } = options
  const scopes = new AsyncLocalStorage<Scope>()
  const describe = createDescription(detail)

  return {
    detail,
    now,
    observeStatement(sent) {
      const scope = scopes.getStore()
      const sentMs = now()
      return (outcome) => {
        if (scope === undefined) {
          const statement = describe(sent, outcome, 0, null)
          onStatement?.(statement, undefined, null)
          onOutside?.(outsideTrace(statement))
          return
        }
        const { record, call } = scope
        const statement = describe(sent, outcome, elapsedMs(record.startMs, sentMs), call?.path ?? null)
        record.statements.push(statement)
        onStatement?.(statement, record, call)
      }
    },
    runOperation(requestId, work) {
      const record = createRecord(requestId, now())
      return scopes.run({ record, call: null }, () => work(record))
    },
    runResolver(field, work) {
      const record = scopes.getStore()?.record
      if (record === undefined) return work()
      const call = { ...field, startMs: now() }
      let waited = false
      const finish = (error?: unknown) => {
        const endMs = now()
        record.resolvers.add(call.path, elapsedMs(call.startMs, endMs))
        onResolver?.(call, { endMs, waited, error }, record)
      }
      return scopes.run({ record, call }, () => {
        try {
          const result = whenSettled(work(), finish)
          waited = true
          return result
        } catch (error) {
          finish(error)
          throw error
        }
      })
    },
    current: () => scopes.getStore()?.record,
    traceOf: (record) => ({
      version: 1,
      origin: 'operation',
      operation: record.operation,
      documentHash: record.documentText === null ? null : shortHash(record.documentText),
      requestId: record.requestId,
      startedAt: new Date(record.startedAtMs).toISOString(),
      durationMs: elapsedMs(record.startMs, now()),
      phases: record.phases,
      resolvers: record.resolvers.all(),
      statements: record.statements.toSorted((a, b) => a.startMs - b.startMs),
    }),
  }
}

/** Describes statements for traces. Whatever a trace of this detail does not have is not computed. */
function createDescription(detail: TraceDetail) {
  const salt = randomUUID()
  return (sent: SentStatement, outcome: StatementOutcome, startMs: number, path: string | null) => {
    const statement: StatementTrace = {
      name: sent.name ?? null,
      text: sent.text,
      parameterTypes: detail === 'summary' ? [] : sent.values.map(typeName),
      parametersHash: detail === 'summary' ? '' : shortHash(salt + JSON.stringify(sent.values)),
      startMs,
      durationMs: toMicroseconds(outcome.durationMs),
      rowCount: outcome.rowCount,
      path,
      loader: sent.batch?.loader ?? null,
      batchSize: sent.batch?.size ?? null,
    }
    if (detail === 'parameters') {
      statement.parameters = sent.values
      statement.rows = outcome.firstRows(MAX_ROWS)
    }
    if (outcome.error) statement.error = outcome.error.message
    return statement
  }
}

/** The record of an operation that has done nothing yet. @param startMs a reading of the tracer's clock. */
export function createRecord(requestId: string, startMs: number): OperationRecord {
  return {
    requestId,
    startedAtMs: Date.now(),
    startMs,
    operation: null,
    operationType: null,
    errorCount: 0,
    documentText: null,
    phases: noPhases(),
    resolvers: createResolverTimings(),
    paths: new Map(),
    statements: [],
  }
}

function outsideTrace(statement: StatementTrace): OperationTrace {
  return {
    version: 1,
    origin: 'outside',
    operation: null,
    documentHash: null,
    requestId: null,
    startedAt: new Date(Date.now() - statement.durationMs).toISOString(),
    durationMs: statement.durationMs,
    phases: noPhases(),
    resolvers: [],
    statements: [statement],
  }
}

function noPhases(): Record<Phase, number> {
  return { parseMs: 0, validateMs: 0, contextMs: 0, executeMs: 0 }
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return `${value.length === 0 ? 'unknown' : typeName(value[0])}[${value.length}]`
  if (value instanceof Date) return 'date'
  return value === null ? 'null' : typeof value
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 16)
}
