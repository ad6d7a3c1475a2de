import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool } from 'pg'
import { type Prisma, PrismaClient } from './generated/client.ts'
import {
  type LabelledStatement,
  ObservedPool,
  type StatementBatch,
  type StatementObserver,
} from './statement-observer.ts'

/** Beyond this many texts, statements are sent without being prepared: PostgreSQL keeps every prepared one in memory. */
const MAX_PREPARED_STATEMENTS = 256

/** No statement may occupy a connection for longer. */
const STATEMENT_TIMEOUT_MS = 10_000
const CONNECTION_TIMEOUT_MS = 5_000

export interface Statement {
  /** Its name in logs and metrics: a fixed word, never made from input. */
  name: string
  sql: Prisma.Sql
  /**
   * PostgreSQL's terms. `generic`: one plan is good for all parameters, so the statement is prepared and planned once.
   * `custom`: the parameters decide, so it is planned each time it is executed.
   */
  plan: 'generic' | 'custom'
  /** The loader that sends it, if one does. */
  batch?: StatementBatch
}

/** Two ways to query, on one pool of connections. */
export interface Database {
  /** For single rows and short lists, where the cost of an ORM does not matter. */
  prisma: PrismaClient
  /** Sends one statement and returns its rows. */
  query<Row extends object>(statement: Statement): Promise<Row[]>
  pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>
  close(): Promise<void>
}

interface DatabaseOptions {
  url: string
  /** Maximum number of connections. */
  poolSize?: number
  /** Called with every statement; see {@link StatementObserver}. */
  observe?: StatementObserver
  /** Called when an idle connection breaks; the pool replaces it. */
  onIdleError?: (error: Error) => void
}

/** Creates the pool. The first statement opens the first connection. */
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
    async query<Row extends object>({ name, sql: { text, values }, plan, batch }: Statement) {
      const prepared = plan === 'generic' ? preparedName(name, text) : undefined
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

/** Gives each text a name of its own, the same each time, up to the maximum. */
function createPreparedNames(): (label: string, text: string) => { name: string } | undefined {
  const names = new Map<string, { name: string }>()
  return (label, text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MAX_PREPARED_STATEMENTS) return known
    const name = { name: `${label}_${names.size}` }
    names.set(text, name)
    return name
  }
}
