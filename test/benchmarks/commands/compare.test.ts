import assert from 'node:assert/strict'
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { sampleResult } from '../../support/report/sample-result.ts'
import { startProgram } from '../../support/system/program.ts'

const folder = await mkdtemp(join(tmpdir(), 'jadwal-compare-'))
after(() => rm(folder, { recursive: true }))

async function write(name: string, value: unknown): Promise<string> {
  const file = join(folder, name)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, JSON.stringify(value))
  return file
}

const before: BenchmarkResult = { ...sampleResult(), startedAt: '2026-01-01T00:00:00.000Z' }
const later: BenchmarkResult = { ...sampleResult(), startedAt: '2026-02-02T00:00:00.000Z' }
const [loop] = later.scenarios[0]?.operations[0]?.findings ?? []
if (loop) later.scenarios[2]?.operations[0]?.findings.push(loop)
// Named so that the order of the names is not that of the runs.
const older = await write('trend/z/result.json', before)
const newer = await write('trend/a/result.json', later)
const old = await write('old.json', { ...before, version: 1 })
await write('trend/a/other.json', { version: 2 })
await mkdir(join(folder, 'trend', 'a', 'folder.json'))
await symlink(join(folder, 'nothing'), join(folder, 'trend', 'a', 'nothing.json'))
const { machine: _, ...incomplete } = later
const broken = await write('broken/result.json', incomplete)
const cut = join(folder, 'cut.json')
await writeFile(cut, JSON.stringify(later).slice(0, 1000))

async function compare(...args: string[]) {
  const program = startProgram('benchmarks/commands/compare.ts', args, {})
  return { code: await program.ended, printed: program.printed() }
}

