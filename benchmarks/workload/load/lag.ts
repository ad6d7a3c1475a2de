/** How much of what was measured the load generator caused itself. */
export interface GeneratorLag {
  /** How late the starts were that it waited for; null where it never waited. */
  latenessMs: TimeSummary | null
  /** How late its event loop was for any event, such as the end of an answer. */
  eventLoopDelayMs: TimeSummary
}

/** Percentiles by nearest rank, and the maximum. */
export interface TimeSummary {
  p50: number
  p99: number
  max: number
}

/** Null where there are no times. */
export function summariseTimes(timesMs: readonly number[]): TimeSummary | null {
  if (timesMs.length === 0) return null
  const sorted = timesMs.toSorted((one, other) => one - other)
  return { p50: nearestRank(sorted, 50), p99: nearestRank(sorted, 99), max: nearestRank(sorted, 100) }
}

/**
 * The smallest time that is not below the given percentage of all. The histogram of event loop delays uses the same
 * definition, so that both parts of the lag can be compared. Reported latencies use `percentile` of statistics, which
 * interpolates; this process imports nothing outside its folder.
 */
function nearestRank(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN
}

/**
 * Lag that every busy machine has: waking up takes a moment, and another process sometimes holds the core until its
 * time slice ends.
 */
const UNAVOIDABLE_MS = { p50: 1, p99: 5 } as const
const MAX_SHARE_OF_LATENCY = 0.1

/**
 * The rule by which a run is valid: at the median and at percentile 99, the lag is at most a tenth of the latency at
 * the same percentile, or at most what is unavoidable where that is more (1 ms, 5 ms). Each percentile has its own
 * limit: a delay that occurs once in a hundred times cannot move a median, but can be all of a percentile 99.
 */
export function isLagAcceptable(lag: GeneratorLag, latencyMs: TimeSummary): boolean {
  return (['p50', 'p99'] as const).every(
    (at) => lagAt(lag, at) <= Math.max(UNAVOIDABLE_MS[at], MAX_SHARE_OF_LATENCY * latencyMs[at]),
  )
}

/** The greater of the two parts of the lag. */
export function lagAt({ latenessMs, eventLoopDelayMs }: GeneratorLag, at: keyof TimeSummary): number {
  return Math.max(latenessMs?.[at] ?? 0, eventLoopDelayMs[at])
}
