import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { documentHtml, inlineHtml } from '../../../../benchmarks/report/rendering/html.ts'
import { escapeMarkup } from '../../../../benchmarks/report/rendering/pictures.ts'
import { chartsOf, reportDocument } from '../../../../benchmarks/report/report-document.ts'
import { arbitraryMarkup, hostileResult } from '../../../support/report/hostile-text.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const MAX_HTML_BYTES = 1_500_000

const document = reportDocument(sampleResult())
const style = await readFile(
  new URL('../../../../benchmarks/report/rendering/report.css', import.meta.url),
  'utf8',
)
const html = documentHtml(document, style)

describe('the HTML page', () => {
  it(`is smaller than ${MAX_HTML_BYTES} bytes`, () => assert.ok(Buffer.byteLength(html) < MAX_HTML_BYTES))

  it('loads no resource and runs no script', () => {
    const active = /https?:|\/\/\w|@import|<script|<link|<iframe|<img|<object|\bsrc=|\bon\w+=/gi
    assert.deepEqual(html.match(active), null)
    for (const [reference] of html.matchAll(/(?:url\(|href=")[^)"]*/g))
      assert.match(reference, /^(url\(|href=")#/)
  })

  it('has unique ids, and an element for each reference', () => {
    const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const [, id] of html.matchAll(/(?:url\(|href="|labelledby=")#?([^)"]+)/g))
      assert.ok(ids.includes(id), id)
  })

  it('closes every element that it opens', () => {
    const open: string[] = []
    for (const [, closing, name = '', empty] of html.matchAll(/<(\/?)([a-z]\w*)[^>]*?(\/?)>/gi)) {
      if (empty || ['meta', 'br'].includes(name)) continue
      if (closing) assert.equal(open.pop(), name)
      else open.push(name)
    }
    assert.deepEqual(open, [])
  })

  it('has each chart in two widths with a text alternative and a data table', () => {
    for (const { name } of chartsOf(document)) {
      const after = html.split(`id="chart-${name}"`)[1]?.split('<h3')[0] ?? ''
      assert.equal(
        after.match(/<svg class="(wide|narrow)"[^>]* role="img" aria-label="[^"]+/g)?.length,
        2,
        name,
      )
      assert.match(after, /<details open>[\s\S]*<table>/, name)
    }
  })

  it('leaves the colours of its charts to its style, on a light page and on a dark one', () => {
    const drawn = html.replace(/<clipPath[\s\S]*?<\/clipPath>/g, '')
    assert.deepEqual(drawn.match(/(fill|stroke)="#[^"]*/g), null)
    assert.ok(html.includes('prefers-color-scheme: dark'))
  })

  it('shows warnings before the first section, and no heading for them without any', () => {
    const warned = documentHtml({ ...document, warnings: ['The machine was busy.'] }, style)
    const main = warned.indexOf('<main')
    const warning = warned.indexOf('The machine was busy.')
    assert.ok(main < warning && warning < warned.indexOf('id="summary"'))
    assert.ok(!html.includes('id="warnings"'))
  })

  it('shows hostile text as text', () => {
    const hostile = documentHtml(reportDocument(hostileResult()), '')
    assert.ok(hostile.includes(escapeMarkup('<script>alert("1")</script>')))
    assert.deepEqual(hostile.match(/<script|alert\("|'\s*onload/g), null)
    assert.equal(hostile.split('<code>').length, hostile.split('</code>').length)
  })
})

describe('inlineHtml', () => {
  it('shows any text unchanged, with no element but code', () => {
    fc.assert(
      fc.property(arbitraryMarkup, (text) => {
        const withoutCode = inlineHtml(text).replaceAll(/<\/?code>/g, '')
        assert.doesNotMatch(withoutCode, /[<>"']/)
        const shown = withoutCode.replaceAll(/&#(\d+);/g, (_, number) => String.fromCharCode(number))
        assert.equal(shown, text.replaceAll(/`([^`]+)`/g, '$1'))
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})
