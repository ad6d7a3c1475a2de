import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { articleSection } from '../../../benchmarks/report/article-section.ts'
import { asRead } from '../../support/report/as-read.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const { article, settings } = sampleResult()
assert.ok(article)
const section = articleSection(article, settings)
const rows = section.blocks.flatMap((block) => (block.kind === 'table' ? block.table.rows : []))

describe("the article's table", () => {
  it('stands beside what was measured here, with intervals, a line for each way of measuring', () =>
    assert.deepEqual(
      rows.slice(0, 4).map((row) => row.map(asRead)),
      [
        ['Statements of a page', '4 → 3', '−25 %', 'capture', '4 → 3', '−25 %', '–'],
        ['Median (ms)', '17 → 14', '−18 %', 'head to head', '2.90 → 2.73', '−6 %', '−7.5 to −4.5 %'],
        ['Median (ms)', '17 → 14', '−18 %', 'load at 10 users', '8.00 → 6.60', '−17 %', '−22 to −12 %'],
        ['p90 (ms)', '25 → 18', '−28 %', 'not measured', '–', '–', '–'],
      ],
    ))

  it('is summed up in one line', () =>
    assert.equal(
      asRead(section.gist ?? ''),
      'Without a separate count: the statements −25 % there, −25 % here; the median −18 % there, −6 % (−7.5 to −4.5 %) here.',
    ))
})
