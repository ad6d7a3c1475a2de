import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ALL_OPERATIONS, type BenchmarkResult } from '../../../benchmarks/result.ts'
import { makeOpenFolder } from '../../support/system/open-folder.ts'
import { type Program, startProgram } from '../../support/system/program.ts'
import { until } from '../../support/system/until.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

/** A run of the benchmark whose temporary files are in a folder that no other run uses. */
interface Bench extends Program {
  outFolder: string
  temporaryFiles(): Promise<string[]>
}

async function startBench(name: string, ...args: string[]): Promise<Bench> {
  const outFolder = join(folder, name, 'out')
  const temporaryFolder = join(folder, name, 'tmp')
  await mkdir(temporaryFolder, { recursive: true })
  const program = startProgram('benchmarks/commands/bench.ts', [...args, '--out', outFolder], {
    TMPDIR: temporaryFolder,
  })
  return { ...program, outFolder, temporaryFiles: () => readdir(temporaryFolder) }
}

/** The ids of processes whose command lines have a text. */
const processesWith = (text: string) =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10))

/** Servers and PostgreSQL sessions of a run: each names the run's databases. */
const processesOf = (bench: Program) => processesWith(`jadwal_bench_${bench.process.pid}`)

/** The numbers of the steps that a run printed, such as `1/7`. */
const stepsOf = (bench: Program) =>
  Array.from(bench.printed().matchAll(/\[(\d+\/\d+)\]/g), ([, step]) => step)
const countedTo = (last: number) => Array.from({ length: last }, (_, index) => `${index + 1}/${last}`)

describe('npm run bench', () => {
  let bench: Bench
  let result: BenchmarkResult

  before(async () => {
    bench = await startBench(
      'whole',
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

describe('npm run bench that does not finish', () => {
  it('leaves no process and no temporary file behind when it is interrupted', async () => {
    const bench = await startBench('interrupted', '--quick', '--scenarios', 'optimised')
    await bench.says(/\[3\/7\]/)
    assert.notDeepEqual(processesOf(bench), [])
    await bench.says(/\[6\/7\]/)
    bench.process.kill('SIGINT')
    assert.equal(await bench.ended, 1)
    assert.match(bench.printed(), /stopped by SIGINT/)
    assert.deepEqual(processesOf(bench), [])
    assert.deepEqual(await bench.temporaryFiles(), [])
  })

  it('leaves nothing behind when it is interrupted while a large directory is filled', async () => {
    const bench = await startBench('filling', '--statements', '--doctors', '1000000')
    await until(async () => processesOf(bench).length > 0)
    bench.process.kill('SIGTERM')
    assert.equal(await bench.ended, 1)
    assert.match(bench.printed(), /\[2\/\d\].*\nbench: stopped by SIGTERM\n$/)
    assert.deepEqual(processesOf(bench), [])
    assert.deepEqual(await bench.temporaryFiles(), [])
  })

  for (const step of ['2/7', '6/7']) {
    it(`leaves nothing behind when it is interrupted again before it has ended, in step ${step}`, async () => {
      const name = `impatient-${step[0]}`
      const bench = await startBench(name, '--quick', '--scenarios', 'optimised')
      const temporaryFolder = join(folder, name, 'tmp')
      await bench.says(new RegExp(`\\[${step}\\]`))
      await until(async () => processesWith(temporaryFolder).length > 0)
      bench.process.kill('SIGINT')
      await sleep(600)
      bench.process.kill('SIGINT')
      assert.equal(await bench.ended, 1)
      await until(async () => processesWith(temporaryFolder).length === 0)
      assert.deepEqual(await bench.temporaryFiles(), [])
    })
  }

  // A terminal interrupts PostgreSQL, too.
  it('leaves nothing behind when PostgreSQL is ended before it has started', async () => {
    const bench = await startBench('unprepared', '--statements')
    const data = join(folder, 'unprepared', 'tmp', 'jadwal-bench-')
    let pid: number | undefined
    await until(async () => {
      pid = processesWith(`initdb -D ${data}`)[0]
      return pid !== undefined
    })
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    assert.equal(await bench.ended, 1)
    assert.match(bench.printed(), /\nbench: could not create a PostgreSQL data folder/)
    assert.deepEqual(await bench.temporaryFiles(), [])
  })

  it('refuses options with one sentence', async () => {
    const bench = await startBench('refused', '--users', 'many')
    assert.equal(await bench.ended, 1)
    assert.match(
      bench.printed(),
      /^bench: expected --users to be .*, got "many" \(see npm run bench -- --help\)\n$/,
    )
  })
})
