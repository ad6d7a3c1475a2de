import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { chartsOf, reportDocument } from '../../../benchmarks/report/document/report-document.ts'
import { removeOldCharts } from '../../../benchmarks/report/remove-old-charts.ts'
import { renderPng } from '../../../benchmarks/report/rendering/render-png.ts'
import { runSection } from '../../../benchmarks/report/sections/run-section.ts'
import { writeReport } from '../../../benchmarks/report/write-report.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const MOST_HTML_BYTES = 1_500_000

const folder = await mkdtemp(join(tmpdir(), 'report-'))
after(() => rm(folder, { recursive: true }))

const result = sampleResult()
const files = await writeReport(result, join(folder, 'first'))
const read = (name: string) => readFile(join(folder, 'first', name), 'utf8')
const html = await read('report.html')
const markdown = await read('report.md')
const charts = chartsOf(reportDocument(result))

describe('the files of a report', () => {
  it('are the result, two readings of it, and two pictures of each chart', async () => {
    const pictures = charts.flatMap(({ name }) => [`${name}.svg`, `${name}.png`])
    const expected = ['result.json', 'report.html', 'report.md', ...pictures].toSorted()
    assert.deepEqual(files.toSorted(), expected)
    assert.deepEqual((await readdir(join(folder, 'first'))).toSorted(), expected)
  })

  it('have the same bytes for the same result, also when it was read back from its file', async () => {
    await writeReport(JSON.parse(await read('result.json')), join(folder, 'second'))
    for (const name of files) assert.equal(await digest('second', name), await digest('first', name), name)
  })

  it('differ where the result differs', async () => {
    const other = sampleResult()
    other.scenarios[0]?.timeline.pop()
    await writeReport(other, join(folder, 'other'))
    for (const name of ['report.html', 'report.md', 'waterfall.svg', 'waterfall.png', 'result.json']) {
      assert.notEqual(await digest('other', name), await digest('first', name), name)
    }
  })

  it('take the place of those of an earlier report, and of nothing else in the folder', async () => {
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

  it('are looked for in their own folder only, whatever the report there says', async () => {
    const inner = join(folder, 'inner')
    await mkdir(inner)
    await writeFile(join(folder, 'outer.svg'), '')
    await writeFile(join(inner, 'report.md'), '![one](../outer.svg)\n![another](missing.svg)\n')
    await removeOldCharts(inner)
    assert.deepEqual(await readdir(inner), ['report.md'])
    assert.ok((await readdir(folder)).includes('outer.svg'))
  })

  it('hold all of the result', async () => assert.deepEqual(JSON.parse(await read('result.json')), result))
})

describe('the page', () => {
  it(`has less than ${MOST_HTML_BYTES} bytes`, () => assert.ok(Buffer.byteLength(html) < MOST_HTML_BYTES))

  it('asks nothing of anyone and runs nothing', () => {
    const active = /https?:|\/\/\w|@import|<script|<link|<iframe|<img|<object|\bsrc=|\bon\w+=/gi
    assert.deepEqual(html.match(active), null)
    for (const [reference] of html.matchAll(/(?:url\(|href=")[^)"]*/g))
      assert.match(reference, /^(url\(|href=")#/)
  })

  it('refers to nothing that is not in it', () => {
    const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length, 'each id is there once')
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

  it('has each chart in two widths, named for who cannot see it, with its table below', () => {
    for (const { name } of charts) {
      const after = html.split(`id="chart-${name}"`)[1]?.split('<h3')[0] ?? ''
      assert.equal(
        after.match(/<svg class="(wide|narrow)"[^>]* role="img" aria-label="[^"]+/g)?.length,
        2,
        name,
      )
      assert.match(after, /<details open>[\s\S]*<table>/, name)
    }
  })

  it('leaves the colours of its charts to its style', () => {
    const drawn = html.replace(/<clipPath[\s\S]*?<\/clipPath>/g, '')
    assert.deepEqual(drawn.match(/(fill|stroke)="#[^"]*/g), null)
    assert.ok(html.includes('prefers-color-scheme: dark'))
  })

  it('says under its title what was measured', () => {
    const { settings } = result
    const measured = '6 operations, 1, 10 and 50 users, 6 rounds; 2026-03-14'
    assert.equal(reportDocument(result).subtitle, `4 scenarios, ${measured}`)
    assert.equal(
      reportDocument({ ...result, settings: { ...settings, aa: true } }).subtitle,
      `One scenario against itself, ${measured}`,
    )
  })

  it('says what the servers counted, and dashes what they did not', () => {
    const other = sampleResult()
    const [first] = other.scenarios
    if (first?.server) Object.assign(first.server, { eventLoopDelayP99Ms: null, residentMemoryBytes: null })
    const rows = runSection(other).blocks.flatMap((block) => (block.kind === 'table' ? block.table.rows : []))
    assert.deepEqual(rows.slice(0, 2), [
      ['`n-plus-one`', '4,210', '76,920', '32,691', '–', '18.4', '–'],
      ['`baseline`', '4,210', '7,320', '3,111', '11.4', '18.4', '142'],
    ])
  })

  it('says at the top what makes it doubtful', async () => {
    assert.ok(!html.includes('Doubtful'))
    const other = sampleResult()
    for (const load of other.scenarios[0]?.load ?? []) load.valid = false
    await writeReport(other, join(folder, 'doubtful'))
    for (const name of ['report.html', 'report.md']) {
      const text = await readFile(join(folder, 'doubtful', name), 'utf8')
      assert.ok(text.indexOf('is not valid') < text.indexOf('Verdicts', text.indexOf('Doubtful')))
    }
  })

  it('says so of a load that is not valid, without being told', async () => {
    const other = sampleResult()
    for (const load of other.scenarios[0]?.load ?? []) load.valid = false
    const { warnings } = reportDocument(other)
    assert.match(
      warnings.join(),
      /^The load on `n-plus-one` at 1 user, at 10 users and at 50 users is not valid/,
    )
  })
})

describe('the Markdown', () => {
  it('shows each chart, and links only to files of the report', () => {
    const targets = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target)
    assert.deepEqual(
      targets,
      charts.map(({ name }) => `${name}.svg`),
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
})

describe('a picture', () => {
  it('has its text whatever fonts the machine has', async () => {
    const svg = await read('statements.svg')
    const withoutText = svg.replace(/<text[\s\S]*?<\/text>/g, '')
    assert.ok(renderPng(svg).length > 1.5 * renderPng(withoutText).length)
  })

  it('stands on white, for a page that may be dark', async () => {
    for (const { name } of charts) assert.match(await read(`${name}.svg`), /<rect [^>]*fill="#ffffff"\/>/)
  })
})

async function digest(run: string, name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(folder, run, name)))
    .digest('hex')
}
