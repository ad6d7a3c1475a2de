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
  /** The first lines of its statements, in order, and as a set. */
  sequence: string[]
  texts: Set<string>
  /** When it was last heard of, by a count of events. */
  lastEvent: number
  /** How its last transaction ended, which matters to what comes after it. */
  ended: LoggedStatement | undefined
  /** Whether the server has logged the request that it belongs to. */
  isAnswered: boolean
  isOpen: boolean
}

function createTransaction(isOpen: boolean): Transaction {
  return {
    request: openRequest(),
    sequence: [],
    lastEvent: 0,
    texts: new Set(),
    ended: undefined,
    isAnswered: false,
    isOpen,
  }
}

/**
 * A transaction is a request; where the server logs its requests, all transactions since the last one are. The log does
 * not say which thread a line is of: while several transactions are open, a statement is taken for the one that
 * is the likeliest sender.
 */
function createSqlAlchemyReader(sink: TraceSink, hasAccessLines: boolean): TraceReader {
  let open: Transaction[] = []
  let current: CurrentStatement | undefined
  let unsettled: CurrentStatement[] = []
  let events = 0
  let overlapping = 0

  const finish = (transaction: Transaction) => {
    open = open.filter((each) => each !== transaction)
    const request = finishRequest(transaction.request)
    if (request) sink.request(request)
  }
  const begin = () => {
    if (hasAccessLines) for (const answered of open.filter(({ isAnswered }) => isAnswered)) finish(answered)
    // As long as one thread writes, it is of the same request as the one before.
    const idle = overlapping > 0 ? undefined : open.find(({ isOpen, isAnswered }) => !isOpen && !isAnswered)
    if (open.length > MAX_OPEN && open[0]) finish(open[0])
    const transaction = idle ?? createTransaction(true)
    transaction.isOpen = true
    transaction.lastEvent = ++events
    if (idle === undefined) open.push(transaction)
    const running = open.filter(({ isOpen }) => isOpen).length
    if (running > 1) overlapping += 1
  }
  const endTransaction = (text: string, timeMs: number | null) => {
    const running = open.filter(({ isOpen }) => isOpen).toSorted(byLastEvent)
    const transaction = running.find(({ isAnswered }) => isAnswered) ?? running[0]
    if (transaction === undefined) return
    transaction.isOpen = false
    transaction.lastEvent = ++events
    transaction.ended = { text, timeMs }
    if (!hasAccessLines || transaction.isAnswered) finish(transaction)
  }
  const answer = (operation: string) => {
    // A server logs a request right after its transaction; otherwise while that is still open.
    const unanswered = open.filter(({ isAnswered }) => !isAnswered).toSorted(byLastEvent)
    const ended = unanswered.filter(({ isOpen }) => !isOpen)
    const justEnded = ended.find(({ lastEvent }) => events - lastEvent <= MAX_EVENTS_TO_ANSWER)
    const transaction = justEnded ?? ended.at(-1) ?? unanswered[0]
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
    return likeliestSender(candidates.toSorted(byLastEvent), text)
  }

  const event = (message: string, line: string) => {
    const [control] = /^(BEGIN|(COMMIT|ROLLBACK)(?! TO| PREPARED))\b/.exec(message) ?? []
    if (control === 'BEGIN') begin()
    else if (control !== undefined) endTransaction(control, timeIn(line))
    else if (OUTCOME.test(message) || (current && !current.isSettled && isParameters(message)))
      return settle(message)
    else if (/^(Col|Row) \(/.test(message)) addRow(message)
    else {
      const transaction = transactionFor(message)
      if (transaction === undefined) return
      const statement: LoggedStatement = { text: message, timeMs: timeIn(line) }
      const { request, ended } = transaction
      if (ended && request.statements.length > 0) request.statements.push(ended)
      transaction.ended = undefined
      request.statements.push(statement)
      transaction.lastEvent = ++events
      transaction.sequence.push(message)
      transaction.texts.add(message)
      current = { statement, isSettled: false, columns: [] }
      unsettled.push(current)
      if (unsettled.length > MAX_UNSETTLED) unsettled.shift()
      return
    }
    if (!/^(Col|Row) \(|^\[|^[({]/.test(message)) current = undefined
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

/** As many events of other threads may stand between the end of a transaction and its access line. */
const MAX_EVENTS_TO_ANSWER = 4

/** The oldest of more transactions than these is finished: its request was not logged. */
const MAX_OPEN = 500

/** Statements whose parameters are still to come; other threads may write in between. */
const MAX_UNSETTLED = 50

/**
 * Which of several open transactions sent a statement, those that were silent longest first. BEGIN is written right before
 * a first statement. Threads that do the same send the same texts, the later one after the earlier one. A loop sends one
 * text again and again. Where several may have sent a new text, all of them are in doubt from then on.
 */
function likeliestSender(candidates: Transaction[], text: string): Transaction | undefined {
  const isNew = ({ texts }: Transaction) => !texts.has(text)
  const known =
    candidates.find(({ sequence }) => sequence.length === 0) ??
    candidates.find((each) => isNew(each) && candidates.some((other) => isAhead(other, each, text))) ??
    candidates.find(({ sequence }) => sequence.slice(-2).includes(text))
  if (known !== undefined) return known
  const leaders = candidates.filter(
    (each) => isNew(each) && !candidates.some((other) => isAhead(other, each)),
  )
  const [first, ...others] = leaders
  if (first === undefined) return candidates.find(isNew) ?? candidates.at(-1)
  if (others.some((other) => !isSame(first, other)))
    for (const each of leaders) each.request.isDoubtful = true
  return first
}

/** The one that was silent longest first: its next event is due. */
function byLastEvent(a: Transaction, b: Transaction): number {
  return a.lastEvent - b.lastEvent
}

/** Longer sequences are not compared. */
const MAX_SEQUENCE = 100

/** Whether one transaction has sent all that the other has, and then this text, or any. */
function isAhead({ sequence }: Transaction, { sequence: behind }: Transaction, text?: string): boolean {
  const next = sequence[behind.length]
  const isComparable = next !== undefined && behind.length <= MAX_SEQUENCE && (text ?? next) === next
  return isComparable && behind.every((each, index) => each === sequence[index])
}

function isSame({ sequence: a }: Transaction, { sequence: b }: Transaction): boolean {
  return a.length === b.length && a.length <= MAX_SEQUENCE && a.every((each, index) => each === b[index])
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
