/** An operation that a request ran, and the statements that it sent. Every format is read into these. */
export interface TracedRequest {
  /** The operation's name; null for an anonymous one, and for statements outside any operation. */
  operation: string | null
  /** What the statements belong to: an operation, or work of the program itself such as a readiness check. */
  origin: 'operation' | 'outside'
  /** The same for the same document; null outside an operation. */
  documentHash: string | null
  requestId: string | null
  /** ISO 8601. */
  startedAt: string
  durationMs: number
  /** False where no times are known: the statements are in order, and what their times say means nothing. */
  isTimed?: boolean
  /** Whether some of the statements may be those of a request that ran at the same time. */
  isDoubtful?: boolean
  statements: TracedStatement[]
}

export interface TracedStatement {
  /** The program's name for it; null if it has none. */
  name: string | null
  text: string
  /** The bound parameters, where they are traced: by number, or by name. One that is undefined is not known. */
  parameters?: readonly unknown[] | Readonly<Record<string, unknown>>
  /** Equal for equal parameters and different for others; empty where that is not known. */
  parametersHash: string
  /** Since the start of the operation. */
  startMs: number
  durationMs: number
  /** How many rows it returned or changed; null where that is not known. */
  rowCount: number | null
  /** The path of the field that caused it, list indices as `*`, such as `doctors.nodes.*.schedules`. */
  path: string | null
  /** The batch function that sent it, and for how many keys. */
  loader: string | null
  batchSize: number | null
  /** The first rows of the result, by column, where traced: later parameters may come from them. */
  rows?: Record<string, unknown>[]
  /** The database's error message. */
  error?: string | null
}
