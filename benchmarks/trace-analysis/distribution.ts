import { percentile } from '../statistics/percentile.ts'

/** Numbers of which only as much is kept as their percentiles need. */
export interface Distribution {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  add(value: number): void
  /** @param p a share between 0 and 1. */
  percentile(p: number): number
}

/** More different values than these are rounded to three digits. */
const MAX_EXACT = 2048

/** An empty distribution. It does not depend on the order in which values are added. */
export function createDistribution(): Distribution {
  let counts = new Map<number, number>()
  let isRounded = false
  const add = (value: number, times: number) => {
    const kept = isRounded ? Number(value.toPrecision(3)) : value
    counts.set(kept, (counts.get(kept) ?? 0) + times)
  }
  const figures = { count: 0, sum: 0, min: 0, max: 0 }
  return {
    get count() {
      return figures.count
    },
    get sum() {
      return figures.sum
    },
    get min() {
      return figures.min
    },
    get max() {
      return figures.max
    },
    add(value) {
      figures.min = figures.count === 0 ? value : Math.min(figures.min, value)
      figures.max = figures.count === 0 ? value : Math.max(figures.max, value)
      figures.count += 1
      figures.sum += value
      add(value, 1)
      if (isRounded || counts.size <= MAX_EXACT) return
      isRounded = true
      const exact = counts
      counts = new Map()
      for (const [each, times] of exact) add(each, times)
    },
    percentile: (p) => percentile(expand(counts, figures.count), p),
  }
}

function expand(counts: Map<number, number>, total: number): Float64Array {
  const values = new Float64Array(total)
  let start = 0
  for (const [value, times] of [...counts].toSorted(([a], [b]) => a - b)) {
    values.fill(value, start, start + times)
    start += times
  }
  return values
}
