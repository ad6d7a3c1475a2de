import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { chartsOf } from '../../../../benchmarks/report/document/document.ts'
import { stableJson, writeDocument } from '../../../../benchmarks/report/rendering/write-document.ts'
import { reportDocument } from '../../../../benchmarks/report/report-document.ts'
import type { BenchmarkResult } from '../../../../benchmarks/result.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const folder = await mkdtemp(join(tmpdir(), 'report-'))
after(() => rm(folder, { recursive: true }))

const writeReport = (result: BenchmarkResult, folder: string) =>
  writeDocument(result, reportDocument(result), folder)

const result = sampleResult()
const files = await writeReport(result, join(folder, 'first'))
const read = (name: string) => readFile(join(folder, 'first', name), 'utf8')

describe('writeDocument', () => {
  it('writes the result, the report as HTML, Markdown and one picture, and each chart as SVG and PNG', async () => {
    const charts = chartsOf(reportDocument(result)).flatMap(({ name }) => [
      `report-charts/${name}.svg`,
      `report-charts/${name}.png`,
    ])
    const expected = ['result.json', 'report.html', 'report.md', 'report.png', ...charts].toSorted()
    assert.deepEqual(files.toSorted(), expected)
    assert.deepEqual(await filesIn(join(folder, 'first')), expected)
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
    for (const name of [
      'report.html',
      'report.md',
      'report.png',
      'report-charts/waterfall.svg',
      'report-charts/waterfall.png',
      'result.json',
    ]) {
      assert.notEqual(await digest('other', name), await digest('first', name), name)
    }
  })

  it('replaces an earlier report, and leaves all other files in the folder', async () => {
    const again = join(folder, 'again')
    const others = ['notes.md', 'statements.svg', 'charts/mine.svg']
    await mkdir(join(again, 'charts'), { recursive: true })
    for (const name of others) await writeFile(join(again, name), name)
    await writeReport(result, again)
    const fewer = await writeReport({ ...result, comparisons: [], headToHead: [] }, again)
    assert.ok(fewer.length < files.length)
    assert.deepEqual(await filesIn(again), [...fewer, ...others].toSorted())
    for (const name of others) assert.equal(await readFile(join(again, name), 'utf8'), name)
  })

  it('links from the Markdown to files that it wrote', async () => {
    const targets = [...(await read('report.md')).matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target)
    assert.ok(targets.length > 0)
    for (const target of targets)
      assert.ok(
        files.some((file) => file === target),
        target,
      )
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

/** The paths of all files in a folder and its subfolders, sorted. */
async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted()
}

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
