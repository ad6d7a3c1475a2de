import { LRUCache } from 'lru-cache'
import type { DoctorFilter } from '../../doctor-filter.ts'

/** The number of doctors who match a filter, and the version of the data that it was counted at. */
export interface KnownTotal {
  version: string
  total: number
}

/** The totals of the filters that were counted last. */
export interface KnownTotals {
  of(filter: DoctorFilter): KnownTotal | undefined
  learn(filter: DoctorFilter, known: KnownTotal): void
  /** Their size in bytes, at most. */
  readonly bytes: number
}

/** An upper estimate of what an entry takes beside its key. */
const BYTES_PER_ENTRY = 500

/** @param maxBytes what they may take together, in bytes. */
export function createKnownTotals(maxBytes: number): KnownTotals {
  const totals = new LRUCache<string, KnownTotal>({
    maxSize: maxBytes,
    sizeCalculation: (_known, key) => 2 * key.length + BYTES_PER_ENTRY,
  })
  return {
    of: (filter) => totals.get(JSON.stringify(filter)),
    learn(filter, known) {
      totals.set(JSON.stringify(filter), known)
    },
    get bytes() {
      return totals.calculatedSize
    },
  }
}
