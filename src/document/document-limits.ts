/** What a document and its operations may cost. Each limit is one setting of the program. */
export interface DocumentLimits {
  /** Lexical tokens of the document. */
  tokens: number
  /** Levels of selection sets, of fields, inline fragments and fragment spreads alike. */
  depth: number
  /** Fields with an alias, with fragments expanded. */
  aliases: number
  /** Directives on selections, with fragments expanded. */
  directives: number
  /** Fields of an operation's root type, with fragments expanded. */
  rootFields: number
  /** Fields, inline fragments and fragment spreads, with fragments expanded. */
  selections: number
  /** Pairs of fields with the same place in the response, and of fragments spread there: what validation compares. */
  comparisons: number
  /** SQL statements that an operation can send. */
  statements: number
  /** Rows that the statements of its root fields can read. */
  rows: number
  /** Leaf values that it can answer, outside lists that only the data bounds. */
  values: number
  /** Rows that it may read in lists that only the data bounds, such as the schedules of a doctor. */
  listRows: number
  /** Bytes of a response. */
  responseBytes: number
  /** Bytes of all documents that are kept. */
  cacheBytes: number
}

/** GraphiQL's introspection query, pages as Relay requests them and the operations of the benchmark are within these. */
export const DEFAULT_DOCUMENT_LIMITS: DocumentLimits = {
  tokens: 2000,
  depth: 30,
  aliases: 100,
  directives: 100,
  rootFields: 20,
  selections: 2000,
  comparisons: 10_000,
  statements: 12,
  rows: 1000,
  values: 20_000,
  listRows: 10_000,
  responseBytes: 2_000_000,
  cacheBytes: 32_000_000,
}
