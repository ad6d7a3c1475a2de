/** A sum that stops at the largest safe integer: the counts of an expanded document can exceed any number. */
export function add(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER)
}

/** A product that stops there, too. */
export function multiply(a: number, b: number): number {
  return Math.min(a * b, Number.MAX_SAFE_INTEGER)
}

/** The number of unordered pairs of `count` things. */
export function pairs(count: number): number {
  return Math.min((count * (count - 1)) / 2, Number.MAX_SAFE_INTEGER)
}
