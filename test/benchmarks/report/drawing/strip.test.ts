import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { scaleAround } from '../../../../benchmarks/report/drawing/scales.ts'
import { stripMarks } from '../../../../benchmarks/report/drawing/strip.ts'

describe('stripMarks', () => {
  it('has a line for each percent, where the scale puts it to a tenth of a pixel', () => {
    const percentiles = fc
      .array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 101, maxLength: 101 })
      .map((values) => values.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(percentiles, (values) => {
        const scale = scaleAround({ from: 100, to: 854 }, values)
        const [strip] = stripMarks(values, [], { top: 40, seriesIndex: 1, scale })
        assert.ok(strip?.kind === 'path')
        const [start, ...moves] = strip.d.split('v12').slice(0, -1)
        let x = Number(/^M(\S+) 51$/.exec(start ?? '')?.[1])
        const places = [x, ...moves.map((move) => (x += Number(/^m(.+)-12$/.exec(move)?.[1])))]
        assert.equal(places.length, 101)
        for (const [index, place] of places.entries())
          assert.ok(Math.abs(place - scale.of(values[index] ?? 0)) < 0.051)
      }),
      { seed: 4 },
    )
  })

  it('marks a median with the shape of its scenario, and another percentile with a line', () => {
    const scale = scaleAround({ from: 0, to: 100 }, [1, 10])
    const interval = { value: 2, low: 1.5, high: 3 }
    const shapes = [true, false].map(
      (isMedian) =>
        stripMarks([1, 10], [{ ...interval, isMedian }], { top: 0, seriesIndex: 1, scale }).slice(2)[0],
    )
    assert.ok(shapes[0]?.kind === 'path' && shapes[0].fill === 'series2')
    assert.ok(shapes[1]?.kind === 'path' && shapes[1].fill === undefined && shapes[1].stroke === 'series2')
  })
})
