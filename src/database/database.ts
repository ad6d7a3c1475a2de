import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool } from 'pg'
import { type Prisma, PrismaClient } from './generated/client.ts'
import {
  type LabelledStatement,
  ObservedPool,
  type StatementBatch,
  type StatementObserver,
} from './statement-observer.ts'

/** Beyond this many texts, statements are sent without being prepared: a server keeps what it prepares. */
const MOST_PREPARED_STATEMENTS = 256

/** A public directory answers at once or not at all: no statement may hold a connection for longer. */
const STATEMENT_TIMEOUT_MS = 10_000
const CONNECTION_TIMEOUT_MS = 5_000

export interface Statement {
  /** What logs and metrics call it; a fixed word, never made from input. */
  name: string
  sql: Prisma.Sql
  /**
   * Whether one plan is good for all values, so that it stays prepared and is planned once for many; or the
   * values decide (a rare name wants the trigrams, a common one the order), so that each is planned for its own.
   */
  planFor: 'all values' | 'its values'
  /** Where a loader sends it. */
  batch?: StatementBatch
}

/** Two ways to ask, over one pool of connections. */
export interface Database {
  /** For single rows and short lists, where the ORM's comfort costs nothing that matters. */
  prisma: PrismaClient
  /** Sends one statement, prepared on the server, and returns its rows. */
  query<Row extends object>(statement: Statement): Promise<Row[]>
  pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>
  close(): Promise<void>
}

interface DatabaseOptions {
  url: string
  /** The most connections at once. */
  poolSize?: number
  /** Told of every statement; see {@link StatementObserver}. */
  observe?: StatementObserver
  /** Told of a connection that broke while nobody used it; the pool replaces it. */
  onIdleError?: (error: Error) => void
}

/** Opens no connection yet: the first statement does. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = new ObservedPool(
    {
      connectionString: options.url,
      max: options.poolSize ?? 10,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      application_name: 'jadwal',
    },
    options.observe ?? (() => () => {}),
  )
  pool.on('error', options.onIdleError ?? (() => {}))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { schema: 'public' }) })
  const preparedName = createPreparedNames()
  return {
    prisma,
    async query<Row extends object>({ name, sql: { text, values }, planFor, batch }: Statement) {
      const prepared = planFor === 'all values' ? preparedName(name, text) : undefined
      const labelled: LabelledStatement = { ...prepared, label: name, text, values, batch }
      const { rows } = await pool.query<Row>(labelled)
      return rows
    },
    pool,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Names a text the same each time, as long as there are few. */
function createPreparedNames(): (label: string, text: string) => { name: string } | undefined {
  const names = new Map<string, { name: string }>()
  return (label, text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MOST_PREPARED_STATEMENTS) return known
    const name = { name: `${label}_${names.size}` }
    names.set(text, name)
    return name
  }
}
