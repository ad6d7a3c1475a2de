import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BENCH, readOptions } from '../../../../benchmarks/commands/options/bench-options.ts'
import { estimateDuration, formatDuration } from '../../../../benchmarks/run/context/estimate-duration.ts'
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
