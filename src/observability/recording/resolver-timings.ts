import { toMicroseconds } from './elapsed-ms.ts'
import type { ResolverTiming } from './operation-trace.ts'

/** Sums elapsed times by path. */
export interface ResolverTimings {
  add(path: string, elapsedMs: number): void
  /** Ordered by path, so that a parent precedes its children. */
  all(): ResolverTiming[]
}

/** Those of one operation, which has run no resolver yet. */
export function createResolverTimings(): ResolverTimings {
  const timings = new Map<string, ResolverTiming>()
  return {
    add(path, elapsedMs) {
      const timing = timings.get(path)
      if (timing === undefined) {
        timings.set(path, { path, count: 1, totalElapsedMs: elapsedMs, maxElapsedMs: elapsedMs })
        return
      }
      timing.count++
      timing.totalElapsedMs = toMicroseconds(timing.totalElapsedMs + elapsedMs)
      timing.maxElapsedMs = Math.max(timing.maxElapsedMs, elapsedMs)
    },
    all: () => [...timings.values()].sort((a, b) => a.path.localeCompare(b.path, 'en')),
  }
}
