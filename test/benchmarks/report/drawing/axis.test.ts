import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { valueAxis } from '../../../../benchmarks/report/drawing/axis.ts'
import { scaleAround } from '../../../../benchmarks/report/drawing/scales.ts'
import { textWidth } from '../../../../benchmarks/report/drawing/text-width.ts'

describe('valueAxis', () => {
  it('labels as many ticks as have room, within the drawing, the ends and the first always', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, fc.constantFrom(200, 340, 860), (measured, width) => {
        const scale = scaleAround({ from: width / 3, to: width - 6 }, measured)
        const marks = valueAxis(scale, {
          bands: [{ top: 0, bottom: 50 }],
          width,
          format: (value) => `${value.toLocaleString('en-US')} ms`,
          first: [scale.max],
        })
        const labels = marks
          .flatMap((mark) => (mark.kind === 'text' ? [mark] : []))
          .map(({ text, x, size }) => {
            const half = textWidth(text, { size }) / 2
            return { text, left: x - half, right: x + half }
          })
          .toSorted((a, b) => a.left - b.left)
        assert.ok(labels.some(({ text }) => text === `${scale.max.toLocaleString('en-US')} ms`))
        for (const [index, { left, right }] of labels.entries()) {
          assert.ok(left >= -1e-9 && right <= width + 1e-9)
          assert.ok(index === 0 || left > (labels[index - 1]?.right ?? 0))
        }
      }),
      { seed: 4 },
    )
  })
})
