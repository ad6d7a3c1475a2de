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
} from '../../../benchmarks/report/document/text.ts'
import { formatEstimate } from '../../../benchmarks/report/latency/loads.ts'
import { documentHtml, inlineHtml } from '../../../benchmarks/report/rendering/html.ts'
import { documentMarkdown, inlineMarkdown } from '../../../benchmarks/report/rendering/markdown.ts'
import { escapeHtml, standaloneSvg } from '../../../benchmarks/report/rendering/pictures.ts'
import { chartsOf, reportDocument } from '../../../benchmarks/report/report-document.ts'
import { stableJson } from '../../../benchmarks/report/write-report.ts'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const HOSTILE = `<script>alert("1")</script>' onload='x' & \`</code>\` | ](http://evil.test) ]]>`

describe('hostile text in a result', () => {
  const result = withText(sampleResult(), (text) => `${text}${HOSTILE}`)
  const document = reportDocument(result)

  it('stays text on the page', () => {
    const html = documentHtml(document, '')
    assert.ok(html.includes(escapeHtml('<script>alert("1")</script>')), 'the text is there')
    assert.deepEqual(html.match(/<script|alert\("|'\s*onload/g), null)
    assert.equal(html.split('<code>').length, html.split('</code>').length)
  })

  it('stays text in a picture', () => {
    for (const chart of chartsOf(document)) {
      const svg = standaloneSvg(chart)
      assert.deepEqual(svg.match(/<script|alert\("|]]>/g), null)
      assert.equal(svg.split('</text>').length, svg.split('<text').length)
    }
  })

  it('stays text in Markdown: no element, no link but to the charts', () => {
    const markdown = documentMarkdown(document)
    const outsideCode = markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
    assert.deepEqual(outsideCode.match(/(?<!\\)<|(?<!\\)\]\(http/g), null)
  })
})

describe('inline text', () => {
  const options = { seed: 4, numRuns: 500 }
  const text = fc.string({ unit: fc.constantFrom(...'ab<>&"\'`|\\*_[]()#!~ \n') })

  it('becomes HTML that shows what was said, and opens nothing but code', () => {
    fc.assert(
      fc.property(text, (said) => {
        const html = inlineHtml(said)
        assert.doesNotMatch(html.replaceAll(/<\/?code>/g, ''), /[<>"']/)
        const shown = html
          .replaceAll(/<\/?code>/g, '')
          .replaceAll(/&#(\d+);/g, (_, number) => String.fromCharCode(number))
        assert.equal(shown, said.replaceAll(/`([^`]+)`/g, '$1'))
      }),
      options,
    )
  })

  it('becomes one line of Markdown, whose bars end no cell', () => {
    fc.assert(
      fc.property(text, (said) => assert.doesNotMatch(inlineMarkdown(said), /\n|(?<!\\)\|/)),
      options,
    )
  })

  it('keeps a name in code, whatever is in it', () => {
    fc.assert(
      fc.property(text, (name) => assert.match(code(name), /^`[^`\n]*`$/)),
      options,
    )
  })

  it('becomes a safe name for a file', () => {
    fc.assert(
      fc.property(fc.string(), (name) => assert.match(slug(name), /^[a-z0-9]+(-[a-z0-9]+)*$/)),
      options,
    )
  })
})

describe('figures', () => {
  it('have about three digits in ms', () =>
    assert.deepEqual([0, 0.123, 1.234, 12.34, 123.4, 1234.5].map(formatMs), [
      '0.00',
      '0.12',
      '1.23',
      '12.3',
      '123',
      '1,235',
    ]))

  it('are whole percents from 10 on', () =>
    assert.deepEqual(
      [0, 0.0004, 0.0512, 0.0996, 0.1749, 12.34].map((share) => asRead(formatPercent(share))),
      ['0 %', '0 %', '5.1 %', '10 %', '17 %', '1,234 %'],
    ))

  it('have a sign where they are changes', () =>
    assert.deepEqual(
      [-0.17, 0.17, 0, -0.0001].map((change) => asRead(formatChange(change))),
      ['−17 %', '+17 %', '0 %', '0 %'],
    ))

  it('name an interval from the smaller end, and its signs where they differ', () =>
    assert.deepEqual(
      [
        [-0.22, -0.12],
        [0.12, 0.22],
        [-0.02, 0.05],
      ].map(([low = 0, high = 0]) => asRead(formatSizeInterval(low, high))),
      ['12 to 22 %', '12 to 22 %', '−2 to +5 %'],
    ))

  it('name an interval with all its signs where no word says which way it goes', () =>
    assert.deepEqual(
      [
        [-0.22, -0.12],
        [-0.02, 0.05],
      ].map(([low = 0, high = 0]) => asRead(formatChangeInterval(low, high))),
      ['−22 to −12 %', '−2 to +5 %'],
    ))

  it('are an estimate with its interval, or what it needs', () => {
    assert.equal(formatEstimate({ value: 12.34, low: 11.9, high: 12.81 }, 500), '12.3 (11.9–12.8)')
    assert.equal(formatEstimate({ needed: 72 }, 40), 'needs 72 samples, has 40')
  })

  it('are listed as one says it', () =>
    assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listOf), [
      '',
      'a',
      'a and b',
      'a, b and c',
    ]))
})

describe('stable JSON', () => {
  it('is the same for equal values, however they were made, and says all of them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(stableJson(reversed(value)), stableJson(value))
        assert.deepEqual(JSON.parse(stableJson(value)), JSON.parse(JSON.stringify(value)))
      }),
      { seed: 4 },
    )
  })
})

/** The same value, with its keys put in the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversed(each)]),
  )
}

/** Changes every text of a result that is not one of a few words; equal texts stay equal. */
function withText(result: BenchmarkResult, change: (text: string) => string): BenchmarkResult {
  const fixed = ['kind', 'metric', 'verdict', 'startedAt']
  return JSON.parse(
    JSON.stringify(result, (key, value) =>
      typeof value === 'string' && !fixed.includes(key) ? change(value) : value,
    ),
  )
}