describe('npm run compare', () => {
  it('says what changed from one result to the other', async () => {
    const { code, printed } = await compare(older, newer)
    assert.equal(code, 0)
    assert.match(printed, /^From 2026-01-01 .* to 2026-02-02 .*1 finding came, 0 went\./s)
  })

  it('has the warnings of the newer run, and none of the older', async () => {
    const tooBusy = { ...later.machineNoise, problems: ['other programs use 90 % of the CPU time'] }
    const busy = await write('busy.json', { ...later, machineNoise: tooBusy })
    const warning = /Warnings about the newer run\n {2}The machine was too busy.*other programs use 90 %/s
    assert.match((await compare(older, busy)).printed, warning)
    assert.doesNotMatch((await compare(busy, newer)).printed, /Warnings|too busy/)
  })

  it('prints Markdown, and writes a page that needs no other file', async () => {
    const page = join(folder, 'page.html')
    const { printed } = await compare(older, newer, '--markdown', '--html', page)
    assert.match(printed, /^# Two runs compared\n.*\| came \| n-plus-one, certain \| `optimised` \|/s)
    assert.match(await readFile(page, 'utf8'), /^<!doctype html>.*1 finding came/s)
  })

  it('compares the last two runs of a folder, and shows all as a trend', async () => {
    const { printed } = await compare(join(folder, 'trend'))
    assert.match(printed, /2 runs compared.*1 finding came, 0 went\..*Runs of optimised\n/s)
  })

  it('takes the folders of two runs', async () => {
    const { code, printed } = await compare(join(folder, 'trend', 'z'), join(folder, 'trend', 'a'))
    assert.equal(code, 0)
    assert.match(printed, /^From 2026-01-01 .* to 2026-02-02 /)
  })

  it('leaves out of a trend what cannot be compared, and says so', async () => {
    const mixed = join(folder, 'mixed')
    await cp(join(folder, 'trend'), mixed, { recursive: true })
    await copyFile(old, join(mixed, 'old.json'))
    await copyFile(broken, join(mixed, 'broken.json'))
    const { code, printed } = await compare(mixed)
    assert.equal(code, 0)
    assert.match(printed, /^compare: left out 2 of another version, or broken: .*\.json, .*\.json$/m)
    assert.match(printed, /^2 runs compared$/m)
  })

  it('exits with 2 on what came, in the scenarios that are meant', async () => {
    const { code, printed } = await compare(older, newer, '--fail-on', 'n-plus-one')
    assert.equal(code, 2)
    assert.match(printed, /^compare: n-plus-one came to browse in optimised$/m)
    assert.equal((await compare(older, newer, '--fail-on', 'n-plus-one', '--in', 'baseline')).code, 0)
    assert.equal((await compare(newer, older, '--fail-on', 'n-plus-one')).code, 0)
    assert.equal((await compare(older, newer, '--fail-on', 'count-pair,repeated,slower,invalid')).code, 0)
  })

  it('exits with 1 where what --fail-on names cannot be told, and says why', async () => {
    const elsewhere = await write('elsewhere.json', { ...later, machine: { ...later.machine, cores: 64 } })
    const reason = 'the runs differ in cores: 8 and 64'
    const slower = await compare(older, elsewhere, '--fail-on', 'slower')
    assert.equal(slower.code, 1)
    assert.ok(slower.printed.endsWith(`optimised-indexed: ${reason}\n`), slower.printed)
    const found = await compare(older, elsewhere, '--fail-on', 'slower,n-plus-one', '--markdown')
    assert.equal(found.code, 2)
    assert.match(
      found.printed,
      /^## What --fail-on says\n\n- failed: n-plus-one came to browse in optimised\n- slower was not judged in .* the runs differ/m,
    )
    const partly = { ...before, scenarios: before.scenarios.slice(0, 2) }
    const fewer = await write('fewer.json', partly)
    assert.equal((await compare(fewer, newer, '--fail-on', 'n-plus-one')).code, 0)
    const named = await compare(fewer, newer, '--fail-on', 'n-plus-one', '--in', 'baseline,optimised')
    assert.equal(named.code, 1)
    assert.match(
      named.printed,
      /^compare: n-plus-one was not judged in optimised: only the newer run has it$/m,
    )
  })

  for (const [what, args, says] of [
    [
      'a result of an older benchmark',
      [old, newer],
      /^compare: expected .*old\.json to be .* of version 2, got version 1; run that benchmark again with npm run bench\n$/,
    ],
    [
      'a file that is none',
      ['package.json', newer],
      /^compare: expected package\.json to be the result\.json of a benchmark, got something else\n$/,
    ],
    [
      'the beginning of a result',
      [older, cut],
      /^compare: expected .*cut\.json to be .*, got a file that is no JSON, or not all of it\n$/,
    ],
    [
      'a result that is broken',
      [older, broken],
      /^compare: expected .*result\.json to be .*, got one that is broken: it has no machine\n$/,
    ],
    [
      'a folder of broken results',
      [join(folder, 'broken')],
      /^compare: expected two results or more in .*broken, got 0 and 1 of another version, or broken\n$/,
    ],
    [
      'a file that is not there',
      ['nothing', newer],
      /^compare: expected nothing to be .*could not read it: ENOENT\n$/,
    ],
    [
      'one file',
      [newer],
      /^compare: expected two results or a folder, got .*result\.json \(see npm run compare -- --help\)\n$/,
    ],
    [
      'a folder with one result',
      [join(folder, 'trend', 'a')],
      /^compare: expected two results or more in .*a, got 1\n$/,
    ],
    [
      'a page that cannot be written',
      [older, newer, '--html', folder],
      /^compare: expected --html to be a file that can be written, got /,
    ],
    [
      'an unknown failure',
      [older, newer, '--fail-on', 'worse'],
      /^compare: expected --fail-on to be n-plus-one, .*, got "worse"/,
    ],
  ] as const) {
    it(`refuses ${what} in one sentence`, async () => {
      const { code, printed } = await compare(...args)
      assert.equal(code, 1)
      assert.match(printed, says)
    })
  }
})
