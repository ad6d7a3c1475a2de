import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { independentDifference } from '../../../benchmarks/statistics/independent-difference.ts'
import { differenceP, halfWidth, pairedDifference } from '../../../benchmarks/statistics/paired-difference.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'
import { createNormal } from '../../support/statistics/simulated-rounds.ts'

describe('independentDifference', () => {
  it('is Welch’s', () => {
    // Worked by hand: variances of means 0.25 and 0.04, so t = 2 / sqrt(0.29) with 0.29² / (0.25²/4 + 0.04²/9) degrees.
    const difference = independentDifference({
      from: { mean: 10, standardError: 0.5, degreesOfFreedom: 4 },
      to: { mean: 12, standardError: 0.2, degreesOfFreedom: 9 },
    })
    assertClose([difference.mean, difference.standardError], [2, Math.sqrt(0.29)])
    assert.equal(difference.degreesOfFreedom, Math.floor(0.29 ** 2 / (0.25 ** 2 / 4 + 0.04 ** 2 / 9)))
  })

  it('misses the true difference in about 5 of 100 experiments at most, with unequal spreads and numbers too', () => {
    const draw = createNormal(11)
    const experiments = 2000
    let missed = 0
    for (let experiment = 0; experiment < experiments; experiment++) {
      const from = pairedDifference(Array.from({ length: 6 }, () => 3 * draw()))
      const to = pairedDifference(Array.from({ length: 20 }, () => 1 + draw()))
      const difference = independentDifference({ from, to })
      if (Math.abs(difference.mean - 1) > halfWidth(difference, 0.05)) missed++
    }
    assert.ok(missed / experiments < 0.065, `${missed} of ${experiments}`)
  })

  it('of means without spread is certain', () => {
    const mean = (value: number) => ({ mean: value, standardError: 0, degreesOfFreedom: 3 })
    assert.equal(differenceP(independentDifference({ from: mean(1), to: mean(2) })), 0)
    assert.equal(differenceP(independentDifference({ from: mean(1), to: mean(1) })), 1)
  })
})
