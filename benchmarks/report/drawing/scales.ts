/** Where a value is drawn. */
export interface Scale {
  /** In px. */
  of(value: number): number
  /** The ends of what is drawn. */
  min: number
  max: number
  /** The values with a line across the chart, ascending. */
  ticks: number[]
}

interface Span {
  /** In px. */
  from: number
  to: number
}

/** A scale from 0 to a round number that is at least `max`, with at most this many intervals between its ticks. */
export function linearScale({ from, to }: Span, max: number, maxIntervals: number): Scale {
  const interval = tickInterval(max, maxIntervals)
  const count = Math.max(1, Math.ceil(max / interval - 1e-9))
  const end = count * interval
  return {
    of: (value) => from + (to - from) * (value / end),
    min: 0,
    max: end,
    ticks: Array.from({ length: count + 1 }, (_, index) => Number((index * interval).toPrecision(12))),
  }
}

/** A logarithmic scale; a value beyond its ends is drawn at the nearer one. */
export function logarithmicScale({ from, to }: Span, { min, max, ticks }: Omit<Scale, 'of'>): Scale {
  const length = Math.log(max / min) || 1
  return {
    of: (value) => {
      const share = Math.log(Math.max(value, Number.MIN_VALUE) / min) / length
      return from + (to - from) * Math.min(1, Math.max(0, share))
    },
    min,
    max,
    ticks,
  }
}

/** A logarithmic scale that ends with round numbers around these values. */
export function scaleAround(span: Span, values: number[]): Scale {
  const ticks = logarithmicTicks(values)
  return logarithmicScale(span, { min: ticks[0] ?? 1, max: ticks.at(-1) ?? 10, ticks })
}

const STEPS = [1, 2, 5]

/** The round numbers (1, 2 or 5 times a power of ten) that enclose these values, ascending; ignores values up to 0. */
export function logarithmicTicks(values: number[]): number[] {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return [1, 10]
  const [min, max] = [least(positive), greatest(positive)]
  const ticks = roundNumbers(Math.floor(Math.log10(min)), Math.ceil(Math.log10(max)))
  const first = ticks.findLastIndex((tick) => tick <= min)
  const last = ticks.findIndex((tick) => tick > max)
  return ticks.slice(Math.max(0, first), last + 1)
}

/** The smallest round number that divides a range into at most this many intervals. */
export function tickInterval(range: number, maxTicks: number): number {
  const min = range / maxTicks
  if (!(min > 0)) return 1
  const power = Math.floor(Math.log10(min))
  return roundNumbers(power, power + 1).find((step) => step >= min) ?? min
}

function roundNumbers(lowestPower: number, highestPower: number): number[] {
  const numbers: number[] = []
  for (let power = lowestPower; power <= highestPower; power++) {
    for (const step of STEPS) numbers.push(Number(`${step}e${power}`))
  }
  return numbers
}

/** The least number; `Math.min(...numbers)` fails for more than about 100,000. */
export function least(numbers: readonly number[]): number {
  return numbers.reduce((min, each) => Math.min(min, each), Number.POSITIVE_INFINITY)
}

/** The greatest number. */
export function greatest(numbers: readonly number[]): number {
  return numbers.reduce((max, each) => Math.max(max, each), Number.NEGATIVE_INFINITY)
}
