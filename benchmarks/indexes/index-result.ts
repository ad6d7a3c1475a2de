import type { ResultHead } from '../result.ts'

/** The result of `npm run bench:indexes`, in the form in which it is written as JSON. */
export interface IndexResult extends ResultHead {
  version: 1
  command: string
  postgresql: string
  doctors: number
  indexes: AuditedIndex[]
  /** The same operations with other sets of indexes. */
  sets: IndexSet[]
}

export interface AuditedIndex {
  name: string
  table: string
  definition: string
  bytes: number
  /** What the index adds to inserting 1,000 rows: bytes of the write-ahead log, and time. */
  walBytes: number
  writeMs: number
  /** Operations that read more or take longer without it, the one that reads the most first. */
  needs: IndexNeed[]
  /** Blocks that all operations together read more without it; null where one of them took too long. */
  buffersSaved: number | null
  needed: boolean
}

export interface IndexNeed {
  operation: string
  buffers: number
  /** Null where the statement took longer than the limit. */
  buffersWithout: number | null
  /** Time in the server, the least of several. */
  ms: number
  msWithout: number | null
}

export interface IndexSet {
  name: string
  /** Of all its indexes together. */
  bytes: number
  /** Blocks that each operation reads, by its name; null past the limit. */
  buffers: Record<string, number | null>
}
