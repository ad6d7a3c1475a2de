import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Estimate, estimatePercentile } from '../../../benchmarks/statistics/estimate-percentile.ts'
import type { Rounds } from '../../../benchmarks/statistics/paired-rounds.ts'
import { percentile } from '../../../benchmarks/statistics/percentile.ts'
import { createRandom } from '../../../src/demo-data/random.ts'
import {
  createNormal,
  heavyTailed,
  lognormal,
  type SimulatedRounds,
  simulateRounds,
  twoModes,
} from '../../support/statistics/simulated-rounds.ts'

const seed = 4
const confidence = 0.95
const NORMAL_AT = { 0.5: 0, 0.95: 1.6448536269514722, 0.99: 2.3263478740408408 } as const

const RUNS = 2000
const CASES: Omit<SimulatedRounds, 'shape'>[] = [
  { rounds: 5, samples: 40, betweenRounds: 0.02 },
  { rounds: 6, samples: 30, betweenRounds: 0.02, autocorrelation: 0.3 },
  { rounds: 6, samples: 30, betweenRounds: 0.1, autocorrelation: 0.3, uneven: true },
  { rounds: 6, samples: 100, betweenRounds: 0.05, autocorrelation: 0.6 },
  { rounds: 8, samples: 60, betweenRounds: 0.1, autocorrelation: 0.3 },
  { rounds: 12, samples: 30, betweenRounds: 0.2 },
  { rounds: 12, samples: 200, betweenRounds: 0.05, autocorrelation: 0.3 },
]

describe('the 95 % interval holds the true percentile in 93 to 97 % of runs', () => {
  for (const [index, each] of CASES.entries()) {
    it(describeCase(each), (t) => {
      const draw = createNormal(seed, index)
      const shape = [lognormal, heavyTailed, twoModes][index % 3] ?? lognormal
      const runs = Array.from({ length: RUNS }, () => simulateRounds(draw, { ...each, shape }))
      for (const p of [0.5, 0.95] as const) {
        const coverage = share(runs, (rounds) =>
          holds(estimatePercentile(rounds, p, { confidence }), shape(NORMAL_AT[p])),
        )
        t.diagnostic(`p${p * 100} in ${(coverage * 100).toFixed(1)} %`)
        assert.ok(coverage >= 0.93 && coverage <= 0.97, `p${p * 100} in ${coverage * 100} %`)
      }
    })
  }

  it('p99 too, with enough samples', (t) => {
    const draw = createNormal(seed, CASES.length)
    const coverage = share(Array.from({ length: RUNS }), () => {
      const rounds = simulateRounds(draw, {
        rounds: 10,
        samples: 100,
        betweenRounds: 0.05,
        shape: heavyTailed,
      })
      return holds(estimatePercentile(rounds, 0.99, { confidence }), heavyTailed(NORMAL_AT[0.99]))
    })
    t.diagnostic(`p99 in ${(coverage * 100).toFixed(1)} %`)
    assert.ok(coverage >= 0.93 && coverage <= 0.97, `p99 in ${coverage * 100} %`)
  })
})

