import { type LoggedStatement, type OpenRequest, openRequest } from '../logged-requests.ts'

/**
 * The transactions that are open in a log that does not say which thread a line is of. A request is a transaction; or, where
 * the server logs its requests, all transactions since the last one.
 */
export interface OpenTransactions {
  begin(): void
  /** @param control how it ends: COMMIT or ROLLBACK. */
  end(control: LoggedStatement): void
  /** The server has logged a request. */
  answer(operation: string): void
  /** Adds a statement to the request that has sent it, or is likeliest to. */
  send(statement: LoggedStatement): void
  /** Hands on what is open. */
  finish(): void
  /** How many began while another was open. */
  readonly overlapping: number
}

interface Transaction {
  request: OpenRequest
  /** The first lines of its statements, in order, and as a set. */
  sequence: string[]
  texts: Set<string>
  /** When it was last heard of, by a count of events. */
  lastEvent: number
  /** How it ended, which matters to what its request sends after that. */
  ended: LoggedStatement | undefined
  /** Whether the server has logged the request that it belongs to. */
  isAnswered: boolean
  isOpen: boolean
}

/** As many events of other threads may stand between the end of a transaction and its access line. */
const MAX_EVENTS_TO_ANSWER = 4

/** Of more threads at once than these, those that were silent longest have stopped rather than waited. */
const MAX_CANDIDATES = 16

/** The oldest of more transactions than these is finished: its request was not logged. */
const MAX_OPEN = 500

export function createOpenTransactions(
  hasAccessLines: boolean,
  onFinish: (request: OpenRequest) => void,
): OpenTransactions {
  let open: Transaction[] = []
  let events = 0
  let overlapping = 0

  const finish = (transaction: Transaction) => {
    open = open.filter((each) => each !== transaction)
    onFinish(transaction.request)
  }
  return {
    begin() {
      if (hasAccessLines) for (const answered of open.filter(({ isAnswered }) => isAnswered)) finish(answered)
      // As long as one thread writes, it is of the same request as the one before.
      const idle = overlapping > 0 ? undefined : open.find(({ isOpen, isAnswered }) => !isOpen && !isAnswered)
      if (open.length > MAX_OPEN && open[0]) finish(open[0])
      const transaction = idle ?? createTransaction()
      transaction.isOpen = true
      transaction.lastEvent = ++events
      if (idle === undefined) open.push(transaction)
      if (open.filter(({ isOpen }) => isOpen).length > 1) overlapping += 1
    },
    end(control) {
      const running = open.filter(({ isOpen }) => isOpen).toSorted(byLastEvent)
      const transaction = running.find(({ isAnswered }) => isAnswered) ?? running[0]
      if (transaction === undefined) return
      transaction.isOpen = false
      transaction.lastEvent = ++events
      transaction.ended = control
      if (!hasAccessLines || transaction.isAnswered) finish(transaction)
    },
    answer(operation) {
      // A server logs a request right after its transaction; otherwise while that is still open.
      const unanswered = open.filter(({ isAnswered }) => !isAnswered).toSorted(byLastEvent)
      const ended = unanswered.filter(({ isOpen }) => !isOpen)
      const justEnded = ended.find(({ lastEvent }) => events - lastEvent <= MAX_EVENTS_TO_ANSWER)
      const transaction = justEnded ?? ended.at(-1) ?? unanswered[0]
      if (transaction === undefined) return
      transaction.request.operation = operation
      transaction.isAnswered = true
      if (!transaction.isOpen) finish(transaction)
    },
    send(statement) {
      // Without BEGIN a statement is a transaction of its own.
      if (open.length === 0) open.push(createTransaction())
      const running = open.filter(({ isOpen }) => isOpen)
      const candidates = (running.length > 0 ? running : open).toSorted(byLastEvent).slice(-MAX_CANDIDATES)
      const transaction =
        candidates.length === 1 ? candidates[0] : likeliestSender(candidates, statement.text)
      if (transaction === undefined) return
      const { request, ended, sequence, texts } = transaction
      if (ended && request.statements.length > 0) request.statements.push(ended)
      request.statements.push(statement)
      sequence.push(statement.text)
      texts.add(statement.text)
      transaction.ended = undefined
      transaction.lastEvent = ++events
    },
    finish() {
      for (const transaction of [...open]) finish(transaction)
    },
    get overlapping() {
      return overlapping
    },
  }
}

function createTransaction(): Transaction {
  return {
    request: openRequest(),
    sequence: [],
    texts: new Set(),
    lastEvent: 0,
    ended: undefined,
    isAnswered: false,
    isOpen: false,
  }
}

/** The one that was silent longest first: its next event is due. */
function byLastEvent(a: Transaction, b: Transaction): number {
  return a.lastEvent - b.lastEvent
}

/**
 * Which of several open transactions sent a statement, those that were silent longest first. BEGIN is written right before
 * a first statement. Threads that do the same send the same texts, the later one after the earlier one. A loop sends one
 * text again and again. Where several may have sent it, all of them are in doubt from then on.
 */
function likeliestSender(candidates: Transaction[], text: string): Transaction | undefined {
  const isNew = ({ texts }: Transaction) => !texts.has(text)
  const known =
    candidates.find(({ sequence }) => sequence.length === 0) ??
    candidates.find((each) => isNew(each) && candidates.some((other) => isAhead(other, each, text)))
  if (known !== undefined) return known
  const looping = candidates.filter(({ sequence }) => sequence.slice(-2).includes(text))
  const leaders = candidates.filter(
    (each) => isNew(each) && !candidates.some((other) => isAhead(other, each)),
  )
  const likely = looping.length > 0 ? looping : leaders
  if (likely.length > 1) for (const { request } of likely) request.isDoubtful = true
  return likely[0] ?? candidates.find(isNew) ?? candidates.at(-1)
}

/** Longer sequences are not compared. */
const MAX_SEQUENCE = 100

/** Whether one transaction has sent all that the other has, and then this text, or any. */
function isAhead({ sequence }: Transaction, { sequence: behind }: Transaction, text?: string): boolean {
  const next = sequence[behind.length]
  const isComparable = next !== undefined && behind.length <= MAX_SEQUENCE && (text ?? next) === next
  return isComparable && behind.every((each, index) => each === sequence[index])
}
