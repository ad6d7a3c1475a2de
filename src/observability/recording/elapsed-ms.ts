/** The time between two readings of a clock, rounded to microseconds: beyond that a clock reads noise. */
export function elapsedMs(startMs: number, endMs: number): number {
  return toMicroseconds(endMs - startMs)
}

/** Milliseconds, rounded to whole microseconds. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
