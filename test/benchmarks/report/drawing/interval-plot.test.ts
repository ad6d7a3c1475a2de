import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { drawIntervalPlot, type IntervalRow } from '../../../../benchmarks/report/drawing/interval-plot.ts'
import { type Mark, pointMark } from '../../../../benchmarks/report/drawing/marks.ts'
import { logarithmicScale } from '../../../../benchmarks/report/drawing/scales.ts'

const RANGE = { min: 0.5, max: 2, ticks: [0.5, 1, 2] }
const ratio = fc.double({ min: 0.01, max: 50, noNaN: true })
const row = fc.tuple(fc.double({ min: RANGE.min, max: RANGE.max, noNaN: true }), ratio, ratio).map(
  ([value, one, other]): IntervalRow => ({
    name: 'a name',
    value,
    low: Math.min(value, one),
    high: Math.max(value, other),
    figures: `${value}`,
    colour: 'better',
    pointAt: (centre) => pointMark('circle', centre, 9, { fill: 'better' }),
  }),
)

describe('drawIntervalPlot', () => {
  it('has an arrow at an end exactly where the interval leaves the scale, and keeps within the drawing', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), fc.constantFrom(340, 860), (rows, width) => {
        const { marks, bottom } = drawIntervalPlot([{ title: 'title', rows }], {
          ...{ top: 0, width },
          scaleFor: (span) => logarithmicScale(span, RANGE),
          format: String,
        })
        const groups = marks.filter((mark) => mark.kind === 'group')
        assert.equal(groups.length, rows.length)
        for (const [index, { low, high }] of rows.entries()) {
          const [, left, right] = groups[index]?.marks ?? []
          assert.equal(isArrow(left), low < RANGE.min)
          assert.equal(isArrow(right), high > RANGE.max)
        }
        for (const mark of marks) if (mark.kind === 'text') assert.ok(mark.x <= width && mark.y <= bottom)
      }),
      { seed: 4 },
    )
  })

  it('puts figures on a line of their own on a phone where they do not fit beside a name', () => {
    const heights = ['short', 'a name that takes most of the width of a phone'].map((name) => {
      const { bottom } = drawIntervalPlot([{ title: null, rows: [{ ...ROW, name }] }], {
        ...{ top: 0, width: 340 },
        scaleFor: (span) => logarithmicScale(span, RANGE),
        format: String,
      })
      return bottom
    })
    assert.ok((heights[1] ?? 0) > (heights[0] ?? 0))
  })
})

const ROW: IntervalRow = {
  name: '',
  value: 1,
  low: 0.9,
  high: 1.1,
  figures: '+4 % (−10 to +10 %)',
  colour: 'neutral',
  pointAt: (centre) => pointMark('circle', centre, 9, { fill: 'neutral' }),
}

function isArrow(mark: Mark | undefined): boolean {
  return mark?.kind === 'path' && mark.fill !== undefined
}
