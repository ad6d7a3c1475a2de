import { Client } from 'pg'
import { closeAtOnce } from './statements/close-at-once.ts'
import {
  type LabelledStatement,
  observeStatements,
  type StatementObserver,
} from './statements/statement-observer.ts'

/** How long it may take to connect, and to answer a statement. */
const TIMEOUT_MS = 1000

interface SingleConnectionOptions {
  url: string
  /** Its name in PostgreSQL's list of connections. */
  applicationName: string
  observe: StatementObserver
}

/** A connection beside the pool, so that statements that are short and urgent never wait for operations. */
export interface SingleConnection {
  /** Sends a statement and returns its rows; one at a time. Connects first, if there is no connection that works. */
  query<Row extends object>(statement: LabelledStatement): Promise<Row[]>
  close(): Promise<void>
}

/** Opens nothing yet: the first statement does. */
export function createSingleConnection(options: SingleConnectionOptions): SingleConnection {
  const { url, applicationName, observe } = options
  let client: Client | undefined
  const discard = (broken: Client) => {
    if (client === broken) client = undefined
    closeAtOnce(broken)
  }
  const open = async () => {
    const opened = new Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
    })
    opened.on('error', () => discard(opened))
    observeStatements(opened, observe)
    try {
      await opened.connect()
    } catch (error) {
      discard(opened)
      throw error
    }
    client = opened
    return opened
  }
  return {
    async query<Row extends object>(statement: LabelledStatement) {
      const session = client ?? (await open())
      try {
        return (await session.query<Row>(statement)).rows
      } catch (error) {
        discard(session)
        throw error
      }
    },
    async close() {
      if (client === undefined) return
      const timer = setTimeout(discard, TIMEOUT_MS, client)
      await client.end().catch(() => {})
      clearTimeout(timer)
    },
  }
}
