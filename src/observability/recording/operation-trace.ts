/** Everything that one operation did: a line of a trace file, and `extensions.trace`. Times are in milliseconds. */
export interface OperationTrace {
  version: 1
  /** What the statements belong to: an operation, or other work such as a readiness check. */
  origin: 'operation' | 'outside'
  /** The operation's name; null if it is anonymous, and outside an operation. */
  operation: string | null
  /** Equal for equal documents; null outside an operation. */
  documentHash: string | null
  requestId: string | null
  /** ISO 8601. */
  startedAt: string
  durationMs: number
  phases: Record<Phase, number>
  resolvers: ResolverTiming[]
  statements: StatementTrace[]
}

export const PHASES = ['parseMs', 'validateMs', 'contextMs', 'executeMs'] as const
export type Phase = (typeof PHASES)[number]

/** Elapsed times overlap: resolvers wait concurrently, and waiting for a loader counts in each of its callers. */
export interface ResolverTiming {
  /** Response keys from the root, with `*` for any index of a list. */
  path: string
  count: number
  totalElapsedMs: number
  maxElapsedMs: number
}

export interface StatementTrace {
  /** The statement's name in the code; null if Prisma wrote it. */
  name: string | null
  text: string
  /** Such as `number` or `number[10]`. */
  parameterTypes: string[]
  /** Equal for equal parameters, different for others. Salted by each process, so that none can be guessed. */
  parametersHash: string
  /** Only if enabled, as are `rows`: they can contain personal data. */
  parameters?: readonly unknown[]
  /** The first rows that it finds. */
  rows?: Record<string, unknown>[]
  /** Since the start of the operation. */
  startMs: number
  durationMs: number
  rowCount: number
  /** The path of the field that caused it; null if resolvers are not traced. */
  path: string | null
  /** The loader that sent it, and its number of keys. */
  loader: string | null
  batchSize: number | null
  /** PostgreSQL's message, if it failed. */
  error?: string
}

/** Where whole traces go. It never waits and never fails. */
export type TraceSink = (trace: OperationTrace) => void

/** Total time of statements, in milliseconds. They can run concurrently, so this can exceed the elapsed time. */
export function sqlMs(statements: readonly StatementTrace[]): number {
  return statements.reduce((total, { durationMs }) => total + durationMs, 0)
}
