import {
  accessedOperation,
  finishRequest,
  type LoggedStatement,
  type OpenRequest,
  openRequest,
  timeIn,
  withoutColours,
} from './logged-requests.ts'
import { parsePythonLiteral } from './python-literal.ts'
import type { TraceFormat, TraceReader, TraceSink } from './trace-format.ts'

/** `2026-01-31 09:30:00,000 INFO sqlalchemy.engine.Engine …`, or as `logging` is configured to write it. */
const ENGINE = /\bsqlalchemy\.engine(?:\.base)?\.Engine(?:\.[\w.]+)?\]?:?\s(.*)$/s
const OUTCOME =
  /^\[(generated in|cached since|raw sql|no key|caching disabled|dialect |insertmanyvalues|SQL parameters hidden|no cache)/
/** Other lines of the program's log, which do not continue a statement. */
const OTHER_LINE = /^(?:\d{4}-\d\d-\d\d[ T]\d\d:\d\d|(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b[:\s]|Traceback )/

/** The log that SQLAlchemy writes with `echo=True`, with the access lines of a server in it. */
export const SQLALCHEMY_LOG: TraceFormat = {
  name: 'SQLAlchemy log',
  recognises: (sample) => sample.some((line) => ENGINE.test(line)),
  createReader(sink, { sample }) {
    return createSqlAlchemyReader(
      sink,
      sample.some((line) => accessedOperation(line) !== undefined),
    )
  },
}

/** A transaction whose statements are being read. */
interface Transaction {
  request: OpenRequest
  texts: Set<string>
  /** How its last transaction ended, which matters to what comes after it. */
  ended: LoggedStatement | undefined
  /** Whether the server has logged the request that it belongs to. */
  isAnswered: boolean
  isOpen: boolean
}

function createTransaction(isOpen: boolean): Transaction {
  return { request: openRequest(), texts: new Set(), ended: undefined, isAnswered: false, isOpen }
}

/**
 * A transaction is a request; where the server logs its requests, all transactions since the last one are. The log does
 * not say which thread a line is of: while several transactions are open, a statement is taken for the oldest that
 * has not sent its text yet.
 */
function createSqlAlchemyReader(sink: TraceSink, hasAccessLines: boolean): TraceReader {
  let open: Transaction[] = []
  let current: CurrentStatement | undefined
  let overlapping = 0

  const finish = (transaction: Transaction) => {
    open = open.filter((each) => each !== transaction)
    const request = finishRequest(transaction.request)
    if (request) sink.request(request)
  }
  const begin = () => {
    if (hasAccessLines) for (const answered of open.filter(({ isAnswered }) => isAnswered)) finish(answered)
    const idle = open.find(({ isOpen, isAnswered }) => !isOpen && !isAnswered)
    const transaction = idle ?? createTransaction(true)
    transaction.isOpen = true
    if (idle === undefined) open.push(transaction)
    const running = open.filter(({ isOpen }) => isOpen).length
    if (running > 1) overlapping += 1
  }
  const endTransaction = (text: string, timeMs: number | null) => {
    const transaction =
      open.find(({ isOpen, isAnswered }) => isOpen && isAnswered) ?? open.find(({ isOpen }) => isOpen)
    if (transaction === undefined) return
    transaction.isOpen = false
    transaction.ended = { text, timeMs }
    if (!hasAccessLines || transaction.isAnswered) finish(transaction)
  }
  const answer = (operation: string) => {
    const transaction = open.find(({ isAnswered }) => !isAnswered)
    if (transaction === undefined) return
    transaction.request.operation = operation
    transaction.isAnswered = true
    if (!transaction.isOpen) finish(transaction)
  }
  const transactionFor = (text: string) => {
    // Without BEGIN a statement is a transaction of its own.
    if (open.length === 0) open.push(createTransaction(false))
    const running = open.filter(({ isOpen }) => isOpen)
    const candidates = running.length > 0 ? running : open
    if (candidates.length === 1) return candidates[0]
    return candidates.find(({ texts }) => !texts.has(text)) ?? candidates.at(-1)
  }

  const event = (message: string, line: string) => {
    const [control] = /^(BEGIN|(COMMIT|ROLLBACK)(?! TO| PREPARED))\b/.exec(message) ?? []
    if (control === 'BEGIN') begin()
    else if (control !== undefined) endTransaction(control, timeIn(line))
    else if (OUTCOME.test(message) || (current && !current.isSettled && isParameters(message)))
      settle(message)
    else if (/^(Col|Row) \(/.test(message)) addRow(message)
    else {
      const transaction = transactionFor(message)
      if (transaction === undefined) return
      const statement: LoggedStatement = { text: message, timeMs: timeIn(line) }
      const { request, ended } = transaction
      if (ended && request.statements.length > 0) request.statements.push(ended)
      transaction.ended = undefined
      request.statements.push(statement)
      transaction.texts.add(message)
      current = { statement, isSettled: false, columns: [] }
      return
    }
    if (!/^(Col|Row) \(|^\[|^[({]/.test(message)) current = undefined
  }
  const settle = (message: string) => {
    if (current === undefined) return
    current.isSettled = true
    const { statement } = current
    statement.text = statement.text.trimEnd()
    const parameters = parametersOf(message)
    if (parameters) statement.parameters = parameters
  }
  const addRow = (message: string) => {
    const values = parsePythonLiteral(message.slice(4))?.value
    if (current === undefined || !Array.isArray(values)) return
    addLoggedRow(current, message.startsWith('Col'), values)
  }

  return {
    line(raw) {
      const line = withoutColours(raw)
      const message = ENGINE.exec(line)?.[1]
      const operation = message === undefined ? accessedOperation(line) : undefined
      if (message !== undefined) event(message, line)
      else if (operation !== undefined) answer(operation)
      else if (current && !current.isSettled && !OTHER_LINE.test(line)) current.statement.text += `\n${line}`
    },
    end() {
      for (const transaction of [...open]) finish(transaction)
      if (overlapping > 0) {
        sink.note(
          `${overlapping} transactions began while another was open; their statements are distinguished by their texts alone`,
        )
      }
    },
  }
}

/** SQLAlchemy 1.3 writes the parameters without a word on caching. */
function isParameters(message: string): boolean {
  return /^[({[].*[)}\]]$/s.test(message)
}

/** Rows beyond these are counted and not kept. */
const MAX_ROWS = 1000

/** A statement to which the next lines may belong. */
interface CurrentStatement {
  statement: LoggedStatement
  /** Whether its text has ended and its parameters have been read. */
  isSettled: boolean
  columns: string[]
}

/** With `echo='debug'` the log has the rows too. */
function addLoggedRow(current: CurrentStatement, isHeader: boolean, values: unknown[]): void {
  const { statement, columns } = current
  if (isHeader) {
    current.columns = values.map(String)
    statement.rows = []
    statement.rowCount = 0
    return
  }
  statement.rowCount = (statement.rowCount ?? 0) + 1
  const row = Object.fromEntries(values.map((value, index) => [columns[index] ?? String(index), value]))
  if (statement.rowCount <= MAX_ROWS) statement.rows?.push(row)
}

/** Of one statement for many parameter sets, the first. */
function parametersOf(message: string): LoggedStatement['parameters'] | undefined {
  const text = message.replace(/^\[[^\]]*\]\s*/, '')
  if (OUTCOME.test(text)) return undefined
  const value = parsePythonLiteral(text)?.value
  const first: unknown = Array.isArray(value) ? value[0] : value
  if (Array.isArray(value) && !isObject(first)) return value
  return Array.isArray(first)
    ? first
    : isObject(first)
      ? Object.fromEntries(Object.entries(first))
      : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
