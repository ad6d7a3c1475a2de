import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { makeOpenFolder } from '../../support/system/open-folder.ts'
import { type Program, startProgram } from '../../support/system/program.ts'
import { countedTo, stepsOf } from './started-bench.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

describe('npm run bench -- --statements, as a gate for a merge', () => {
  const summaryFile = join(folder, 'summary.md')
  let gate: Program

  before(async () => {
    await writeFile(summaryFile, '# Before\n')
    const options = ['--statements', '--json', '--fail-on', 'count-pair,repeated', '--in', 'baseline']
    gate = startProgram('benchmarks/commands/bench.ts', [...options, '--out', join(folder, 'gate')], {
      GITHUB_STEP_SUMMARY: summaryFile,
    })
    await gate.ended
  })

  it('prints nothing but the result on standard output', () => {
    const printed: BenchmarkResult = JSON.parse(gate.output())
    assert.equal(printed.version, 2)
    assert.deepEqual([printed.headToHead, printed.comparisons], [[], []])
    assert.ok(printed.scenarios.every(({ load, operations }) => load.length === 0 && operations.length > 0))
  })

  it('exits with 2 where it found what --fail-on names, and says what', async () => {
    assert.equal(await gate.ended, 2)
    assert.match(gate.printed(), /Failed \(--fail-on\)\n {2}count-pair in baseline: Browse, (\w+, ){3}\w+\n/)
    assert.doesNotMatch(gate.printed(), /too busy/, 'a count does not depend on the machine')
  })

  it('counts its steps, none of which measures a time', () => assert.deepEqual(stepsOf(gate), countedTo(6)))

  it('adds its conclusion to the summary of a job', async () =>
    assert.match(
      await readFile(summaryFile, 'utf8'),
      /^# Before\n## Benchmark\n\n### Failed\n\n- count-pair in baseline: Browse, (\w+, ){3}\w+\n\n### Verdicts\n/,
    ))
})
