import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { cpuMsBetween, readCpuTimes } from '../../../../benchmarks/run/head-to-head/cpu-time.ts'
import { measureHeadToHead } from '../../../../benchmarks/run/head-to-head/head-to-head.ts'
import { judgePairs, type MeasuredPair } from '../../../../benchmarks/run/head-to-head/judge-pairs.ts'
import { type BenchmarkDatabases, prepareDatabases } from '../../../../benchmarks/targets/databases.ts'
import { SCENARIOS } from '../../../../benchmarks/targets/scenarios.ts'
import { testServerUrl } from '../../../support/database/test-database.ts'
import { until } from '../../../support/system/until.ts'

const TIMING = {
  ...{ pairsPerBlock: 120, secondsPerPair: 0, maxSecondsPerPair: 0 },
  ...{ minBlocks: 2, wantedBlocks: 2, equivalenceMargin: 0.01 },
}
const STRICTNESS = { margin: 0.01, confidence: 0.95 }
const silent = { step() {}, note() {}, advance() {}, end() {} }
const onLinux = { skip: process.platform === 'linux' ? false : 'only Linux counts the CPU time of threads' }

describe('measureHeadToHead', () => {
  let databases: BenchmarkDatabases
  let pair: MeasuredPair | undefined
  const scenarios = SCENARIOS.filter(({ name }) => name === 'n-plus-one' || name === 'optimised')

  before(async () => {
    databases = await prepareDatabases({ scenarios, doctors: 15, serverUrl: testServerUrl('postgres') })
    const [from, to] = scenarios
    assert.ok(from && to)
    // Both sides differ by several times: the N+1 in its statements, and in the server by what is added.
    const costly = { ...from, extraCpuUs: 2_000 }
    const measured = await measureHeadToHead(
      { ...TIMING, pairs: [{ from: costly, to }] },
      { databases, seed: 1 },
      { progress: silent, signal: new AbortController().signal },
    )
    pair = measured[0]
  })
  after(() => databases.close())

  it('measures as many blocks as it has to, with the same requests to both', () => {
    assert.deepEqual([pair?.from, pair?.to, pair?.blocks.length], ['n-plus-one', 'optimised', 2])
    for (const { pairs } of pair?.blocks ?? []) assert.equal(pairs.length, 120)
  })

  it('has the CPU time of the servers and of PostgreSQL for either, round by round', onLinux, () => {
    // In the second block the sides have changed places.
    for (const cpuMs of (pair?.blocks ?? []).flatMap((block) => [block.serverCpuMs, block.databaseCpuMs])) {
      assert.ok('from' in cpuMs, JSON.stringify(cpuMs))
      assert.equal(cpuMs.from.length, cpuMs.to.length)
      assert.ok(
        [...cpuMs.from, ...cpuMs.to].every((ms) => ms > 0),
        JSON.stringify(cpuMs),
      )
    }
  })

  it('has it on the side that used it', onLinux, () => {
    const [judged] = judgePairs(pair === undefined ? [] : [pair], STRICTNESS)
    const cpu = judged?.differences.filter(({ measure }) => measure !== 'service time') ?? []
    assert.deepEqual(
      cpu.map(({ measure }) => measure),
      ['server CPU', 'database CPU'],
    )
    for (const { measure, blockLogRatios } of cpu) {
      assert.ok(
        blockLogRatios.every((logRatio) => logRatio < 0),
        `${measure}: ${blockLogRatios}`,
      )
    }
  })

  it('stops when it is to, and leaves no server', async () => {
    const stop = new AbortController()
    const [from, to] = scenarios
    assert.ok(from && to)
    const running = measureHeadToHead(
      { ...TIMING, pairs: [{ from, to }], pairsPerBlock: 1_000_000 },
      { databases, seed: 1 },
      {
        progress: { ...silent, advance: () => setTimeout(() => stop.abort(new Error('enough')), 500) },
        signal: stop.signal,
      },
    )
    await assert.rejects(running, /enough/)
    assert.deepEqual(await databases.processesOf([`jadwal bench ${process.pid} ${from.name}`]), [[]])
  })
})

describe('prepareDatabases', () => {
  const prepare = (serverUrl: string) => prepareDatabases({ scenarios: [], doctors: 15, serverUrl })

  it('says in one sentence what is wrong with a URL, without its password', async () => {
    await assert.rejects(
      prepare('nonsense'),
      /^Error: expected BENCH_DATABASE_URL to be the URL of .*, got "nonsense"$/,
    )
    await assert.rejects(
      prepare('postgresql://a:sec@ret@127.0.0.1:99999/b'),
      /^Error: expected BENCH_DATABASE_URL to be .*, got "postgresql:\/\/a:…@127\.0\.0\.1:99999\/b"$/,
    )
    await assert.rejects(prepare('postgresql://a:secret@127.0.0.1:1/b'), ({ message }: Error) => {
      assert.match(
        message,
        /^expected BENCH_DATABASE_URL to be .*; 127\.0\.0\.1:1\/b does not answer: connect ECONNREFUSED/,
      )
      assert.doesNotMatch(message, /secret/)
      return true
    })
  })
})

describe('CPU time', onLinux, () => {
  const usedBy = async (code: string, isEnough: (usedMs: number) => boolean) => {
    const busy = spawn(process.execPath, ['--eval', code])
    const pids = [busy.pid ?? 0]
    try {
      const before = readCpuTimes(pids)
      assert.ok(before)
      await until(async () => {
        const after = readCpuTimes(pids)
        assert.ok(after)
        return isEnough(cpuMsBetween(before, after) ?? 0)
      })
    } finally {
      busy.kill('SIGKILL')
    }
  }

  it('is that of a process, more finely than in ticks of ten milliseconds', () =>
    usedBy('for (;;);', (usedMs) => usedMs > 0 && usedMs % 10 !== 0))

  it('includes that of its other threads', () =>
    usedBy(
      'new (require("node:worker_threads").Worker)("for (;;);", { eval: true }); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
      (usedMs) => usedMs > 500,
    ))

  it('is unknown of a process that is not there', () => assert.equal(readCpuTimes([2 ** 30]), undefined))

  it('is unknown between two readings if a process came or went', () => {
    const [one, other] = [
      [1, 10],
      [2, 20],
    ] as const
    assert.equal(cpuMsBetween(new Map([one, other]), new Map([[1, 13], other])), 3)
    assert.equal(cpuMsBetween(new Map([one]), new Map([one, other])), undefined)
    assert.equal(cpuMsBetween(new Map([one, other]), new Map([one])), undefined)
    assert.equal(cpuMsBetween(new Map([one]), new Map([other])), undefined)
  })
})
