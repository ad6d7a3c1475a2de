import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { layOutRows } from '../../../../benchmarks/report/drawing/rows.ts'
import { textWidth } from '../../../../benchmarks/report/drawing/text-width.ts'

const name = fc.string({ unit: fc.constantFrom(...'abcm-_ '), minLength: 1, maxLength: 70 })
const group = fc.record({
  title: fc.option(name),
  rows: fc.array(name, { maxLength: 6 }),
})

describe('layOutRows', () => {
  it('places rows one below the other, within the drawing, apart from all texts', () => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 5 }), fc.constantFrom(340, 620, 860), (groups, width) => {
        const layout = layOutRows(groups, { width, top: 7, rowHeight: 20, nameOf: (each) => each })
        assert.deepEqual(
          layout.rows.map(({ row }) => row),
          groups.flatMap(({ rows }) => rows),
        )
        let bottom = 7
        for (const row of layout.rows) {
          assert.ok(row.top >= bottom)
          bottom = row.top + row.height
        }
        assert.ok(layout.bottom >= bottom && layout.left < width / 2)
        for (const mark of layout.marks) {
          assert.ok(mark.kind === 'text')
          const right = mark.x + textWidth(mark.text, { size: mark.size, bold: mark.bold ?? false })
          assert.ok(right <= width + 1e-9, mark.text)
          const inside = layout.rows.some(({ top, height }) => mark.y > top + 3 && mark.y - 8 < top + height)
          assert.ok(!inside || right <= layout.left || layout.left === 0, mark.text)
        }
      }),
      { seed: 4 },
    )
  })

  it('has bands for all rows, and none over the whole width of a title', () => {
    const layout = layOutRows(
      [
        { title: 'first', rows: ['a', 'b'] },
        { title: 'second', rows: ['c'] },
      ],
      { width: 340, top: 0, rowHeight: 20, nameOf: (each) => each },
    )
    assert.deepEqual(
      layout.bands.map(({ top, bottom }) => bottom - top),
      [40, 20],
    )
    for (const { top, height } of layout.rows) {
      assert.ok(layout.bands.some((band) => band.top <= top && band.bottom >= top + height))
    }
  })
})
