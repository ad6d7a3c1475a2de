import { type ClientBase, DatabaseError, type QueryConfig } from 'pg'
import { closeAtOnce } from './close-at-once.ts'

/**
 * A page statement contains ways that are not taken: PostgreSQL would compile them too, for longer than the statement
 * takes, and plan them anew each time. One core for each statement: a directory has many readers at once, and on two
 * cores a parallel count of a million rows takes twice as long as one that is not.
 */
export const PLANNING_SETTINGS =
  'set jit = off; set plan_cache_mode = force_generic_plan; set max_parallel_workers_per_gather = 0'

/** How often PostgreSQL looks, during a statement, whether the client's connection still stands. */
const CHECK_INTERVAL_MS = 1000
/** A server that does not answer for this time is not available. */
const MAX_ANSWER_MS = 1000

/**
 * A database or a role can have others. The driver reads times as ISO 8601 only. Each statement is a transaction of its
 * own: a stricter isolation adds failures, and an older snapshot than that of the locks.
 */
const ANSWER_SETTINGS = "set datestyle = iso; set default_transaction_isolation = 'read committed'"

const INVALID_PARAMETER_VALUE = '22023'

/**
 * Prepares a new session for the statements of operations. PostgreSQL itself ends those that nobody waits for: the
 * process that would cancel them at the deadline may have been killed, or its machine lost.
 *
 * Settings and not startup parameters, which PgBouncer refuses.
 *
 * @param statementTimeoutMs 0 is no timeout.
 */
export async function prepareSession(client: ClientBase, statementTimeoutMs: number): Promise<void> {
  try {
    await send(
      client,
      `set statement_timeout = ${statementTimeoutMs}; ${PLANNING_SETTINGS}; ${ANSWER_SETTINGS}`,
    )
    await send(client, `set client_connection_check_interval = ${CHECK_INTERVAL_MS}`).catch((error) => {
      // PostgreSQL on Windows cannot do it.
      if (!(error instanceof DatabaseError && error.code === INVALID_PARAMETER_VALUE)) throw error
    })
  } catch (error) {
    closeAtOnce(client)
    throw error
  }
}

async function send(client: ClientBase, text: string): Promise<void> {
  const statement: QueryConfig & { query_timeout: number } = { text, query_timeout: MAX_ANSWER_MS }
  await client.query(statement)
}
