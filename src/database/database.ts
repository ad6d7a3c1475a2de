import { AsyncResource } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type { PoolClient } from 'pg'
import { PrismaClient } from './generated/client.ts'
import { createReadiness } from './readiness.ts'
import { closeAtOnce } from './statements/close-at-once.ts'
import { createPlaces } from './statements/places.ts'
import { prepareSession } from './statements/prepare-session.ts'
import { createPending, type PendingStatement, runStatements } from './statements/run-statements.ts'
import { ObservedPool, type StatementBatch, type StatementObserver } from './statements/statement-observer.ts'
import { createVersionReader } from './version-reader.ts'

/** Beyond this many texts, statements are sent without being prepared: PostgreSQL keeps every prepared one in memory. */
const MAX_PREPARED_STATEMENTS = 256

/** A server that does not let a connection in within this time is not available. */
const CONNECTION_TIMEOUT_MS = 2_000
const DEFAULT_POOL_SIZE = 10
/** Connections that have not ended after this time are closed without the server. */
const CLOSE_TIMEOUT_MS = 1_000

/** A statement that sends another within it, and returns a row and a column more. */
export interface OuterStatement {
  /** With the parameters of the inner statement. */
  text: string
  /** A column that has a value in one row, and null in those that the inner statement finds. */
  extraColumn: string
}

export interface Statement {
  /** Its name in logs and metrics: a fixed word, never made from input. */
  name: string
  /** With `$1` and so on for its values, as `Prisma.sql` has it. */
  sql: { readonly text: string; readonly values: unknown[] }
  /**
   * PostgreSQL's terms. `generic`: one plan is good for all parameters, so the statement is prepared and planned once.
   * `custom`: the parameters decide, so it is planned each time it is executed.
   */
  plan: 'generic' | 'custom'
  /** The loader that sends it, if one does. */
  batch?: StatementBatch
  /** The text that is sent instead of its own, if it is sent within another statement. Traces show its own. */
  within?: OuterStatement
}

/** What sends statements. */
export interface Queryable {
  /** Sends one statement and returns its rows. */
  query<Row extends object>(statement: Statement): Promise<Row[]>
}

/** The connections of a pool, and the statements that wait for one. */
export interface PoolState {
  readonly inUse: number
  readonly idle: number
  readonly waiting: number
}

/** One pool of connections. */
export interface Database extends Queryable {
  /** Sends statements that are cancelled when the signal is aborted. */
  withSignal(signal: AbortSignal): Queryable
  /** For the set-up; operations use statements, which have a deadline. */
  prisma: PrismaClient
  /** Whether the database answers, on a connection of its own. */
  isReady(): Promise<boolean>
  /** The version of the data in a snapshot taken after the call, read on a connection of its own, one call at a time. */
  readVersion(): Promise<string>
  pool: PoolState
  close(): Promise<void>
}

interface DatabaseOptions {
  url: string
  /** Maximum number of connections. */
  poolSize?: number
  /** PostgreSQL ends a statement that runs for longer, in case this process has died. Default: it does not. */
  statementTimeoutMs?: number
  /** Called with every statement; see {@link StatementObserver}. */
  observe?: StatementObserver
  /** Called when an idle connection breaks; the pool replaces it. */
  onIdleError?: (error: Error) => void
}

/** Creates the pool. The first statement opens the first connection. */
export function createDatabase(options: DatabaseOptions): Database {
  const { url, poolSize: max = DEFAULT_POOL_SIZE, observe = () => () => {} } = options
  const { pool, connections } = createPool({ ...options, poolSize: max, observe })
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { schema: 'public' }) })
  const preparedName = createPreparedNames()
  const places = createPlaces(max)
  const readiness = createReadiness(url, observe)
  const versionReader = createVersionReader(url, observe)
  const queryable = (signal?: AbortSignal): Queryable => {
    const run = (statements: readonly PendingStatement[]) =>
      void runStatements({ pool, places }, statements, signal)
    const runTogether = inOneTurn(run)
    return {
      async query<Row extends object>({ name, sql, plan, batch, within }: Statement) {
        const text = within?.text ?? sql.text
        const statement = createPending<Row>({
          ...(plan === 'generic' && preparedName(name, text)),
          label: name,
          text,
          values: sql.values,
          batch,
          inner: within && { text: sql.text, extraColumn: within.extraColumn },
        })
        if (batch === undefined) run([statement])
        else runTogether(inOwnContext(statement))
        try {
          return await statement.rows
        } catch (error) {
          // The driver's stack ends in its socket; this one leads to the code that sent the statement.
          if (error instanceof Error) Error.captureStackTrace(error)
          throw error
        }
      },
    }
  }
  return {
    ...queryable(),
    withSignal: queryable,
    prisma,
    isReady: readiness.check,
    readVersion: versionReader.read,
    pool: {
      get inUse() {
        return pool.totalCount - pool.idleCount
      },
      get idle() {
        return pool.idleCount
      },
      get waiting() {
        return places.waiting + pool.waitingCount
      },
    },
    async close() {
      const timer = setTimeout(() => connections.forEach(closeAtOnce), CLOSE_TIMEOUT_MS)
      await prisma.$disconnect()
      await Promise.all([readiness.close(), versionReader.close(), pool.end()])
      clearTimeout(timer)
    },
  }
}

/** A pool of prepared sessions, and those of its connections that are open. */
function createPool({
  url,
  poolSize,
  statementTimeoutMs = 0,
  observe,
  onIdleError = () => {},
}: DatabaseOptions & Required<Pick<DatabaseOptions, 'observe'>>): {
  pool: ObservedPool
  connections: ReadonlySet<PoolClient>
} {
  const pool = new ObservedPool(
    {
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      application_name: 'jadwal',
      // Statements of one operation can leave together. Without it the driver sends one when the one before has ended.
      pipeline: true,
      onConnect: (client) => prepareSession(client, statementTimeoutMs),
    },
    observe,
  )
  const connections = new Set<PoolClient>()
  pool.on('error', onIdleError)
  // A connection that breaks during a statement: that rejects. Without a listener, the error would end this process.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('connect', (client) => connections.add(client))
  pool.on('remove', (client) => connections.delete(client))
  return { pool, connections }
}

/**
 * A statement that is sent in the asynchronous context of its caller, whom it is attributed to. `AsyncResource.bind`
 * would make a function whose prototype is another: its hidden class keeps all of the operation until a full garbage
 * collection.
 */
function inOwnContext(statement: PendingStatement): PendingStatement {
  const context = new AsyncResource('Statement')
  return {
    ...statement,
    send: (client, onEnd) => context.runInAsyncScope(statement.send, undefined, client, onEnd),
  }
}

/** Collects what it is called with until the event loop turns, and passes it on together. */
function inOneTurn<Item>(pass: (items: readonly Item[]) => void): (item: Item) => void {
  let items: Item[] = []
  return (item) => {
    items.push(item)
    if (items.length > 1) return
    process.nextTick(() => {
      const together = items
      items = []
      pass(together)
    })
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
