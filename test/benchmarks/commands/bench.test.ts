import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { makeOpenFolder } from '../../support/open-folder.ts'
import { type Program, startProgram } from '../../support/program.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

const temporaryFolders = async () =>
  (await readdir(tmpdir())).filter((name) => /^jadwal-(bench|trace)-/.test(name)).sort()
const before = await temporaryFolders()

/** Servers and PostgreSQL sessions of a run: each names the run's databases. */
const processesOf = (bench: Program) =>
  execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`jadwal_bench_${bench.process.pid}`))

describe('npm run bench', () => {
  it('reproduces the table of statements from measurement, accuses the loop and nothing else of being one', async () => {
    const out = join(folder, 'whole')
    const bench = startProgram(
      'benchmarks/commands/bench.ts',
      ['--users', '8', '--duration', '2s', '--quick', '--out', out],
      {},
    )
    assert.equal(await bench.ended, 0, bench.printed())
    assert.match(bench.printed(), /\[1\/8\].*\[8\/8\].*open report\.html first/s)

    const result: BenchmarkResult = JSON.parse(await readFile(join(out, 'result.json'), 'utf8'))
    const fullPage = result.scenarios.map(({ name, operations }) => {
      const browse = operations.find((operation) => operation.name === 'Browse')
      return [name, browse?.statementsByPageSize.find(({ pageSize }) => pageSize === 10)?.statements]
    })
    assert.deepEqual(fullPage, [
      ['n-plus-one', 22],
      ['baseline', 4],
      ['optimised', 3],
      ['optimised-indexed', 3],
    ])

    const kinds = Object.fromEntries(
      result.scenarios.map(({ name, operations }) => [
        name,
        [...new Set(operations.flatMap(({ findings }) => findings.map(({ kind }) => kind)))].sort(),
      ]),
    )
    assert.deepEqual(kinds, {
      'n-plus-one': ['count-pair', 'n-plus-one'],
      baseline: ['count-pair'],
      optimised: [],
      'optimised-indexed': [],
    })

    const [loop] =
      result.scenarios[0]?.operations
        .find(({ name }) => name === 'Browse')
        ?.findings.filter(({ kind }) => kind === 'n-plus-one') ?? []
    assert.equal(loop?.evidence.growth?.perParent, 1)
    assert.match(loop?.evidence.source?.column ?? '', /id/)

    for (const { tables, timeline, load } of result.scenarios) {
      assert.ok(tables.some(({ table, reads, writes }) => table === 'doctor' && reads > 0 && writes === 0))
      assert.ok(timeline.length >= 3)
      assert.ok(load.every(({ errors }) => errors === 0))
    }
    assert.ok(result.comparisons.length > 0)
    assert.deepEqual(
      (await readdir(out, { recursive: true }))
        .filter((name) => /^(result\.json|report\.(md|html)|report-charts\/timeline\.(svg|png))$/.test(name))
        .sort(),
      ['report-charts/timeline.png', 'report-charts/timeline.svg', 'report.html', 'report.md', 'result.json'],
    )
    const samples = (await readFile(join(out, 'samples.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const all = result.scenarios.flatMap(({ load }) => load.filter(({ operation }) => operation === 'all'))
    assert.equal(
      samples.length,
      all.reduce((total, load) => total + load.samples, 0),
    )
    const trace = startProgram(
      'benchmarks/commands/analyse.ts',
      [join(out, 'traces', 'n-plus-one.jsonl'), '--json'],
      {},
    )
    assert.equal(await trace.ended, 0, trace.printed())
    assert.match(trace.printed(), /"kind": "n-plus-one"/)
    assert.deepEqual(await temporaryFolders(), before)
  })

  it('leaves nothing behind when it is interrupted', async () => {
    const bench = startProgram('benchmarks/commands/bench.ts', ['--quick', '--out', join(folder, 'none')], {})
    await bench.says(/\[3\/8\]/)
    assert.notDeepEqual(processesOf(bench), [])
    await bench.says(/\[6\/8\]/)
    bench.process.kill('SIGINT')
    assert.equal(await bench.ended, 1)
    assert.match(bench.printed(), /stopped by SIGINT/)
    assert.deepEqual(await temporaryFolders(), before)
    assert.deepEqual(processesOf(bench), [])
  })

  it('says what it expected of its options, in a sentence', async () => {
    const bench = startProgram('benchmarks/commands/bench.ts', ['--users', 'many'], {})
    assert.equal(await bench.ended, 1)
    assert.match(
      bench.printed(),
      /^bench: expected --users to be .*, got "many" \(see npm run bench -- --help\)\n$/,
    )
  })
})
