import { type ClientBase, DatabaseError, type QueryConfig } from 'pg'
import { closeAtOnce } from './close-at-once.ts'

/** How often PostgreSQL looks, during a statement, whether the client's connection still stands. */
const CHECK_INTERVAL_MS = 1000
/** A server that does not answer for this time is not available. */
const MAX_ANSWER_MS = 1000

const INVALID_PARAMETER_VALUE = '22023'

/**
 * Makes PostgreSQL itself end the statements of a session that nobody waits for: the process that would cancel them at
 * the deadline may have been killed, or its machine lost.
 *
 * Settings and not startup parameters, which PgBouncer refuses.
 *
 * @param statementTimeoutMs 0 is no timeout.
 */
export async function guardSession(client: ClientBase, statementTimeoutMs: number): Promise<void> {
  try {
    await change(client, 'statement_timeout', statementTimeoutMs)
    await change(client, 'client_connection_check_interval', CHECK_INTERVAL_MS).catch((error) => {
      // PostgreSQL on Windows cannot do it.
      if (!(error instanceof DatabaseError && error.code === INVALID_PARAMETER_VALUE)) throw error
    })
  } catch (error) {
    closeAtOnce(client)
    throw error
  }
}

async function change(client: ClientBase, setting: string, value: number): Promise<void> {
  const statement: QueryConfig & { query_timeout: number } = {
    text: `set ${setting} = ${value}`,
    query_timeout: MAX_ANSWER_MS,
  }
  await client.query(statement)
}
