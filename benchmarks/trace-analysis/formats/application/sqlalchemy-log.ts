import {
  accessedOperation,
  finishRequest,
  type LoggedStatement,
  timeIn,
  withoutColours,
} from '../logged-requests.ts'
import type { TraceFormat, TraceReader, TraceSink } from '../trace-format.ts'
import { createOpenTransactions } from './open-transactions.ts'
import { parsePythonLiteral } from './python-literal.ts'

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

/** Statements whose parameters are still to come; other threads may write in between. */
const MAX_UNSETTLED = 50

/** A transaction is a request; where the server logs its requests, all transactions since the last one are. */
function createSqlAlchemyReader(sink: TraceSink, hasAccessLines: boolean): TraceReader {
  const transactions = createOpenTransactions(hasAccessLines, (open) => {
    const request = finishRequest(open)
    if (request) sink.request(request)
  })
  let current: CurrentStatement | undefined
  let unsettled: CurrentStatement[] = []

  const event = (message: string, line: string) => {
    const [control] = /^(BEGIN|(COMMIT|ROLLBACK)(?! TO| PREPARED))\b/.exec(message) ?? []
    if (OUTCOME.test(message) || (current && !current.isSettled && isParameters(message))) settle(message)
    else if (/^(Col|Row) \(/.test(message)) addRow(message)
    else if (control === undefined) begin(message, line)
    else {
      current = undefined
      if (control === 'BEGIN') transactions.begin()
      else transactions.end({ text: control, timeMs: timeIn(line) })
    }
  }
  const begin = (text: string, line: string) => {
    const statement: LoggedStatement = { text, timeMs: timeIn(line) }
    transactions.send(statement)
    current = { statement, isSettled: false, columns: [] }
    unsettled.push(current)
    if (unsettled.length > MAX_UNSETTLED) unsettled.shift()
  }
  const settle = (message: string) => {
    const parameters = parametersOf(message)
    const settled = unsettled.find(({ statement }) => fits(statement.text, parameters)) ?? unsettled[0]
    if (settled === undefined) return
    unsettled = unsettled.filter((each) => each !== settled)
    settled.isSettled = true
    settled.statement.text = settled.statement.text.trimEnd()
    if (parameters) settled.statement.parameters = parameters
    current = settled
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
      else if (operation !== undefined) transactions.answer(operation)
      else if (current && !current.isSettled && !OTHER_LINE.test(line)) current.statement.text += `\n${line}`
    },
    end() {
      transactions.finish()
      if (transactions.overlapping > 0) {
        sink.note(
          `${transactions.overlapping} transactions began while another was open; their statements are distinguished by their texts alone`,
        )
      }
    },
  }
}

/** Whether a text has placeholders for these parameters. */
function fits(text: string, parameters: LoggedStatement['parameters'] | undefined): boolean {
  if (parameters === undefined || Array.isArray(parameters)) {
    const places = text.match(/\?|%s/g)?.length ?? 0
    return places === (parameters?.length ?? 0) && !/%\(\w+\)s/.test(text)
  }
  const names = Object.keys(parameters)
  const wanted = new Set(Array.from(text.matchAll(/%\((\w+)\)s|:(\w+)/g), ([, name, other]) => name ?? other))
  return names.length === wanted.size && names.every((name) => wanted.has(name))
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
