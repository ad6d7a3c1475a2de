/** Percentiles 0, 1, … 100 of some samples: a whole distribution in a form that does not grow with them. */
export interface Distribution {
  samples: number
  /** 101 values, ascending. */
  percentiles: number[]
}

/** By nearest rank, so that the first is the minimum and the last the maximum. Null where there are no samples. */
export function distributionOf(samples: readonly number[]): Distribution | null {
  const sorted = Float64Array.from(samples).sort()
  const last = sorted.length - 1
  if (last < 0) return null
  return {
    samples: sorted.length,
    percentiles: Array.from({ length: 101 }, (_, percent) => sorted[Math.round((last * percent) / 100)] ?? 0),
  }
}
