import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { renderPng, standaloneSvg } from '../../../../benchmarks/report/rendering/pictures.ts'
import { chartsOf, reportDocument } from '../../../../benchmarks/report/report-document.ts'
import { hostileResult } from '../../../support/report/hostile-text.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const charts = chartsOf(reportDocument(sampleResult()))

describe('standaloneSvg', () => {
  it('gives the same bytes for the same chart, with nothing that depends on the process', () => {
    for (const chart of charts) {
      const svg = standaloneSvg(chart)
      assert.equal(standaloneSvg(chart), svg)
      assert.deepEqual(svg.match(/zr\d|ecmeta|<style|class=/g), null)
    }
  })

  it('has a white background, so that it can be read on a dark page', () => {
    for (const chart of charts) assert.match(standaloneSvg(chart), /<rect [^>]*fill="#ffffff"\/>/)
  })

  it('shows hostile text as text', () => {
    for (const chart of chartsOf(reportDocument(hostileResult()))) {
      const svg = standaloneSvg(chart)
      assert.deepEqual(svg.match(/<script|alert\("|]]>/g), null)
      assert.equal(svg.split('</text>').length, svg.split('<text').length)
    }
  })
})

describe('renderPng', () => {
  it('draws text without the fonts of the machine', () => {
    const [chart] = charts
    assert.ok(chart)
    const svg = standaloneSvg(chart)
    const withoutText = svg.replace(/<text[\s\S]*?<\/text>/g, '')
    assert.ok(renderPng(svg).length > 1.5 * renderPng(withoutText).length)
  })
})
