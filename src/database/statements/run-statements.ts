import { Client, type PoolClient } from 'pg'
import { unlessAborted } from '../../unless-aborted.ts'
import { isUnavailable } from './availability.ts'
import { requestCancel } from './cancel-request.ts'
import { closeAtOnce } from './close-at-once.ts'
import type { Places } from './places.ts'
import type { LabelledStatement, ObservedPool } from './statement-observer.ts'

/** How long a cancelled statement may take to end. Its connection is thrown away after that. */
const SETTLE_MS = 1000

interface Connections {
  pool: ObservedPool
  /** One for each connection of the pool, so that nobody waits in the pool's own queue. */
  places: Places
}

/** A statement that is ready to be sent. */
export interface PendingStatement {
  /** Sends it and calls back when it has ended. */
  send(client: PoolClient, onEnd: (error: Error | undefined) => void): void
  /** Rejects the rows, also before it has ended. */
  fail(reason: unknown): void
}

/** A statement that is ready to be sent, and the promise of its rows. */
export function createPending<Row extends object>(
  statement: LabelledStatement,
): PendingStatement & { rows: Promise<Row[]> } {
  const { promise: rows, resolve, reject } = Promise.withResolvers<Row[]>()
  const send = (client: PoolClient, onEnd: (error: Error | undefined) => void) =>
    client.query<Row>(statement, (error: Error | null | undefined, result) => {
      if (error) reject(error)
      else resolve(result.rows)
      onEnd(error ?? undefined)
    })
  return { rows, fail: reject, send }
}

/**
 * Sends the statements of one operation on one connection, in one write; PostgreSQL executes them one after another. They
 * all reject if no connection can be had.
 *
 * When the signal is aborted they reject at once, and those that have not ended are cancelled in PostgreSQL. The
 * connection returns to the pool only when the statements and the requests to cancel them have ended: a late request
 * would hit the statement of another operation.
 */
export async function runStatements(
  connections: Connections,
  statements: readonly PendingStatement[],
  signal?: AbortSignal,
): Promise<void> {
  const fail = (reason: unknown) => {
    for (const statement of statements) statement.fail(reason)
  }
  const checkedOut = await checkOut(connections, signal).catch(fail)
  if (checkedOut === undefined) return
  const { client, leave } = checkedOut
  if (signal?.aborted) {
    client.release()
    leave()
    return fail(signal.reason)
  }
  let left = statements.length
  let isBroken = false
  let onEndOfOne = () => {}
  const run = {
    isOver: () => left === 0,
    nextEnd: () => new Promise<void>((resolve) => (onEndOfOne = resolve)),
  }
  const abort = () => {
    fail(signal?.reason)
    void cancel(client, run).finally(leave)
  }
  const onEnd = (error: Error | undefined) => {
    // PostgreSQL says why it ends a connection before it closes it. The next operation must not get it.
    if (error !== undefined && isUnavailable(error)) isBroken = true
    left--
    onEndOfOne()
    if (left > 0 || signal?.aborted) return
    signal?.removeEventListener('abort', abort)
    client.release(isBroken)
    leave()
  }
  signal?.addEventListener('abort', abort)
  inOneWrite(client, () => {
    for (const statement of statements) statement.send(client, onEnd)
  })
}

/**
 * A connection and the function that gives its place back.
 *
 * @throws the reason of the signal, at once when it is aborted.
 */
async function checkOut(
  { pool, places }: Connections,
  signal: AbortSignal | undefined,
): Promise<{ client: PoolClient; leave: () => void }> {
  const leave = await places.take(signal)
  const isIdle = pool.idleCount > pool.waitingCount
  const connecting = pool.connect()
  const giveBack = (client: PoolClient) => {
    client.release()
    leave()
  }
  try {
    // An idle connection is there at once: nothing that could be aborted.
    const client = await (isIdle ? connecting : unlessAborted(connecting, signal))
    return { client, leave }
  } catch (error) {
    // A connection that arrives too late goes back unused.
    connecting.then(giveBack, leave)
    throw error
  }
}

function inOneWrite(client: PoolClient, write: () => void): void {
  const stream = client instanceof Client ? client.connection.stream : undefined
  stream?.cork()
  try {
    write()
  } finally {
    stream?.uncork()
  }
}

interface Run {
  isOver(): boolean
  /** Resolves when the next of its statements has ended. */
  nextEnd(): Promise<void>
}

/** Cancels what a connection executes until nothing is left, then returns it to the pool or throws it away. */
async function cancel(client: PoolClient, run: Run): Promise<void> {
  const settling = new AbortController()
  const timer = setTimeout(() => settling.abort(new Error('the cancelled statement did not end')), SETTLE_MS)
  try {
    // Each request ends at most the statement that is executed when it arrives.
    while (!run.isOver()) {
      const ended = unlessAborted(run.nextEnd(), settling.signal)
      await Promise.all([requestCancel(client, settling.signal), ended])
    }
    client.release()
  } catch {
    closeAtOnce(client)
    client.release(true)
  } finally {
    clearTimeout(timer)
  }
}
