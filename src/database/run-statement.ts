import type { PoolClient } from 'pg'
import { unlessAborted } from '../unless-aborted.ts'
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

/**
 * Sends a statement on a connection of the pool and returns its rows.
 *
 * When the signal is aborted it rejects at once, and the statement is cancelled in PostgreSQL. The connection returns to
 * the pool only when both the statement and the request to cancel it have ended: a late request would hit the statement
 * of another operation.
 */
export async function runStatement<Row extends object>(
  { pool, places }: Connections,
  statement: LabelledStatement,
  signal?: AbortSignal,
): Promise<Row[]> {
  const leave = await places.take(signal)
  const connecting = pool.connect()
  const client = await unlessAborted(connecting, signal).catch((error: Error) => {
    // A connection that arrives too late goes back unused.
    connecting.then(
      (late) => {
        late.release()
        leave()
      },
      () => leave(),
    )
    throw error
  })
  const answer = client.query<Row>(statement)
  const ended = answer.then(
    () => {},
    () => {},
  )
  try {
    const { rows } = await unlessAborted(answer, signal)
    client.release()
    leave()
    return rows
  } catch (error) {
    if (signal?.aborted) void cancel(client, ended).finally(leave)
    else {
      // PostgreSQL says why it ends a connection before it closes it. The next operation must not get it.
      client.release(isUnavailable(error))
      leave()
    }
    // The driver's stack ends in its socket; this one leads to the code that sent the statement.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

/** Cancels the statement that a connection executes, then returns the connection to the pool or throws it away. */
async function cancel(client: PoolClient, ended: Promise<void>): Promise<void> {
  const settling = new AbortController()
  const timer = setTimeout(() => settling.abort(new Error('the cancelled statement did not end')), SETTLE_MS)
  try {
    await Promise.all([requestCancel(client, settling.signal), unlessAborted(ended, settling.signal)])
    client.release()
  } catch {
    closeAtOnce(client)
    client.release(true)
  } finally {
    clearTimeout(timer)
  }
}
