import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createHeldBytes } from '../../../src/http/connections/held-bytes.ts'

describe('held bytes', () => {
  it('never exceed their maximum: the oldest holders end first', () => {
    const steps = fc.array(fc.tuple(fc.nat(20), fc.nat(50), fc.boolean()), { maxLength: 300 })
    fc.assert(
      fc.property(steps, (all) => {
        const expected = new Map<number, number>()
        const ended: number[] = []
        const held = createHeldBytes<number>({ maxBytes: 100, end: (holder) => ended.push(holder) })
        for (const [holder, bytes, isReleased] of all) {
          if (isReleased) {
            held.release(holder)
            expected.delete(holder)
            continue
          }
          held.add(holder, bytes)
          expected.set(holder, (expected.get(holder) ?? 0) + bytes)
          while (sum(expected.values()) > 100) {
            const [oldest] = expected.keys()
            assert.equal(ended.shift(), oldest)
            if (oldest !== undefined) expected.delete(oldest)
          }
          assert.equal(ended.length, 0)
          assert.equal(held.total, sum(expected.values()))
        }
      }),
    )
  })
})

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0)
}
