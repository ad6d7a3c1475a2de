import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BENCH, readOptions } from '../../../../benchmarks/commands/options/bench-options.ts'
import {
  estimateDuration,
  formatDuration,
  limitsOf,
} from '../../../../benchmarks/run/context/estimate-duration.ts'
import { readArguments } from '../../../../src/command.ts'

const QUIET_PROCESS_SECONDS = 0.04
const estimate = (args: string[], processSeconds = QUIET_PROCESS_SECONDS) =>
  estimateDuration(readOptions(readArguments(BENCH, args).values).run, processSeconds)

describe('estimateDuration', () => {
  it('keeps to what the help says of a quiet machine', () => {
    assert.ok(estimate(['--statements']) < 30)
    assert.ok(estimate(['--quick']) < 180)
    assert.ok(
      estimate(['--quick'], 3 * QUIET_PROCESS_SECONDS) < 180,
      'also where all takes three times as long',
    )
    assert.ok(estimate(['--quick'], 100) < 180, 'however slow it is: rounds of load are left out')
    assert.ok(estimate([]) < 12 * 60)
  })

  it('contains all that a run waits for by the clock', () => {
    assert.ok(estimate(['--quick', '--head-to-head', '200s']) > 200)
    assert.ok(estimate(['--users', '1,2', '--duration', '30s', '--head-to-head', '0s']) > 4 * 2 * 30)
  })

  it('grows with the slowness of the machine, the doctors, rounds and scenarios', () => {
    const usual = estimate([])
    assert.ok(estimate([], 3 * QUIET_PROCESS_SECONDS) > usual)
    assert.ok(estimate(['--doctors', '1000000']) > usual + 20)
    assert.ok(estimate(['--rounds', '10']) > usual)
    assert.ok(estimate(['--scenarios', 'baseline,optimised']) < usual)
  })
})

describe('limitsOf', () => {
  const limits = (args: string[], preparedSeconds: number, processSeconds = QUIET_PROCESS_SECONDS) =>
    limitsOf(readOptions(readArguments(BENCH, args).values).run, { processSeconds, preparedSeconds })

  it('leaves time for a round of load and the report, the more the slower the machine is', () => {
    const [quiet, slow, slower] = [14, 50, 100].map((prepared) => limits(['--quick'], prepared))
    assert.ok(quiet && slow && slower)
    assert.equal(quiet.load, 165)
    assert.ok(quiet.headToHead < 165 - 7.5 / 5)
    assert.ok(slow.load < quiet.load && slow.headToHead < quiet.headToHead - 10)
    assert.ok(slower.load < slow.load && slower.headToHead < slow.headToHead)
  })

  it('takes the machine for as slow as the slower of its signs', () => {
    const [slow, one, other] = [
      limits(['--quick'], 40, 0.2),
      limits(['--quick'], 40),
      limits(['--quick'], 14, 0.2),
    ]
    assert.equal(slow?.load, Math.min(Number(one?.load), Number(other?.load)))
  })

  it('does not limit a run that may take any time', () =>
    assert.deepEqual(limits([], 100), {
      headToHead: Number.POSITIVE_INFINITY,
      load: Number.POSITIVE_INFINITY,
    }))
})

describe('formatDuration', () => {
  it('is in seconds below a minute, and in minutes from there, rounded up to five seconds', () =>
    assert.deepEqual([3, 55.1, 61, 160, 600].map(formatDuration), [
      '5 seconds',
      '1:00 minutes',
      '1:05 minutes',
      '2:40 minutes',
      '10:00 minutes',
    ]))
})
