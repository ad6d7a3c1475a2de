import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { ALL_OPERATIONS, type BenchmarkResult } from '../../../benchmarks/result.ts'
import { makeOpenFolder } from '../../support/system/open-folder.ts'
import { startProgram } from '../../support/system/program.ts'
import { type Bench, countedTo, processesOf, startBench, stepsOf } from './started-bench.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

describe('npm run bench', () => {
  let bench: Bench
  let result: BenchmarkResult

  before(async () => {
    bench = await startBench(
      folder,
      '--head-to-head',
      '0s',
      '--users',
      '8',
      '--duration',
      '1s',
      '--rounds',
      '1',
    )
    assert.equal(await bench.ended, 0, bench.printed())
    result = JSON.parse(await readFile(join(bench.outFolder, 'result.json'), 'utf8'))
  })

  it('prints how long it takes here, its steps, its verdicts, and where the report is', () =>
    assert.match(
      bench.printed(),
      /\[1\/7\].*This run takes about \S+ (seconds|minutes) here.*\[7\/7\].*Verdicts\n.*optimised sends 3 statements for a full page.*Report\n.*report\.html/s,
    ))

  it('counts its steps, one of which is the load', () => assert.deepEqual(stepsOf(bench), countedTo(7)))

  it('says which commit was measured, and on which machine', () => {
    const { checkout, machine, machineNoise, settings } = result
    assert.ok(checkout === null || /^[0-9a-f]{40}$/.test(checkout.commit))
    assert.ok(machine.cores > 0 && machineNoise.processStartMs > 0)
    assert.deepEqual([settings.headToHead, settings.users, settings.rounds], [null, [8], 1])
  })

  it('counts what the servers did under load, without their warm-up', () => {
    for (const { load, server } of result.scenarios) {
      const [all] = load.filter(({ operation }) => operation === ALL_OPERATIONS)
      assert.ok(server && server.servers >= 1 && server.cpuSeconds > 0)
      // Requests of the warm-up of a visit are in no sample, and a round may have been repeated.
      assert.ok(all && server.requests >= all.samples && server.requests <= 8 * 2 * server.servers)
    }
  })

  it('measures the statements of a full page: 22, 4, 3, 3, and none from memory', () => {
    const fullPage = result.scenarios.map(({ name, operations }) => {
      const browse = operations.find((operation) => operation.name === 'Browse')
      return [name, browse?.statementsByPageSize.find(({ pageSize }) => pageSize === 10)?.statements]
    })
    assert.deepEqual(fullPage, [
      ['n-plus-one', 22],
      ['baseline', 4],
      ['optimised', 3],
      ['optimised-indexed', 3],
      ['optimised-cached', 0],
    ])
  })

  it('flags the loop as an N+1, the separate count as a count pair, and nothing else', () => {
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
      'optimised-cached': [],
    })
  })

  it('flags the separate count of every operation that has pages', () => {
    const baseline = result.scenarios.find(({ name }) => name === 'baseline')
    const flagged = baseline?.operations.filter(({ findings }) =>
      findings.some(({ kind }) => kind === 'count-pair'),
    )
    assert.deepEqual(flagged?.map(({ name }) => name).sort(), [
      'Browse',
      'ByHours',
      'ByName',
      'BySpecialty',
      'Combined',
    ])
  })

  it('has evidence for the N+1: one more statement for each parent, with values of its id', () => {
    const [loop] =
      result.scenarios[0]?.operations
        .find(({ name }) => name === 'Browse')
        ?.findings.filter(({ kind }) => kind === 'n-plus-one') ?? []
    assert.equal(loop?.evidence.growth?.perParent, 1)
    assert.match(loop?.evidence.source?.column ?? '', /id/)
  })

  it('has tables, a timeline and a load without errors for each scenario', () => {
    for (const { tables, timeline, load, memory } of result.scenarios) {
      assert.ok(tables.some(({ table, reads, writes }) => table === 'doctor' && reads > 0 && writes === 0))
      assert.ok(memory ? timeline.length === 0 : timeline.length >= 3)
      assert.ok(load.every(({ errors }) => errors === 0))
    }
  })

  it('gives no verdict on so few rounds', () => {
    assert.ok(result.comparisons.length > 0)
    for (const { change, verdict } of result.comparisons) {
      assert.deepEqual({ change, verdict }, { change: null, verdict: 'cannot tell' })
    }
  })

  it('writes the report', async () => {
    const files = await readdir(bench.outFolder, { recursive: true })
    for (const name of ['report.html', 'report.md', 'result.json']) assert.ok(files.includes(name), name)
  })

  it('keeps every sample of the load, and says which are used', async () => {
    const samples = (await readFile(join(bench.outFolder, 'samples.jsonl'), 'utf8')).trim().split('\n')
    const loads = result.scenarios.flatMap(({ load }) =>
      load.filter(({ operation }) => operation === ALL_OPERATIONS),
    )
    const used = samples.filter((line) => JSON.parse(line).isUsed)
    assert.ok(samples.length > 0)
    assert.equal(
      used.length,
      loads.reduce((total, load) => total + load.samples, 0),
    )
  })

  it('keeps traces that npm run analyse reads', async () => {
    const trace = join(bench.outFolder, 'traces', 'n-plus-one.jsonl')
    const analyse = startProgram('benchmarks/commands/analyse.ts', [trace, '--json'], {})
    assert.equal(await analyse.ended, 0, analyse.printed())
    assert.match(analyse.printed(), /"kind": "n-plus-one"/)
  })

  it('leaves no process and no temporary file behind', async () => {
    assert.deepEqual(processesOf(bench), [])
    assert.deepEqual(await bench.temporaryFiles(), [])
  })
})
