/** How much of what it measured was the load generator's own doing. */
export interface GeneratorLag {
  /** How late it was for the starts that it waited for; null where it never waited. */
  latenessMs: Percentiles | null
  /** How late its event loop was for anything, such as noticing an answer. */
  eventLoopDelayMs: Percentiles
}

export interface Percentiles {
  p50: number
  p99: number
  max: number
}

/** By nearest rank; null for no times at all. */
export function percentilesOf(timesMs: readonly number[]): Percentiles | null {
  if (timesMs.length === 0) return null
  const sorted = timesMs.toSorted((one, other) => one - other)
  return { p50: percentile(sorted, 50), p99: percentile(sorted, 99), max: percentile(sorted, 100) }
}

/**
 * Less cannot be asked of a machine that has something else to do: waking up takes a moment every time, and now
 * and then another process has the core until its turn is over.
 */
const UNAVOIDABLE_MS = { p50: 1, p99: 5 } as const
const LARGEST_SHARE = 0.1

/**
 * The rule by which a run is valid: neither at the median nor at percentile 99 is the lag more than a tenth of the
 * latency at the same percentile, or than what is unavoidable where that is more (1 ms, 5 ms). Like is held against
 * like: what is late once in a hundred times cannot move a median, and can be all of a percentile 99.
 */
export function isLagAcceptable(lag: GeneratorLag, latencyMs: Percentiles): boolean {
  return (['p50', 'p99'] as const).every(
    (at) => lagAt(lag, at) <= Math.max(UNAVOIDABLE_MS[at], LARGEST_SHARE * latencyMs[at]),
  )
}

/** The greater of the two parts of the lag. */
export function lagAt({ latenessMs, eventLoopDelayMs }: GeneratorLag, at: keyof Percentiles): number {
  return Math.max(latenessMs?.[at] ?? 0, eventLoopDelayMs[at])
}

function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN
}
