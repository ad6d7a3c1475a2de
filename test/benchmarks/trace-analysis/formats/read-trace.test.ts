import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { analyseTrace } from '../../../../benchmarks/trace-analysis/analyse-trace.ts'
import { readLines } from '../../../../benchmarks/trace-analysis/formats/read-lines.ts'
import { readTrace } from '../../../../benchmarks/trace-analysis/formats/read-trace.ts'
import { request } from '../../../support/traces/draft-trace.ts'
import { LABELLED_TRACES } from '../../../support/traces/labelled/labelled-traces.ts'
import { readRequests } from '../../../support/traces/read-requests.ts'
import { page } from '../../../support/traces/sample-statements.ts'

const LINE = request([page(1, { rows: [{ id: 1 }] })])

describe('trace lines', () => {
  it('are read as they were written', async () => {
    const lines = LABELLED_TRACES.flatMap((trace) => trace.lines)
    const { found, problems } = await readRequests(lines.map((line) => JSON.stringify(line)))
    assert.deepEqual(problems, [])
    assert.deepEqual(found, JSON.parse(JSON.stringify(lines)))
  })

  it('may have empty lines, a byte order mark, and fields of their own', async () => {
    const texts = [`\uFEFF${JSON.stringify(LINE)}`, '', '  ', JSON.stringify({ ...LINE, mine: 1 })]
    const { requests, problems } = await readRequests(texts)
    assert.deepEqual([requests, problems], [2, []])
  })

  it('lose a malformed line and no other, and say which', async () => {
    const texts = [JSON.stringify(LINE), '{"version":', JSON.stringify(LINE), '[]', '']
    const { requests, problems } = await readRequests(texts)
    assert.equal(requests, 2)
    assert.deepEqual(problems, [
      { line: 2, message: 'expected a trace line to be a JSON object, got "{\\"version\\":"' },
      { line: 4, message: 'expected a trace line to be a JSON object, got []' },
    ])
  })

  it('lose a malformed statement and no other', async () => {
    const statements = [5, { startMs: 1 }, ...LINE.statements]
    const { found, problems } = await readRequests([JSON.stringify({ ...LINE, statements })])
    assert.equal(found[0]?.statements.length, 1)
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        'expected statements[0] to be a JSON object, got 5',
        'expected statements[1].text to be a string, got nothing',
      ],
    )
  })

  it('are summed up where many are malformed', async () => {
    const { problems, problemCount } = await readRequests([JSON.stringify(LINE), ...Array(500).fill('{}')])
    assert.equal(problems.length, 20)
    assert.equal(problemCount, 500)
  })

  const reads = (name: string, change: Record<string, unknown>, expected: Record<string, unknown>) =>
    it(`read ${name}`, async () => {
      const line = { ...LINE, statements: [{ ...LINE.statements[0], ...change }] }
      const { found, problems } = await readRequests([JSON.stringify(line)])
      assert.deepEqual(problems, [])
      assert.partialDeepStrictEqual(found[0]?.statements[0], expected)
    })

  reads('an empty text', { text: '' }, { text: '' })
  reads('an unknown row count', { rowCount: null }, { rowCount: null })
  reads('a row count that makes no sense', { rowCount: -1 }, { rowCount: null })
  reads('times that make no sense', { startMs: 'x', durationMs: -5 }, { startMs: 0, durationMs: 0 })
  reads('named parameters', { parameters: { id: 5 } }, { parameters: { id: 5 } })

  const refuses = (change: Record<string, unknown>, expected: string) =>
    it(`refuse ${JSON.stringify(change)}`, async () => {
      const { found, problems } = await readRequests([JSON.stringify({ ...LINE, ...change })])
      assert.deepEqual([found, problems], [[], [{ line: 1, message: expected }]])
    })

  refuses({ version: 2 }, 'expected version to be 1, got 2')
  refuses({ origin: 'cron' }, 'expected origin to be "operation" or "outside", got "cron"')
  refuses({ statements: null }, 'expected statements to be a list, got null')
})

describe('a file of no known format', () => {
  it('has one problem, whatever its length', async () => {
    const { found, problems, problemCount } = await readRequests(['', 'hello', ...Array(500).fill('world')])
    assert.deepEqual([found, problemCount], [[], 1])
    assert.equal(problems[0]?.line, 2)
    assert.match(problems[0]?.message ?? '', /^expected SQL in one of the formats .* got "hello" /)
  })

  it('has none if it is empty', async () => {
    const { problems } = await readRequests(['', ' '])
    assert.deepEqual(problems, [])
  })
})

describe('any lines', () => {
  const pieces = [
    '2026-01-31 09:30:00,000 INFO sqlalchemy.engine.Engine SELECT 1',
    '2026-01-31 09:30:00,000 INFO sqlalchemy.engine.Engine [generated in 0.1s] (1,',
    '2026-01-31 09:30:00.000 UTC [7] LOG:  duration: 1 ms  statement: select $1',
    "2026-01-31 09:30:00.000 UTC [7] DETAIL:  Parameters: $1 = 'a",
    '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":1}]}]}]}',
    '{"version":1,"origin":"operation","statements":[{"text":"select \'"}]}',
    'Executing (default): SELECT 1; "x',
    'query: SELECT $1 -- PARAMETERS: [1',
    '(0.001) SELECT %s; args=(1,',
    '  Post Load (0.4ms)  SELECT 1 [["id", 1',
  ]

  it('are read without an error, and what is read of them can be analysed', async () => {
    const line = fc.oneof(
      fc.constantFrom(...pieces),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .tuple(fc.constantFrom(...pieces), fc.nat({ max: 60 }))
        .map(([piece, length]) => piece.slice(0, length)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const { found } = await readRequests(lines)
        assert.ok(analyseTrace(found, { min: 'suspected' }))
      }),
      { seed: 20260131, numRuns: 500 },
    )
  })
})

describe('the lines of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jadwal-lines-'))
  after(() => rm(folder, { recursive: true }))
  const text = `${'ä line\r\n'.repeat(20_000)}the last`
  const contents: Record<string, Buffer> = {
    plain: Buffer.from(text),
    gzip: gzipSync(text),
    zstd: zstdCompressSync(text),
  }
  for (const [name, content] of Object.entries(contents)) {
    it(`are read, ${name}`, async () => {
      const path = join(folder, name)
      await writeFile(path, content)
      const lines = await linesOf(path)
      assert.deepEqual([lines.length, lines[0], lines.at(-1)], [20_001, 'ä line', 'the last'])
    })
  }

  it('are read as far as they go where a compressed file ends early', async () => {
    const path = join(folder, 'cut')
    await writeFile(path, gzipSync(`${JSON.stringify(LINE)}\n`.repeat(50_000)).subarray(0, -100))
    const { requests, problemCount } = await readTrace(readLines(path), { onRequest() {} })
    assert.ok(requests > 40_000)
    assert.ok(problemCount >= 1)
  })

  it('are none of an empty file', async () => {
    const path = join(folder, 'empty')
    await writeFile(path, '')
    assert.deepEqual(await linesOf(path), [])
  })
})

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = []
  for await (const some of readLines(path)) lines.push(...some)
  return lines
}
