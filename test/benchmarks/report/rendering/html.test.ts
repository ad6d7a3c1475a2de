import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { chartsOf } from '../../../../benchmarks/report/document/document.ts'
import { LIGHT } from '../../../../benchmarks/report/drawing/palette.ts'
import { documentHtml, inlineHtml } from '../../../../benchmarks/report/rendering/html.ts'
import { escapeMarkup } from '../../../../benchmarks/report/rendering/svg.ts'
import { readPageAssets } from '../../../../benchmarks/report/rendering/write-document.ts'
import { reportDocument } from '../../../../benchmarks/report/report-document.ts'
import { arbitraryMarkup, hostileResult } from '../../../support/report/hostile-text.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const MAX_HTML_BYTES = 1_500_000

const document = reportDocument(sampleResult())
const assets = await readPageAssets()
const html = documentHtml(document, assets)
const withoutScript = html.replace(assets.script, '')

describe('the HTML page', () => {
  it(`is smaller than ${MAX_HTML_BYTES} bytes`, () => assert.ok(Buffer.byteLength(html) < MAX_HTML_BYTES))

  it('loads no resource, and runs no script but its own', () => {
    const active = /https?:|\/\/\w|@import|<link|<iframe|<img|<object|\bsrc=|\bon\w+=/gi
    assert.deepEqual(withoutScript.match(active), null)
    assert.deepEqual(withoutScript.match(/<script.*/g), ['<script></script>'])
    for (const [reference] of withoutScript.matchAll(/(?:url\(|href=")[^)"]*/g))
      assert.match(reference, /^(url\(|href=")#/)
  })

  it('allows its own script and nothing else to run', () => {
    const hash = createHash('sha256').update(assets.script).digest('base64')
    assert.ok(html.includes(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`))
  })

  it('has unique ids, and an element for each reference', () => {
    const ids = [...withoutScript.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const [, id] of withoutScript.matchAll(/(?:url\(|href="|labelledby=")#?([^)"]+)/g))
      assert.ok(ids.includes(id), id)
  })

  it('closes every element that it opens', () => {
    const open: string[] = []
    for (const [, closing, name = '', empty] of withoutScript.matchAll(/<(\/?)([a-z]\w*)[^>]*?(\/?)>/gi)) {
      if (empty || ['meta', 'br'].includes(name)) continue
      if (closing) assert.equal(open.pop(), name)
      else open.push(name)
    }
    assert.deepEqual(open, [])
  })

  it('has each chart in three widths with a text alternative and a data table', () => {
    for (const { name } of chartsOf(document)) {
      const after = html.split(`id="chart-${name}"`)[1]?.split('<h3')[0] ?? ''
      assert.equal(
        after.match(/<svg class="(wide|medium|narrow)"[^>]* role="img" aria-label="[^"]+/g)?.length,
        3,
        name,
      )
      assert.match(after, /<details>\n<summary>Data table<[\s\S]*<table>/, name)
    }
  })

  it('begins with what is read in a minute, and collapses the rest', () => {
    const opening = html.split('<details class="section">')[0] ?? ''
    const places = ['<ul class="verdicts">', '<table', 'id="chart-waterfall"'].map((text) =>
      opening.indexOf(text),
    )
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    )
    assert.ok(places.every((place) => place > 0))
    assert.equal(html.split('<details class="section">').length, document.sections.length)
  })

  it('has for each mark the colours of a light page and the classes that paint it on a dark one', () => {
    const painted = [...withoutScript.matchAll(/<(?:rect|path|text) [^>]*>/g)].map(([mark]) => mark)
    assert.ok(painted.length > 1000)
    for (const mark of painted) {
      const classes = /class="([^"]*)"/.exec(mark)?.[1]?.split(' ') ?? []
      for (const [attribute, letter] of [
        ['fill', 'f'],
        ['stroke', 's'],
      ] as const) {
        const colour = new RegExp(` ${attribute}="(#[^"]+)"`).exec(mark)?.[1]
        const roles = Object.entries(LIGHT).flatMap(([role, light]) => (light === colour ? [role] : []))
        assert.equal(
          classes.some((name) => roles.some((role) => name === `${letter}-${role}`)),
          colour !== undefined,
          mark,
        )
      }
    }
    assert.ok(html.includes('prefers-color-scheme: dark'))
  })

  it('shows warnings before the first section, and no heading for them without any', () => {
    const warned = documentHtml({ ...document, warnings: ['The machine was busy.'] }, assets)
    const main = warned.indexOf('<main')
    const warning = warned.indexOf('The machine was busy.')
    assert.ok(main < warning && warning < warned.indexOf('id="verdicts"'))
    assert.ok(!html.includes('id="warnings"'))
  })

  it('shows hostile text as text', () => {
    const hostile = documentHtml(reportDocument(hostileResult()), { style: '', script: '' })
    assert.ok(hostile.includes(escapeMarkup('<script>alert("1")</script>')))
    assert.deepEqual(hostile.replace('<script></script>', '').match(/<script|alert\("|'\s*onload/g), null)
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
