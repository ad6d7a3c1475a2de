import type { Finding } from './findings/finding.ts'

export type { Finding } from './findings/finding.ts'

/** What a trace says; it does not depend on the order of the requests. */
export interface TraceAnalysis {
  /** Sorted by name; anonymous operations are distinguished by their documents. */
  operations: OperationResult[]
  /** Each statement counts once for each table that it reads, and once for each that it writes. */
  tables: TableHits[]
  /** Sent by the program outside any operation; never flagged, and in no other figure. */
  statementsOutside: number
  /** Findings that are less sure than those that count. */
  findingsBelow: number
  /** PostgreSQL's parser refused their text, so they were read by their words. */
  statementsUnparsed: number
  /** Neither their parameters nor a hash of them were traced, so executions cannot be distinguished. */
  statementsWithoutParameters: number
}

export interface OperationResult {
  name: string
  requests: number
  statementsPerRequest: { min: number; median: number; max: number }
  /** At each page size captured, smallest first; empty for an operation without pages. */
  statementsByPageSize: { pageSize: number; statements: number }[]
  statements: number
  reads: number
  writes: number
  /** Statements that repeat one of the same pattern within their request. */
  duplicates: number
  patterns: PatternResult[]
  findings: Finding[]
}

export interface PatternResult {
  /** The program's name for these statements, or else the verb and a table. */
  name: string
  /** The text with values replaced. */
  pattern: string
  fingerprint: string
  statements: number
  requests: number
  /** Of all statements of the operation, 0 to 1. */
  share: number
  p50: number | null
  p95: number | null
  totalMs: number
}

export interface TableHits {
  table: string
  reads: number
  writes: number
}
