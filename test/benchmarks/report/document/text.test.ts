import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  code,
  formatChange,
  formatChangeInterval,
  formatMs,
  formatPercent,
  formatSizeInterval,
  listOf,
  slug,
} from '../../../../benchmarks/report/document/text.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { arbitraryMarkup } from '../../../support/report/hostile-text.ts'

describe('code', () => {
  it('keeps any name between two backticks on one line', () => {
    fc.assert(
      fc.property(arbitraryMarkup, (name) => assert.match(code(name), /^`[^`\n]*`$/)),
      { seed: 4, numRuns: 500 },
    )
  })
})

describe('slug', () => {
  it('has only lower-case letters, digits and hyphens', () => {
    fc.assert(
      fc.property(fc.string(), (name) => assert.match(slug(name), /^[a-z0-9]+(-[a-z0-9]+)*$/)),
      { seed: 4, numRuns: 500 },
    )
  })
})

describe('figures', () => {
  it('show a duration with about three significant digits', () =>
    assert.deepEqual([0, 0.123, 1.234, 12.34, 123.4, 1234.5].map(formatMs), [
      '0.00',
      '0.12',
      '1.23',
      '12.3',
      '123',
      '1,235',
    ]))

  it('show whole percents from 10 % on', () =>
    assert.deepEqual(
      [0, 0.0004, 0.0512, 0.0996, 0.1749, 12.34].map((share) => asRead(formatPercent(share))),
      ['0 %', '0 %', '5.1 %', '10 %', '17 %', '1,234 %'],
    ))

  it('show a change with its sign', () =>
    assert.deepEqual(
      [-0.17, 0.17, 0, -0.0001].map((change) => asRead(formatChange(change))),
      ['−17 %', '+17 %', '0 %', '0 %'],
    ))

  it('show a change of more than ten times without its digits', () => {
    assert.equal(asRead(formatChange(40.34)), 'over +1,000 %')
    assert.equal(asRead(formatChangeInterval(-0.93, Number.MAX_VALUE)), '−93 to over +1,000 %')
    assert.equal(asRead(formatChange(10)), '+1,000 %')
  })

  it('show the size of an interval from its smaller end, with signs where they differ', () =>
    assert.deepEqual(
      [
        [-0.22, -0.12],
        [0.12, 0.22],
        [-0.02, 0.05],
      ].map(([low = 0, high = 0]) => asRead(formatSizeInterval(low, high))),
      ['12 to 22 %', '12 to 22 %', '−2 to +5 %'],
    ))

  it('show the interval of a change with both signs', () =>
    assert.deepEqual(
      [
        [-0.22, -0.12],
        [-0.02, 0.05],
      ].map(([low = 0, high = 0]) => asRead(formatChangeInterval(low, high))),
      ['−22 to −12 %', '−2 to +5 %'],
    ))
})

describe('listOf', () => {
  it('joins items with commas and a final "and"', () =>
    assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listOf), [
      '',
      'a',
      'a and b',
      'a, b and c',
    ]))
})
