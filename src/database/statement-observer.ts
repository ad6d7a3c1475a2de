import { AsyncResource } from 'node:async_hooks'
import { type Client, Pool, type PoolClient, type PoolConfig, type QueryConfig } from 'pg'

/** One SQL statement, at the moment it is sent. */
export interface SentStatement {
  /** The name that the code gives it, such as `doctors_page`; none for those that Prisma writes. */
  name: string | undefined
  text: string
  values: readonly unknown[]
  /** The loader that it answers for, and how many keys it was given. */
  batch: StatementBatch | undefined
}

export interface StatementBatch {
  loader: string
  size: number
}

export interface StatementOutcome {
  /** From sending to the last row read; waiting for a free connection is not in it. */
  durationMs: number
  rowCount: number
  /** The first rows, by column; made only where they are asked for. */
  firstRows(most: number): Record<string, unknown>[]
  error: Error | undefined
}

/**
 * Is told of every statement in the asynchronous context of the code that asked for it, and answers with a
 * function that is told, in no particular context, how it went.
 */
export type StatementObserver = (statement: SentStatement) => (outcome: StatementOutcome) => void

/**
 * A pool whose every statement is observed, whoever sends it: `BEGIN` and the pool's own included.
 *
 * A pool hands a freed connection to whoever waits for it, in the asynchronous context of whoever freed it.
 * Here each waiter gets it in its own, or statements of a busy server would be billed to the wrong operation.
 */
export class ObservedPool extends Pool {
  constructor(config: PoolConfig, observe: StatementObserver) {
    super(config)
    this.on('connect', (client) => {
      client.query = observedQuery(client.query, observe)
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

type ConnectCallback = Parameters<Pool['connect']>[0]

/** What `query` takes, and the name that the code gives the statement. */
export interface LabelledStatement extends QueryConfig<unknown[]> {
  label?: string
  batch?: StatementBatch | undefined
}

/** What is read of the driver's result. Prisma asks for rows as arrays. */
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
      const startMs = performance.now()
      const report = (error: Error | undefined, result: StatementResult | undefined) =>
        finish({
          durationMs: performance.now() - startMs,
          rowCount: result?.rowCount ?? 0,
          firstRows: (most) => (result ? firstRows(result, most) : []),
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

function firstRows({ rows, fields }: StatementResult, most: number): Record<string, unknown>[] {
  return rows
    .slice(0, most)
    .map((row) =>
      Array.isArray(row) ? Object.fromEntries(fields.map(({ name }, index) => [name, row[index]])) : row,
    )
}

/** What `client.query` was called with, or nothing where that is a stream of its own, such as `COPY`. */
function describeStatement([config, values]: unknown[]): SentStatement | undefined {
  if (typeof config === 'string') {
    return { name: undefined, text: config, values: Array.isArray(values) ? values : [], batch: undefined }
  }
  if (!isLabelledStatement(config)) return undefined
  return {
    name: config.label,
    text: config.text,
    values: config.values ?? (Array.isArray(values) ? values : []),
    batch: config.batch,
  }
}

function isLabelledStatement(config: unknown): config is LabelledStatement {
  return typeof config === 'object' && config !== null && 'text' in config && !('submit' in config)
}
