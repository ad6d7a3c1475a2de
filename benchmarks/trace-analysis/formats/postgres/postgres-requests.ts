import {
  finishRequest,
  type LoggedStatement,
  MAX_PAUSE_MS,
  type OpenRequest,
  openRequest,
  transactionStep,
} from '../logged-requests.ts'
import type { TraceSink } from '../trace-format.ts'
import { type PostgresEntry, type PostgresStatement, readStatementMessage } from './postgres-entries.ts'

/** Makes requests of the messages of PostgreSQL's log. */
export interface PostgresRequests {
  entry(entry: PostgresEntry): void
  end(): void
}

/** A session and what it sends. */
interface Session {
  request: OpenRequest
  /** The traceparent of the request, or the name that the application gave the session. */
  owner: string | null
  inTransaction: boolean
  lastMs: number | null
  /** The name that a statement gave the session, where the prefix of the log does not show it. */
  application: string | null
  /** Whether a statement named it after an operation: the request then lasts until the next that does. */
  isNamedByRequest: boolean
}

/** More sessions than these are not kept open: the one that was silent longest is ended. */
const MAX_SESSIONS = 10_000

/** Fewer names than these, if they look like no operation's, are those of programs. */
const MIN_NAMES = 4

/**
 * A request is what a traceparent in a comment says; else what a session sends after a statement that names it after an
 * operation; else a transaction of several statements; else what a session sends without a pause under one application
 * name.
 */
export function createPostgresRequests(sink: TraceSink): PostgresRequests {
  const sessions = new Map<string, Session>()
  const applications = new Set<string>()
  let isInferred = false

  const nameOf = (application: string | null) => {
    if (application === null || isOperationName(application)) return application
    if (applications.size < MIN_NAMES) applications.add(application)
    return applications.size < MIN_NAMES ? null : application
  }
  const finish = (session: Session) => {
    const finished = finishRequest(session.request)
    session.request = openRequest()
    if (finished) sink.request(finished)
  }
  const sessionOf = (id: string) => {
    const known = sessions.get(id)
    // The order of a map is that of insertion: the first has been silent longest.
    sessions.delete(id)
    const session = known ?? {
      request: openRequest(),
      owner: null,
      inTransaction: false,
      lastMs: null,
      application: null,
      isNamedByRequest: false,
    }
    sessions.set(id, session)
    const [oldest] = sessions
    if (sessions.size > MAX_SESSIONS && oldest) {
      sessions.delete(oldest[0])
      finish(oldest[1])
    }
    return session
  }
  const startsRequest = (session: Session, owner: string | null, startMs: number | null) => {
    if (owner !== session.owner) return true
    if (isTraceId(owner) || session.inTransaction || session.isNamedByRequest) return false
    const pauseMs = startMs === null || session.lastMs === null ? 0 : startMs - session.lastMs
    if (pauseMs > MAX_PAUSE_MS) isInferred = true
    return pauseMs > MAX_PAUSE_MS
  }
  const send = (session: Session, entry: PostgresEntry, logged: LoggedStatement) => {
    const named = namedBy(logged.text)
    if (named !== null) {
      session.application = named
      session.isNamedByRequest = isOperationName(named)
      if (session.isNamedByRequest) finish(session)
    }
    const application = session.application ?? entry.application
    const owner = traceIdIn(logged.text) ?? application
    const step = transactionStep(logged.text)
    if (startsRequest(session, owner, logged.timeMs)) finish(session)
    const { request } = session
    session.owner = owner
    request.operation ??= operationIn(logged.text) ?? nameOf(application)
    request.requestId ??= isTraceId(owner) ? owner : null
    if (step === 'begin') session.inTransaction = true
    request.statements.push(logged)
    session.lastMs = entry.timeMs
    if (step !== 'end') return
    session.inTransaction = false
    if (!isTraceId(owner) && !session.isNamedByRequest && isLongTransaction(request)) finish(session)
  }

  return {
    entry(entry) {
      const session = sessionOf(entry.session)
      const statement = entry.severity === 'LOG' ? readStatementMessage(entry) : failedStatement(entry)
      if (statement === undefined) return
      const last = session.request.statements.at(-1)
      if (entry.severity === 'ERROR' && last?.text === statement.text) last.error = entry.message
      else if (last && addsTo(statement, last)) {
        addFigures(last, statement)
        session.lastMs = entry.timeMs
      } else if (statement.text !== null && statement.text.trim() !== '') {
        send(session, entry, loggedStatement(statement, entry))
      }
    },
    end() {
      for (const session of sessions.values()) finish(session)
      if (isInferred)
        sink.note('the log does not say where requests end: a pause was taken for the end of one')
    },
  }
}

/** Such as `GET /doctors` or `DoctorsController#index`, and not the name of a program. */
function isOperationName(application: string): boolean {
  return /[/#]|[.:]\w/.test(application)
}

/** A transaction of one statement is what a statement without a transaction is. */
function isLongTransaction({ statements }: OpenRequest): boolean {
  const begin = statements.findLastIndex(({ text }) => transactionStep(text) === 'begin')
  return begin === -1 || statements.length - begin > 3
}

function loggedStatement(
  statement: PostgresStatement,
  { timeMs, severity, message }: PostgresEntry,
): LoggedStatement {
  const { durationMs, rowCount, parameters, text } = statement
  return {
    text: text ?? '',
    timeMs: timeMs === null ? null : timeMs - (durationMs ?? 0),
    durationMs: durationMs ?? 0,
    rowCount,
    ...(parameters && { parameters }),
    ...(severity === 'LOG' ? {} : { error: message }),
  }
}

function failedStatement({ severity, statement }: PostgresEntry): PostgresStatement | undefined {
  if (severity !== 'ERROR' || statement === null) return undefined
  return { text: statement, durationMs: null, parameters: undefined, rowCount: null, isPlan: false }
}

/** The server logs a statement, then the time it took, and auto_explain its plan. */
function addsTo({ text, isPlan }: PostgresStatement, last: LoggedStatement): boolean {
  return text === null || (isPlan && text === last.text && last.rowCount == null)
}

function addFigures(last: LoggedStatement, { durationMs, rowCount, parameters }: PostgresStatement): void {
  if (durationMs !== null) last.durationMs = durationMs
  if (rowCount !== null) last.rowCount = rowCount
  if (last.parameters === undefined && parameters !== undefined) last.parameters = parameters
}

/** The name in `set application_name = 'x'`. */
function namedBy(text: string): string | null {
  return /^\s*set\s+(?:session\s+|local\s+)?application_name\s*(?:=|to)\s*'([^']*)'/i.exec(text)?.[1] ?? null
}

/** The trace of a `traceparent` that sqlcommenter writes into a comment. */
function traceIdIn(text: string): string | null {
  return /traceparent='?[0-9a-f]{2}-([0-9a-f]{32})-/.exec(text)?.[1] ?? null
}

function isTraceId(owner: string | null): boolean {
  return owner !== null && /^[0-9a-f]{32}$/.test(owner)
}

/** What sqlcommenter says of the code: its route, or controller and action. */
function operationIn(text: string): string | null {
  const tag = (name: string) => {
    const value = new RegExp(`\\b${name}='([^']*)'`).exec(text)?.[1]
    return value === undefined ? undefined : decoded(value)
  }
  const route = tag('route')
  if (route !== undefined) return route
  const parts = [tag('controller'), tag('action')].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join('#') : null
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
