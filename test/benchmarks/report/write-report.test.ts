import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { chartsOf, reportDocument } from '../../../benchmarks/report/report-document.ts'
import { removeOldCharts, stableJson, writeReport } from '../../../benchmarks/report/write-report.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const folder = await mkdtemp(join(tmpdir(), 'report-'))
after(() => rm(folder, { recursive: true }))

const result = sampleResult()
const files = await writeReport(result, join(folder, 'first'))
const read = (name: string) => readFile(join(folder, 'first', name), 'utf8')

describe('writeReport', () => {
  it('writes the result, the report as HTML and Markdown, and each chart as SVG and PNG', async () => {
    const pictures = chartsOf(reportDocument(result)).flatMap(({ name }) => [`${name}.svg`, `${name}.png`])
    const expected = ['result.json', 'report.html', 'report.md', ...pictures].toSorted()
    assert.deepEqual(files.toSorted(), expected)
    assert.deepEqual((await readdir(join(folder, 'first'))).toSorted(), expected)
  })

  it('writes all of the result', async () => assert.deepEqual(JSON.parse(await read('result.json')), result))

  it('writes the same bytes for the same result, also when it was read back from its file', async () => {
    await writeReport(JSON.parse(await read('result.json')), join(folder, 'second'))
    for (const name of files) assert.equal(await digest('second', name), await digest('first', name), name)
  })

  it('writes other bytes for another result', async () => {
    const other = sampleResult()
    other.scenarios[0]?.timeline.pop()
    await writeReport(other, join(folder, 'other'))
    for (const name of ['report.html', 'report.md', 'waterfall.svg', 'waterfall.png', 'result.json']) {
      assert.notEqual(await digest('other', name), await digest('first', name), name)
    }
  })

  it('replaces an earlier report, and leaves all other files in the folder', async () => {
    const again = join(folder, 'again')
    const strangers = ['logo.svg', 'logo.png', 'latency-of-mine.svg', 'notes.md']
    await mkdir(again)
    for (const name of strangers) await writeFile(join(again, name), name)
    await writeReport(result, again)
    const fewer = { ...result, comparisons: [] }
    const left = await writeReport(fewer, again)
    assert.ok(left.length < files.length)
    assert.deepEqual((await readdir(again)).toSorted(), [...left, ...strangers].toSorted())
    for (const name of strangers) assert.equal(await readFile(join(again, name), 'utf8'), name)
  })

  it('removes charts from its own folder only, whatever the report there says', async () => {
    const inner = join(folder, 'inner')
    await mkdir(inner)
    await writeFile(join(folder, 'outer.svg'), '')
    await writeFile(join(inner, 'report.md'), '![one](../outer.svg)\n![another](missing.svg)\n')
    await removeOldCharts(inner)
    assert.deepEqual(await readdir(inner), ['report.md'])
    assert.ok((await readdir(folder)).includes('outer.svg'))
  })
})

describe('stableJson', () => {
  it('gives equal text for equal values, whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(stableJson(reversed(value)), stableJson(value))
        assert.deepEqual(JSON.parse(stableJson(value)), JSON.parse(JSON.stringify(value)))
      }),
      { seed: 4 },
    )
  })
})

async function digest(run: string, name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(folder, run, name)))
    .digest('hex')
}

/** The same value with its keys in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversed(each)]),
  )
}
