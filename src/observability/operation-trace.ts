/** All that one operation did: what a trace file has a line of, and `extensions.trace` shows. Times are in ms. */
export interface OperationTrace {
  version: 1
  /** What the statements belong to: an operation, or work of the program's own such as a readiness check. */
  origin: 'operation' | 'outside'
  /** The operation's name; null for an anonymous one, and outside any. */
  operation: string | null
  /** The same for the same document; null outside an operation. */
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

/** Elapsed times overlap: resolvers wait side by side, and what a loader waits for counts in each of its callers. */
export interface ResolverTiming {
  /** Response keys from the root, with `*` for any index of a list. */
  path: string
  count: number
  totalElapsedMs: number
  maxElapsedMs: number
}

export interface StatementTrace {
  /** What the program calls it; null for one that Prisma wrote. */
  name: string | null
  text: string
  /** Such as `number` or `number[10]`. */
  parameterTypes: string[]
  /** Equal for equal parameters, different for others, and no use for guessing them: salted anew by each process. */
  parametersHash: string
  /** Only where they are asked for: they can hold personal data. The same goes for `rows`. */
  parameters?: readonly unknown[]
  /** The first rows of the answer. */
  rows?: Record<string, unknown>[]
  /** Since the operation started. */
  startMs: number
  durationMs: number
  rowCount: number
  /** The path of the field that caused it; null where resolvers are not traced. */
  path: string | null
  /** The loader that sent it, and for how many keys. */
  loader: string | null
  batchSize: number | null
  /** What PostgreSQL said, where it refused. */
  error?: string
}
