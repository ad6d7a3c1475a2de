import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { plainText } from '../../../../benchmarks/report/document/text.ts'
import { coverPicture } from '../../../../benchmarks/report/rendering/cover-picture.ts'
import { standaloneSvg } from '../../../../benchmarks/report/rendering/pictures.ts'
import { escapeMarkup } from '../../../../benchmarks/report/rendering/svg.ts'
import { reportDocument } from '../../../../benchmarks/report/report-document.ts'
import { noisyResult } from '../../../support/report/noisy-result.ts'

const document = reportDocument(noisyResult())

describe('the cover picture', () => {
  const written = wordsOf(standaloneSvg(coverPicture(document), document.source))

  it('has the verdicts, the table and the waterfall of the page, word by word', () => {
    const [opening] = document.sections
    for (const block of opening?.blocks ?? []) {
      const texts =
        block.kind === 'verdicts'
          ? block.items.flatMap(({ verdict, text }) => [verdict, text])
          : block.kind === 'table'
            ? [...block.table.columns.map(({ title }) => title), ...block.table.rows.flat()]
            : block.kind === 'chart'
              ? [block.chart.title]
              : []
      for (const text of texts) assert.ok(written.includes(escaped(text)), text)
    }
  })

  it('has every warning, and where the numbers come from', () => {
    assert.ok(document.warnings.length > 1)
    for (const text of [...document.warnings, document.source, document.subtitle])
      assert.ok(written.includes(escaped(text)), text)
  })
})

/** The texts of a drawing one after the other: lines of one text follow each other. */
function wordsOf(svg: string): string {
  return [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text).join(' ')
}

function escaped(text: string): string {
  return escapeMarkup(plainText(text))
}
