import assert from 'node:assert/strict'

/** Fails unless each number is the expected one but for rounding. */
export function assertClose(actual: readonly number[], expected: readonly number[], tolerance = 1e-9): void {
  assert.equal(actual.length, expected.length)
  for (const [index, value] of actual.entries()) {
    const wanted = expected[index] ?? Number.NaN
    assert.ok(
      Math.abs(value - wanted) <= tolerance * Math.abs(wanted) + 1e-12,
      `expected ${wanted}, got ${value}`,
    )
  }
}
