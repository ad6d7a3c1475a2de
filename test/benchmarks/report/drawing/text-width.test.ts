import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { shortened, textWidth, wrapped } from '../../../../benchmarks/report/drawing/text-width.ts'

const font = { size: 12 }
const text = fc.string({ unit: fc.constantFrom(...'abmwi.10 -_→·'), maxLength: 60 })
const width = fc.integer({ min: 20, max: 400 })

describe('textWidth', () => {
  it('grows with the text and the font, and for bold text', () => {
    fc.assert(
      fc.property(text, (any) => {
        assert.ok(textWidth(`${any}x`, font) > textWidth(any, font))
        assert.ok(Math.abs(textWidth(any, { size: 24 }) - 2 * textWidth(any, font)) < 1e-9)
        assert.ok(textWidth(any, { size: 12, bold: true }) >= textWidth(any, font))
      }),
      { seed: 4 },
    )
  })
})

describe('shortened', () => {
  it('is no wider than allowed, and keeps a text that fits', () => {
    fc.assert(
      fc.property(text, width, (any, max) => {
        const short = shortened(any, max, font)
        assert.ok(textWidth(short, font) <= max)
        if (textWidth(any, font) <= max) assert.equal(short, any)
      }),
      { seed: 4 },
    )
  })

  it('keeps the beginning and the end', () =>
    assert.match(
      shortened('specializations_of_one_doctor_in_a_page_of_doctors', 200, font),
      /^spec.*….*doctors$/,
    ))
})

describe('wrapped', () => {
  it('gives lines that are no wider than allowed, with all words that fit', () => {
    fc.assert(
      fc.property(text, width, (any, max) => {
        const lines = wrapped(any, max, font)
        for (const line of lines) assert.ok(textWidth(line, font) <= max)
        const words = any.split(/ +/).filter(Boolean)
        if (words.every((word) => textWidth(word, font) <= max))
          assert.equal(lines.join(' '), words.join(' '))
      }),
      { seed: 4 },
    )
  })
})
