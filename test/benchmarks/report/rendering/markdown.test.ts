import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { chartsOf } from '../../../../benchmarks/report/document/document.ts'
import { documentMarkdown, inlineMarkdown } from '../../../../benchmarks/report/rendering/markdown.ts'
import { reportDocument } from '../../../../benchmarks/report/report-document.ts'
import { arbitraryMarkup, hostileResult } from '../../../support/report/hostile-text.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const document = reportDocument(sampleResult())
const markdown = documentMarkdown(document, 'charts')

describe('the Markdown report', () => {
  it('shows each chart, and has no other links', () => {
    const targets = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target)
    assert.deepEqual(
      targets,
      chartsOf(document).map(({ name }) => `charts/${name}.svg`),
    )
  })

  it('has as many cells in each row of a table as in its head', () => {
    let columns = 0
    for (const line of markdown.split('\n')) {
      const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).length : 0
      if (cells > 0 && columns > 0) assert.equal(cells, columns, line)
      columns = cells
    }
  })

  it('shows warnings before the first section', () => {
    const warned = documentMarkdown({ ...document, warnings: ['The machine was busy.'] }, 'charts')
    const warning = warned.indexOf('The machine was busy.')
    assert.ok(warning > 0 && warning < warned.indexOf('\n## '))
  })

  it('shows hostile text as text: no element, and no link but to the charts', () => {
    const hostile = documentMarkdown(reportDocument(hostileResult()), 'charts')
    const outsideCode = hostile.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
    assert.deepEqual(outsideCode.match(/(?<!\\)<|(?<!\\)\]\(http/g), null)
  })
})

describe('inlineMarkdown', () => {
  it('gives one line whose bars do not end a table cell', () => {
    fc.assert(
      fc.property(arbitraryMarkup, (text) => assert.doesNotMatch(inlineMarkdown(text), /\n|(?<!\\)\|/)),
      { seed: 4, numRuns: 500 },
    )
  })
})
