import { Client } from 'pg'
import { closeAtOnce } from './statements/close-at-once.ts'
import {
  type LabelledStatement,
  observeStatements,
  type StatementObserver,
} from './statements/statement-observer.ts'

interface SingleConnectionOptions {
  url: string
  /** Its name in PostgreSQL's list of connections. */
  applicationName: string
  /** How long it may take to connect, and to answer a statement. */
  timeoutMs: number
  observe: StatementObserver
}

/** A connection beside the pool, so that statements that are short and urgent never wait for operations. */
export interface SingleConnection {
  /** Sends a statement and returns its rows; one at a time. Connects first, if it never did or if the connection broke. */
  query<Row extends object>(statement: LabelledStatement): Promise<Row[]>
  close(): Promise<void>
}

export function createSingleConnection(options: SingleConnectionOptions): SingleConnection {
  const { url, applicationName, timeoutMs, observe } = options
  let client: Client | undefined
  const discard = (broken: Client) => {
    if (client === broken) client = undefined
    closeAtOnce(broken)
  }
  const open = async () => {
    const opened = new Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
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
      const timer = setTimeout(discard, timeoutMs, client)
      await client.end().catch(() => {})
      clearTimeout(timer)
    },
  }
}
