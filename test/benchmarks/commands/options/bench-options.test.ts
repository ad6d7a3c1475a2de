import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { BENCH, readOptions } from '../../../../benchmarks/commands/options/bench-options.ts'
import { readArguments } from '../../../../src/command.ts'

/** What a command line is read as. */
const optionsOf = (...args: string[]) => readOptions(readArguments(BENCH, args).values)
const runOf = (...args: string[]) => optionsOf(...args).run

describe('the options of the benchmark', () => {
  it('default to the article’s data set and users, and all scenarios', () => {
    const options = runOf()
    assert.equal(options.doctors, 15)
    assert.deepEqual(options.load?.users, [1, 10, 50])
    assert.deepEqual(
      options.scenarios.map(({ name }) => name),
      ['n-plus-one', 'baseline', 'optimised', 'optimised-indexed', 'optimised-cached'],
    )
  })

  it('--full is the article’s 1, 10 and 50 users for 30 s', () => {
    const { users, durationSeconds } = runOf('--full').load ?? {}
    assert.deepEqual({ users, durationSeconds }, { users: [1, 10, 50], durationSeconds: 30 })
  })

  it('a given option overrides a preset', () => {
    const options = runOf('--quick', '--users', '5,2,5', '--duration', '4s', '--scenarios', 'baseline')
    assert.deepEqual(options.load?.users, [2, 5])
    assert.equal(options.load?.durationSeconds, 4)
    assert.equal(options.scenarios.length, 1)
  })

  it('--aa is the last scenario twice, under two names', () => {
    assert.deepEqual(
      runOf('--aa').scenarios.map(({ name, variant }) => `${name}: ${variant}`),
      ['optimised-cached (a): production', 'optimised-cached (b): production'],
    )
  })

  it('--rounds splits the load into so many rounds, 8 by default', () => {
    assert.equal(runOf().load?.rounds, 8)
    assert.equal(runOf('--rounds', '1').load?.rounds, 1)
  })

  it('--quick measures the article’s change head to head, other modes all neighbours', () => {
    const pairsOf = (...args: string[]) =>
      runOf(...args).headToHead?.pairs.map(({ from, to }) => `${from.name} → ${to.name}`)
    assert.deepEqual(pairsOf('--quick'), ['baseline → optimised'])
    assert.equal(pairsOf()?.length, 4)
    assert.equal(pairsOf('--full')?.length, 4)
    assert.deepEqual(pairsOf('--quick', '--aa'), ['optimised-cached (a) → optimised-cached (b)'])
    assert.equal(pairsOf('--scenarios', 'baseline'), undefined)
    assert.equal(pairsOf('--head-to-head', '0s'), undefined)
    const asked = runOf('--head-to-head', '9s').headToHead
    assert.deepEqual([asked?.secondsPerPair, asked?.maxSecondsPerPair], [9, 9])
  })

  it('--quick is limited in time, unless more is asked for', () => {
    assert.ok((runOf('--quick').maxSeconds ?? 180) < 180)
    assert.equal(runOf('--quick', '--duration', '60s').maxSeconds, null)
    assert.equal(runOf('--full').maxSeconds, null)
  })

  it('--statements measures no time', () => {
    const { headToHead, load } = runOf('--statements')
    assert.deepEqual({ headToHead, load }, { headToHead: null, load: null })
  })

  it('--in says which scenarios --fail-on is about, all by default', () => {
    const { failOn, meant, isNamed } = optionsOf('--fail-on', 'slower, n-plus-one', '--in', 'optimised')
    assert.deepEqual(
      { failOn, meant, isNamed },
      { failOn: ['slower', 'n-plus-one'], meant: ['optimised'], isNamed: true },
    )
    const all = optionsOf('--fail-on', 'slower')
    assert.deepEqual([all.meant.length, all.isNamed], [5, false])
  })

  it('--rate replaces the users', () => {
    const { users, ratePerSecond } = runOf('--rate', '40').load ?? {}
    assert.deepEqual({ users, ratePerSecond }, { users: [40], ratePerSecond: 40 })
  })

  it('are those of the example workflow, too', async () => {
    const workflow = await readFile(
      new URL('../../../../docs/examples/statements-workflow.yml', import.meta.url),
      'utf8',
    )
    const [, args = ''] = /- run: npm run bench -- (.*)/.exec(workflow) ?? []
    const { run, failOn } = optionsOf(...args.split(' '))
    assert.deepEqual([run.headToHead, run.load], [null, null])
    assert.deepEqual(failOn, ['n-plus-one', 'count-pair', 'repeated'])
    assert.ok(workflow.includes(`path: ${run.outFolder}`))
  })

  it('--help explains every option, and fits a terminal', () => {
    for (const option of [
      'statements',
      'head-to-head',
      'fail-on',
      'in',
      'json',
      'rounds',
      'quick',
      'full',
      'doctors',
      'scenarios',
      'users',
      'duration',
      'rate',
      'seed',
      'aa',
      'out',
    ]) {
      assert.match(BENCH.help, new RegExp(`^  --${option} .{10}`, 'm'))
    }
    assert.ok(BENCH.help.split('\n').every((line) => line.length <= 100))
  })

  for (const [args, says] of [
    [['--users', '5', '--rate', '3'], /expected --users or --rate, got both/],
    [['--fast'], /^expected --statements, --quick, .* or --help, got --fast$/],
    [['now'], /^expected --statements, .* or --help, got now$/],
    [['--quick', '--full'], /expected one of --statements, --quick and --full, got 2/],
    [['--statements', '--rounds', '3'], /expected no --rounds with --statements, which measures no time/],
    [
      ['--fail-on', 'slow'],
      /expected --fail-on to be n-plus-one, count-pair, repeated, slower, invalid, got "slow"/,
    ],
    [
      ['--statements', '--fail-on', 'slower'],
      /expected --fail-on to be some of n-plus-one, .* with --statements, .* got "slower"/,
    ],
    [
      ['--fail-on', 'slower', '--scenarios', 'optimised'],
      /expected a scenario after another with --fail-on slower, which compares it with that, got optimised/,
    ],
    [['--fail-on', 'slower', '--in', 'n-plus-one'], /expected a scenario after another .*, got n-plus-one/],
    [['--in', 'best'], /expected --in to be some of n-plus-one, baseline, .*, got "best"/],
    [
      ['--scenarios', 'baseline', '--in', 'optimised'],
      /expected --in to be some of baseline, got "optimised"/,
    ],
    [['--doctors', '14'], /expected --doctors to be a whole number from 15 to 1000000, got "14"/],
    [['--users', '1,x'], /expected --users to be a whole number from 1 to 1000, got "x"/],
    [['--duration', '2m'], /expected --duration to be 1s to 3600s, got "2m"/],
    [['--scenarios', 'baseline,best'], /expected --scenarios to be some of n-plus-one, .*, got "best"/],
    [['--rate', '0'], /expected --rate to be/],
    [['--rounds', '0'], /expected --rounds to be a whole number from 1 to 100, got "0"/],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => runOf(...args), { name: 'UsageError', message: says })
    })
  }
})
