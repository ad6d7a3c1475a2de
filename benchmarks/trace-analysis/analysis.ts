import type { Finding } from './findings/finding.ts'

export type { Finding } from './findings/finding.ts'

/** What a trace says. The same lines in another order say the same. */
export interface TraceAnalysis {
  /** By name; an operation without one is told from others by its document. */
  operations: OperationResult[]
  /** Each statement counts once for each table that it reads, and once for each that it writes. */
  tables: TableHits[]
  /** Sent by the program outside any operation: they are accused of nothing and are in no other figure. */
  statementsOutside: number
  /** Their text could not be parsed, so that neither their tables nor what they have in common is known. */
  statementsUnparsed: number
  /** Neither their parameters nor a hash of them were traced, so that they cannot be told apart. */
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
  /** What the program calls these statements, or the kind and first table where it does not. */
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
