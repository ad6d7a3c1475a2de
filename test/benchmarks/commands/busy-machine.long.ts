import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { makeOpenFolder } from '../../support/system/open-folder.ts'
import { type Program, startProgram } from '../../support/system/program.ts'

describe('npm run bench -- --quick, while others keep every core busy', () => {
  const others: ChildProcess[] = []
  let folder: string
  let bench: Program
  let result: BenchmarkResult

  before(async () => {
    folder = await makeOpenFolder()
    for (let core = 0; core < availableParallelism(); core++)
      others.push(spawn(process.execPath, ['--eval', 'for (;;);']))
    bench = startProgram('benchmarks/commands/bench.ts', ['--quick', '--out', folder], {})
    assert.equal(await bench.ended, 0, bench.printed())
    result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))
  })
  after(async () => {
    for (const each of others) each.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  it('says before anything is measured that the machine is too busy, and how long it takes here', () =>
    assert.match(
      bench.printed(),
      /^\[1\/8\].*\n(This machine is too busy: .*\n)+This run takes about 2:\d\d minutes here\.\n\[2\/8\]/,
    ))

  it('ends with verdicts, warnings with a remedy each, and where the report is', () => {
    const [, warnings = ''] = /\nWarnings\n {2}(.*?)\n\n/s.exec(bench.output()) ?? []
    const each = warnings.split(/\n {2}(?! )/).map((warning) => warning.replaceAll(/\s+/g, ' '))
    assert.match(each[0] ?? '', /^The machine was too busy before the run: .*stop other programs/)
    for (const warning of each) assert.match(warning, /[.:] (.*[ ,:])?([Rr]un|stop|commit) /)
    assert.match(bench.output(), /\nVerdicts\n.*\nReport\n {2}.*report\.html/s)
  })

  it('finds by head to head no difference with the wrong sign', () => {
    const [pair] = result.headToHead
    assert.ok(pair && pair.blocks >= 1)
    for (const { measure, verdict } of pair.differences) assert.notEqual(verdict, 'slower', measure)
    assert.match(bench.output(), /\n {2}Head to head, optimised /)
  })

  it('says of each load how many rounds are valid, and compares none with too few', () => {
    const made = result.scenarios.flatMap(({ validity }) => validity.map(({ rounds }) => rounds))
    assert.equal(new Set(made).size, 1)
    const isShort = (made[0] ?? 0) < result.settings.rounds
    assert.equal(/There\s+was\s+time\s+for\s+\d\s+of\s+5\s+rounds/.test(bench.output()), isShort)
    for (const { validity } of result.scenarios) {
      for (const { rounds, validRounds, isValid, spoiled } of validity) {
        assert.equal(spoiled.filter(({ isRepeated }) => !isRepeated).length, rounds - validRounds)
        assert.equal(isValid, validRounds === rounds)
      }
    }
    for (const { rounds, change } of result.comparisons) assert.equal(change !== null, rounds >= 5)
  })

  it('counts statements as on any machine', () =>
    assert.deepEqual(
      result.scenarios.map(({ timeline }) => timeline.length),
      [22, 4, 3, 3, 0],
    ))
})
