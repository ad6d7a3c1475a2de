import { AsyncResource } from 'node:async_hooks'
import { type Client, Pool, type PoolClient, type PoolConfig, type QueryConfig } from 'pg'

/** One SQL statement, at the moment it is sent. */
export interface SentStatement {
  /** Its name in the code, such as `doctors_page`; undefined if Prisma wrote it. */
  name: string | undefined
  text: string
  values: readonly unknown[]
  /** The loader that sends it, and its number of keys. */
  batch: StatementBatch | undefined
}

export interface StatementBatch {
  loader: string
  size: number
}

export interface StatementOutcome {
  /** From sending to the last row, without waiting for a connection. */
  durationMs: number
  /** Of what it finds. */
  rowCount: number
  /** The first rows that it finds, by column; built on request. */
  firstRows(max: number): Record<string, unknown>[]
  error: Error | undefined
}

/**
 * Called with every statement in the asynchronous context of the code that sends it. It returns a function that is called
 * with the outcome, in no particular context.
 */
export type StatementObserver = (statement: SentStatement) => (outcome: StatementOutcome) => void

/**
 * A pool whose every statement is observed, including `BEGIN` and those of the pool itself.
 *
 * A pool passes a released connection to the next waiter in the asynchronous context of the code that released it. Here
 * each waiter receives it in its own context; otherwise a busy server attributes statements to the wrong operation.
 */
export class ObservedPool extends Pool {
  constructor(config: PoolConfig, observe: StatementObserver) {
    super(config)
    this.on('connect', (client) => {
      observeStatements(client, observe)
    })
  }

  override connect(): Promise<PoolClient>
  override connect(callback: ConnectCallback): void
  override connect(callback?: ConnectCallback): Promise<PoolClient> | undefined {
    if (callback === undefined) return super.connect()
    super.connect(AsyncResource.bind(callback))
    return undefined
  }
}

/** Observes every statement of a connection from now on. */
export function observeStatements(client: Client, observe: StatementObserver): void {
  client.query = observedQuery(client.query, observe)
}

type ConnectCallback = Parameters<Pool['connect']>[0]

interface InnerStatement {
  text: string
  /** A column beside its own: null in the rows that it finds, with a value in one row more. */
  extraColumn: string
}

/** The configuration of a query, with the statement's name in the code. */
export interface LabelledStatement extends QueryConfig<unknown[]> {
  label?: string
  batch?: StatementBatch | undefined
  /** The statement that is meant, if `text` sends it within another one: what is observed is its text and its rows. */
  inner?: InnerStatement | undefined
}

/** The part of the driver's result that is read. Prisma requests rows as arrays. */
interface StatementResult {
  rowCount: number | null
  rows: (Record<string, unknown> | unknown[])[]
  fields: { name: string }[]
}

function observedQuery(query: Client['query'], observe: StatementObserver): Client['query'] {
  return new Proxy(query, {
    apply(send, client, args: unknown[]) {
      const statement = describeStatement(args)
      if (statement === undefined) return Reflect.apply(send, client, args)
      const finish = observe(statement)
      const [config] = args
      const extraColumn = isLabelledStatement(config) ? config.inner?.extraColumn : undefined
      const startMs = performance.now()
      const report = (error: Error | undefined, result: StatementResult | undefined) =>
        finish({
          durationMs: performance.now() - startMs,
          rowCount: result?.rowCount ? result.rowCount - (extraColumn === undefined ? 0 : 1) : 0,
          firstRows: (max) => (result ? firstRows(result, max, extraColumn) : []),
          error,
        })
      const callback = args.at(-1)
      if (typeof callback === 'function') {
        const reported: Parameters<typeof query>[2] = (error, result) => {
          report(error ?? undefined, result)
          callback(error, result)
        }
        return Reflect.apply(send, client, [...args.slice(0, -1), reported])
      }
      const answer = Reflect.apply(send, client, args)
      answer.then(
        (result: StatementResult) => report(undefined, result),
        (error: Error) => report(error, undefined),
      )
      return answer
    },
  })
}

function firstRows(
  { rows, fields }: StatementResult,
  max: number,
  extraColumn: string | undefined,
): Record<string, unknown>[] {
  const named = rows
    .slice(0, max + 1)
    .map((row) =>
      Array.isArray(row) ? Object.fromEntries(fields.map(({ name }, index) => [name, row[index]])) : row,
    )
  return withoutExtra(named, extraColumn).slice(0, max)
}

function withoutExtra(
  rows: Record<string, unknown>[],
  column: string | undefined,
): Record<string, unknown>[] {
  if (column === undefined) return rows
  return rows.flatMap(({ [column]: extra, ...found }) => (extra === null ? [found] : []))
}

/** The statement that `client.query` was called with; undefined for a submittable stream such as `COPY`. */
function describeStatement([config, values]: unknown[]): SentStatement | undefined {
  if (typeof config === 'string') {
    return { name: undefined, text: config, values: Array.isArray(values) ? values : [], batch: undefined }
  }
  if (!isLabelledStatement(config)) return undefined
  return {
    name: config.label,
    text: config.inner?.text ?? config.text,
    values: config.values ?? (Array.isArray(values) ? values : []),
    batch: config.batch,
  }
}

function isLabelledStatement(config: unknown): config is LabelledStatement {
  return typeof config === 'object' && config !== null && 'text' in config && !('submit' in config)
}
