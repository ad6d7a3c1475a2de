import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { legendOf } from '../../../../benchmarks/report/drawing/legend.ts'
import { textWidth } from '../../../../benchmarks/report/drawing/text-width.ts'

const name = fc.string({ unit: fc.constantFrom(...'amwi_- '), minLength: 1, maxLength: 90 })

describe('legendOf', () => {
  it('has every entry, in rows that are as wide as the drawing at the most, and apart from each other', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 7 }), fc.constantFrom(340, 620, 860), (names, width) => {
        const { marks, height } = legendOf(
          names.map((each) => ({ name: each, swatch: () => [] })),
          width,
        )
        const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []))
        assert.equal(texts.length, names.length)
        for (const [index, { x, y, text, size }] of texts.entries()) {
          const right = x + textWidth(text, { size })
          assert.ok(right <= width + 1e-9 && y <= height)
          const next = texts[index + 1]
          assert.ok(next === undefined || next.y > y || next.x > right)
        }
      }),
      { seed: 4 },
    )
  })

  it('takes no room without entries', () => assert.deepEqual(legendOf([], 340), { marks: [], height: 0 }))
})