describe('an estimate', () => {
  const draw = createNormal(seed)
  const rounds = simulateRounds(draw, {
    rounds: 8,
    samples: 500,
    betweenRounds: 0.1,
    uneven: true,
    shape: lognormal,
  })

  it('has the half-width that the block bootstrap over rounds gives for the share below it', () => {
    for (const p of [0.5, 0.95]) {
      const { value, low, high } = bounded(estimatePercentile(rounds, p, { confidence }))
      const error = bootstrapError(rounds, value) * Math.sqrt(rounds.length / (rounds.length - 1))
      const STUDENT_OF_8_ROUNDS = 2.3646
      const reach = STUDENT_OF_8_ROUNDS * error
      const shareBelow = (latency: number) => share(rounds.flat(), (sample) => sample <= latency)
      assertNear(p - shareBelow(low), reach, 0.08 * reach)
      assertNear(shareBelow(high) - p, reach, 0.08 * reach)
    }
  })

  it('has the percentile within its interval, and the interval within the samples', () => {
    const anyRounds = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 40 }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(anyRounds, fc.constantFrom(0.5, 0.9, 0.95), (someRounds, p) => {
        const sorted = someRounds.flat().sort((one, other) => one - other)
        const estimate = estimatePercentile(someRounds, p, { confidence })
        if ('needed' in estimate) return assert.ok(sorted.length < estimate.needed)
        assert.equal(estimate.value, percentile(sorted, p))
        const inOrder = [sorted[0], estimate.low, estimate.value, estimate.high, sorted.at(-1)]
        assert.deepEqual(
          inOrder,
          inOrder.toSorted((one, other) => Number(one) - Number(other)),
        )
      }),
      { seed },
    )
  })

  it('gives the number of samples needed where there are fewer, for any number of rounds', () => {
    for (const [p, needed] of [
      [0.5, 6],
      [0.9, 36],
      [0.95, 72],
      [0.99, 368],
    ] as const) {
      const samples = rounds.flat().slice(0, needed)
      assert.deepEqual(estimatePercentile([samples.slice(1)], p, { confidence }), { needed })
      assert.deepEqual(
        estimatePercentile(
          samples.slice(1).map((sample) => [sample]),
          p,
          { confidence },
        ),
        { needed },
      )
      assert.ok(
        'value' in
          estimatePercentile(
            samples.map((sample) => [sample]),
            p,
            { confidence },
          ),
      )
    }
    assert.deepEqual(estimatePercentile([], 0.95, { confidence }), { needed: 72 })
  })

  it('is deterministic', () => {
    const again = structuredClone(rounds)
    assert.deepEqual(
      estimatePercentile(rounds, 0.95, { confidence }),
      estimatePercentile(again, 0.95, { confidence }),
    )
  })

  it('does not depend on the order of rounds, or of samples within them, nor on empty rounds', () => {
    const { low, high } = bounded(estimatePercentile(rounds, 0.95, { confidence }))
    const shuffled = [[], ...rounds.toReversed().map((samples) => samples.toSorted()), []]
    const other = bounded(estimatePercentile(shuffled, 0.95, { confidence }))
    assertNear(other.low, low, 1e-9)
    assertNear(other.high, high, 1e-9)
  })

  it('is wider where the same samples differ between rounds', () => {
    const sorted = rounds.flat().sort((one, other) => one - other)
    const alike = Array.from({ length: 8 }, (_, round) => sorted.filter((_, index) => index % 8 === round))
    const unlike = Array.from({ length: 8 }, (_, round) =>
      sorted.slice((round * sorted.length) / 8, ((round + 1) * sorted.length) / 8),
    )
    const width = (someRounds: Rounds) => {
      const { low, high } = bounded(estimatePercentile(someRounds, 0.5, { confidence }))
      return high - low
    }
    assert.ok(width(alike) > 0)
    assert.ok(width(unlike) > 5 * width(alike))
  })

  it('has a width even where all rounds agree', () => {
    const samples = Array.from({ length: 100 }, (_, index) => index + 1)
    const { low, value, high } = bounded(estimatePercentile([samples, samples, samples], 0.5, { confidence }))
    assert.ok(low < value && value < high)
  })

  it('of one round has the range of the samples as its interval', () => {
    const samples = Array.from({ length: 100 }, (_, index) => index + 1)
    const { low, high } = bounded(estimatePercentile([samples], 0.5, { confidence }))
    assert.deepEqual([low, high], [1, 100])
  })

  it('is refused for samples that are not finite', () => {
    for (const sample of [Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(
        () => estimatePercentile([[1, sample, 2]], 0.5, { confidence }),
        new RangeError(`expected samples in ms, got ${sample}`),
      )
    }
  })
})

function describeCase({
  rounds,
  samples,
  uneven,
  betweenRounds = 0,
  autocorrelation = 0,
}: (typeof CASES)[number]): string {
  const about = uneven ? 'about ' : ''
  return `${rounds} rounds of ${about}${samples}, ${betweenRounds * 100} % of the variance between rounds, autocorrelation ${autocorrelation}`
}

function holds(estimate: Estimate, truth: number): boolean {
  const { low, high } = bounded(estimate)
  return low <= truth && truth <= high
}

function bounded(estimate: Estimate): { value: number; low: number; high: number } {
  if ('needed' in estimate)
    assert.fail(`expected a bounded interval, got one that needs ${estimate.needed} samples`)
  return estimate
}

/** The standard deviation of the share of samples at or below a value, over resamples of whole rounds. */
function bootstrapError(rounds: Rounds, value: number): number {
  const random = createRandom(seed)
  const shares = Array.from({ length: 4000 }, () => {
    const resampled = rounds.map(() => random.pick(rounds))
    return share(resampled.flat(), (sample) => sample <= value)
  })
  const mean = shares.reduce((total, each) => total + each, 0) / shares.length
  return Math.sqrt(shares.reduce((total, each) => total + (each - mean) ** 2, 0) / shares.length)
}

function share<Item>(items: readonly Item[], matches: (item: Item) => boolean): number {
  return items.filter(matches).length / items.length
}

function assertNear(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `expected ${expected} ± ${tolerance}, got ${actual}`)
}
