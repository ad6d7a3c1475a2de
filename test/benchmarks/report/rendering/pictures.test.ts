import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chartsOf } from '../../../../benchmarks/report/document/document.ts'
import { plainText } from '../../../../benchmarks/report/document/text.ts'
import { DARK, LIGHT } from '../../../../benchmarks/report/drawing/palette.ts'
import { renderPng, standaloneSvg } from '../../../../benchmarks/report/rendering/pictures.ts'
import { escapeMarkup } from '../../../../benchmarks/report/rendering/svg.ts'
import { reportDocument } from '../../../../benchmarks/report/report-document.ts'
import { hostileResult } from '../../../support/report/hostile-text.ts'
import { noisyResult } from '../../../support/report/noisy-result.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const document = reportDocument(sampleResult())
const charts = chartsOf(document)
const { source } = document

describe('standaloneSvg', () => {
  it('gives the same bytes for the same chart, with nothing that depends on the process', () => {
    for (const chart of charts) {
      const svg = standaloneSvg(chart, source)
      assert.equal(standaloneSvg(chart, source), svg)
      assert.deepEqual(svg.match(/\bid=|url\(/g), null)
    }
  })

  it('has a background of its own, light or dark as the reader prefers', () => {
    for (const chart of charts) {
      const svg = standaloneSvg(chart, source)
      const [, width, height] = /^<svg [^>]*width="(\d+)" height="([\d.]+)"/.exec(svg) ?? []
      assert.ok(
        svg.includes(
          `<rect x="0" y="0" width="${width}" height="${height}" class="f-surface" fill="${LIGHT.surface}"/>`,
        ),
      )
      assert.ok(svg.includes(`@media (prefers-color-scheme: dark) { .f-surface { fill: ${DARK.surface}; }`))
    }
  })

  it('says what it shows, what is not valid and where it comes from, without the report', () => {
    for (const chart of chartsOf(reportDocument(noisyResult()))) {
      const words = [...standaloneSvg(chart, source).matchAll(/<text [^>]*>([^<]*)</g)].map(
        ([, text]) => text,
      )
      const written = words.join(' ')
      for (const text of [chart.title, chart.description, chart.caveat ?? '', source]) {
        assert.ok(written.includes(escapeMarkup(plainText(text))), text)
      }
    }
  })

  it('shows hostile text as text', () => {
    for (const chart of chartsOf(reportDocument(hostileResult()))) {
      const svg = standaloneSvg(chart, source)
      assert.deepEqual(svg.match(/<script|alert\("|]]>/g), null)
      assert.equal(svg.split('</text>').length, svg.split('<text').length)
    }
  })
})

describe('renderPng', () => {
  it('draws text without the fonts of the machine', () => {
    const [chart] = charts
    assert.ok(chart)
    const svg = standaloneSvg(chart, source)
    const withoutText = svg.replace(/<text[\s\S]*?<\/text>/g, '')
    assert.ok(renderPng(svg).length > 1.5 * renderPng(withoutText).length)
  })

  it('draws on the light background, whatever the style sheet says for a dark one', () => {
    const [chart] = charts
    assert.ok(chart)
    const svg = standaloneSvg(chart, source)
    assert.deepEqual(renderPng(svg), renderPng(svg.replace(/<style>.*<\/style>/, '')))
  })
})
