import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hatchMark } from '../../../../benchmarks/report/drawing/marks.ts'

const length = fc.integer({ min: 1, max: 400 })

describe('hatchMark', () => {
  it('stays within its rectangle, with lines of 45° all over it', () => {
    fc.assert(
      fc.property(length, length, length, length, (x, y, width, height) => {
        const { d } = hatchMark({ x, y, width, height }, 'muted')
        const lines = [...d.matchAll(/M(\S+) (\S+?)L(\S+) ([^M]+)/g)].map((line) => line.slice(1).map(Number))
        assert.equal(lines.length, Math.ceil((width + height) / 7) - 1)
        for (const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] of lines) {
          assert.ok(x2 >= x && x1 <= x + width && y1 >= y && y2 <= y + height)
          assert.ok(Math.abs(x1 - x2 - (y2 - y1)) < 0.05)
        }
      }),
      { seed: 4 },
    )
  })
})
