import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { warningSentences } from '../../../benchmarks/report/warning-sentences.ts'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

function warningsOf(change: (result: BenchmarkResult) => void): string[] {
  const result = sampleResult()
  change(result)
  return warningSentences(result).map(asRead)
}

const REPEATED = { round: 4, reason: 'the load generator itself was late', lagP99Ms: 9, isRepeated: true }
const LEFT_OUT = { ...REPEATED, round: 2, isRepeated: false }

describe('the warnings of a result', () => {
  it('are none where the machine was quiet and all rounds are valid', () =>
    assert.deepEqual(
      warningsOf(() => {}),
      [],
    ))

  it('say what kept the machine busy, and what to do', () =>
    assert.deepEqual(
      warningsOf(({ machineNoise }) =>
        machineNoise.problems.push('other programs use 85 % of the CPU time', 'threads are late'),
      ),
      [
        'The machine was too busy before the run: other programs use 85 % of the CPU time and threads are late. Head to head allows for it, latencies under load less so: stop other programs, or run again later.',
      ],
    ))

  it('name the loads with too few valid rounds, as it was decided', () =>
    assert.deepEqual(
      warningsOf(({ scenarios }) => {
        for (const index of [1, 2]) {
          const [, validity] = scenarios[index]?.validity ?? []
          if (validity) Object.assign(validity, { validRounds: 3, isValid: false })
        }
      }),
      [
        'Too few rounds of load were valid, so latencies are not compared: baseline at 10 users (valid 3 of 6 rounds, lag p99 0.55 ms median, 1.10 ms worst) and optimised at 10 users (valid 3 of 6 rounds, lag p99 0.55 ms median, 1.10 ms worst). Run again with more --rounds, or on a machine that is less busy.',
      ],
    ))

  it('describe many loads together', () =>
    assert.deepEqual(
      warningsOf(({ scenarios }) => {
        for (const [index, { validity }] of scenarios.entries()) {
          const [, load] = validity
          if (load) Object.assign(load, { validRounds: 4 - (index % 2), isValid: false })
        }
      }),
      [
        'Too few rounds of load were valid, so latencies are not compared: n-plus-one, baseline, optimised and optimised-indexed at 10 users (valid 3 to 4 of 6 rounds, lag p99 1.10 ms worst). Run again with more --rounds, or on a machine that is less busy.',
      ],
    ))

  it('say that there was no time for all rounds', () =>
    assert.deepEqual(
      warningsOf(({ settings }) => {
        settings.rounds = 8
      }),
      ['There was time for 6 of 8 rounds of load. Run without --quick, or on a machine that is less busy.'],
    ))

  it('say that so few rounds cannot be compared, and how many it takes', () => {
    const warningOf = (rounds: number) =>
      warningsOf((result) => {
        result.settings.rounds = rounds
        for (const validity of result.scenarios.flatMap((scenario) => scenario.validity))
          Object.assign(validity, { rounds, validRounds: rounds })
      })
    assert.deepEqual(warningOf(4), [
      'The load had 4 rounds, and a comparison takes 5: latencies are not compared, and their intervals are wide. Run again with --rounds 5 or more.',
    ])
    assert.deepEqual(warningOf(5), [])
  })

  it('name the rounds that are left out, but not those that were repeated', () =>
    assert.deepEqual(
      warningsOf(({ scenarios }) => {
        const [validity] = scenarios[3]?.validity ?? []
        if (validity) Object.assign(validity, { validRounds: 5, spoiled: [REPEATED, LEFT_OUT] })
      }),
      [
        'Spoiled rounds are left out: optimised-indexed at 1 user (valid 5 of 6 rounds, lag p99 0.33 ms median, 0.65 ms worst), without round 2. Run again on a machine that is less busy for narrower intervals.',
      ],
    ))

  it('say that a head to head has too few blocks', () =>
    assert.deepEqual(
      warningsOf(({ headToHead: [pair] }) => {
        if (pair) pair.blocks = 4
      }),
      [
        'There was time for 4 blocks of n-plus-one and baseline head to head, and a comparison takes 5. Run with --head-to-head 120s, or on a machine that is less busy.',
      ],
    ))

  it('say why there is no CPU time of a pair', () =>
    assert.match(
      warningsOf(({ headToHead: [pair] }) =>
        pair?.unavailable.push({ measure: 'database CPU', reason: 'PostgreSQL runs elsewhere' }),
      ).join('\n'),
      /^There is no database CPU of n-plus-one and baseline: PostgreSQL runs elsewhere\. Run it on Linux/,
    ))

  it('say that a result from changed files cannot be repeated', () =>
    assert.match(
      warningsOf((result) => {
        if (result.checkout) result.checkout.isDirty = true
      }).join('\n'),
      /^Files differed from commit 0123456789, so this result cannot be repeated/,
    ))
})
