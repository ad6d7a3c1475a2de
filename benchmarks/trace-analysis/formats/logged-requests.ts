import type { TracedRequest } from '../requests/traced-request.ts'

/** A statement as a log has it. */
export interface LoggedStatement {
  text: string
  name?: string | null
  parameters?: readonly unknown[] | Readonly<Record<string, unknown>>
  /** When it was sent, in milliseconds since 1970; null where the log has no times. */
  timeMs: number | null
  durationMs?: number
  rowCount?: number | null
  rows?: Record<string, unknown>[]
  error?: string
}

/** A request whose statements are being read. */
export interface OpenRequest {
  operation: string | null
  requestId: string | null
  /** Whether some of the statements may be those of another request. */
  isDoubtful?: boolean
  statements: LoggedStatement[]
}

export function openRequest(operation: string | null = null, requestId: string | null = null): OpenRequest {
  return { operation, requestId, statements: [] }
}

/** What an open request has become; undefined where it sent nothing. */
export function finishRequest({
  operation,
  requestId,
  isDoubtful,
  statements,
}: OpenRequest): TracedRequest | undefined {
  const [first] = statements
  if (first === undefined) return undefined
  const startMs = first.timeMs ?? 0
  let sentMs = 0
  const timed = statements.map((statement, index) => {
    // Times are rounded, and durations taken off them: the order is that of the log.
    sentMs = Math.max(sentMs, statement.timeMs === null ? index : statement.timeMs - startMs)
    return { statement, startMs: sentMs }
  })
  const last = timed.at(-1)
  return {
    operation,
    origin: 'operation',
    documentHash: null,
    requestId,
    startedAt: new Date(startMs).toISOString(),
    durationMs: (last?.startMs ?? 0) + (last?.statement.durationMs ?? 0),
    isTimed: first.timeMs !== null,
    ...(isDoubtful && { isDoubtful }),
    statements: timed.map(({ statement, startMs: sentMs }) => ({
      name: statement.name ?? null,
      text: statement.text,
      ...(statement.parameters && { parameters: statement.parameters }),
      parametersHash: '',
      startMs: sentMs,
      durationMs: statement.durationMs ?? 0,
      rowCount: statement.rowCount ?? null,
      path: null,
      loader: null,
      batchSize: null,
      ...(statement.rows && { rows: statement.rows }),
      ...(statement.error !== undefined && { error: statement.error }),
    })),
  }
}

/** Without transactions and access lines, a pause this long ends a request. */
export const MAX_PAUSE_MS = 250

export type TransactionStep = 'begin' | 'end' | null

/** What a statement does to the transaction of its session. */
export function transactionStep(text: string): TransactionStep {
  if (/^\s*(begin|start\s+transaction)\b/i.test(text)) return 'begin'
  return /^\s*(commit|end|abort|rollback(?!\s+(work\s+|transaction\s+)?to\b))\b/i.test(text) ? 'end' : null
}

/** The method and path of an access line, such as `GET /doctors/*`; undefined for any other line. */
export function accessedOperation(line: string): string | undefined {
  const [, method, target] =
    /"?\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\S+)(?: HTTP\/[\d.]+)?"? (?:\d{3}|for |-)/.exec(line) ?? []
  return method === undefined || target === undefined ? undefined : operationName(method, target)
}

/** A path without its query and with `*` for identifiers, so that requests of one kind have one name. */
export function operationName(method: string, target: string): string {
  const path = target
    .replace(/^"|"$/g, '')
    .replace(/[?#].*$/, '')
    .replace(/\/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,})(?=\/|$)/gi, '/*')
  return `${method} ${path}`
}

/** The first time in a line, in milliseconds since 1970; null without one. */
export function timeIn(line: string): number | null {
  const match =
    /\b(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?/.exec(line)
  if (match === null) return null
  const [, day = '', time = '', fraction = '0', zone = 'Z'] = match
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?(..)$/, '$1:$2') : 'Z'
  const ms = Date.parse(`${day}T${time}${offset}`)
  return Number.isNaN(ms) ? null : ms + Number(`0.${fraction}`) * 1000
}

/** Colours and other control sequences of terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out.
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]/g

export function withoutColours(line: string): string {
  return line.includes('\u001b') ? line.replace(ESCAPES, '') : line
}
