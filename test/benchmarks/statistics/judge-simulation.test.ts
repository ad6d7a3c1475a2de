import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Judgement, judge } from '../../../benchmarks/statistics/judge.ts'
import { pairedLogRatios } from '../../../benchmarks/statistics/paired-rounds.ts'
import {
  createNormal,
  type DrawNormal,
  heavyTailed,
  lognormal,
  type Shape,
  scaleRounds,
  simulateRounds,
  twoModes,
} from '../../support/statistics/simulated-rounds.ts'

const seed = 4
const confidence = 0.95
const margin = 0.1

/** 20 comparisons of two sides: four metrics of each of five operations. */
interface Family {
  rounds: number
  samples: number
  shape: Shape
  /** Every sample of the second side is multiplied by this. */
  factor: number
}

const METRICS = ['p50', 'p90', 'p95', 'mean'] as const
const OPERATIONS = 5
const FAMILIES = 600
/** Where the true share is 5 %, one of 100 simulations exceeds 5 % by more than this. */
const TOLERANCE = 2.33 * Math.sqrt((0.05 * 0.95) / FAMILIES)

it('in 95 % of runs, none of 20 comparisons of equal sides is faster or slower', (t) => {
  const sizes = [
    { rounds: 5, samples: 30 },
    { rounds: 6, samples: 60 },
    { rounds: 12, samples: 40 },
  ]
  const cases = Object.entries({ lognormal, heavyTailed, twoModes }).flatMap(([name, shape]) =>
    sizes.map((size) => ({ name, shape, ...size })),
  )
  const wrongs = cases.map(({ name, ...each }, index) => {
    const draw = createNormal(seed, index)
    const wrong = share(FAMILIES, () =>
      judgeFamily(draw, { ...each, factor: 1 }).some(
        ({ verdict }) => verdict === 'faster' || verdict === 'slower',
      ),
    )
    const message = `wrong in ${(wrong * 100).toFixed(1)} %: ${each.rounds} rounds of ${each.samples}, ${name}`
    t.diagnostic(message)
    assert.ok(wrong <= 0.05 + TOLERANCE, message)
    return wrong
  })
  const wrong = wrongs.reduce((total, each) => total + each, 0) / wrongs.length
  t.diagnostic(`wrong in ${(wrong * 100).toFixed(1)} % of all`)
  assert.ok(wrong <= 0.05)
})

describe('a true difference', () => {
  for (const [index, factor] of [1 - margin, 1 + margin].entries()) {
    it(`at the margin, ${factor}, is equivalent in at most 5 % of runs`, (t) => {
      const draw = createNormal(seed, index)
      const family = { rounds: 8, samples: 100, shape: lognormal, factor }
      const wrong = share(FAMILIES, () =>
        judgeFamily(draw, family).some(({ verdict }) => verdict === 'equivalent'),
      )
      t.diagnostic(`wrong in ${(wrong * 100).toFixed(1)} %`)
      assert.ok(wrong <= 0.05, `wrong in ${wrong * 100} %`)
    })
  }

  for (const [index, factor] of [0.6, 1.6].entries()) {
    it(`of a clear size, ${factor}, is found with its sign and lies within the interval`, (t) => {
      const draw = createNormal(seed, index)
      const family = { rounds: 8, samples: 60, shape: lognormal, factor }
      const all = Array.from({ length: 30 }, () => judgeFamily(draw, family)).flat()
      const right = factor < 1 ? 'faster' : 'slower'
      const found = all.filter(({ verdict }) => verdict === right).length / all.length
      const held =
        all.filter(({ low, high }) => Number(low) <= factor - 1 && factor - 1 <= Number(high)).length /
        all.length
      t.diagnostic(
        `found in ${(found * 100).toFixed(1)} %, within the interval in ${(held * 100).toFixed(1)} %`,
      )
      assert.ok(found > 0.95)
      assert.ok(held > 0.95)
      assert.deepEqual(
        new Set(all.map(({ verdict }) => verdict)).difference(new Set([right, 'cannot tell'])),
        new Set(),
      )
    })
  }

  it('of the detectable size is found in four of five runs', (t) => {
    const draw = createNormal(seed)
    const judgeAlone = (trueLogRatio: number) => {
      const logRatios = Array.from({ length: 6 }, () => trueLogRatio + 0.1 * draw())
      return judge([{ logRatios }], { margin: 0.001, confidence })
    }
    // The estimate of the squared spread has no bias.
    const squares = Array.from({ length: 2000 }, () =>
      judgeAlone(0).map((each) => Math.log1p(Number(each.detectable)) ** 2),
    )
    const detectable = Math.sqrt(squares.flat().reduce((total, each) => total + each, 0) / 2000)
    const found = share(4000, () => judgeAlone(detectable).some(({ verdict }) => verdict === 'slower'))
    t.diagnostic(`found in ${(found * 100).toFixed(1)} %`)
    assert.ok(Math.abs(found - 0.8) < 0.03, `found in ${found * 100} %`)
  })
})

it('equal sides are equivalent in a run that is long enough', (t) => {
  const draw = createNormal(seed)
  const family = { rounds: 16, samples: 300, shape: lognormal, factor: 1 }
  const all = Array.from({ length: 10 }, () => judgeFamily(draw, family)).flat()
  const found = all.filter(({ verdict }) => verdict === 'equivalent').length / all.length
  t.diagnostic(`found in ${(found * 100).toFixed(1)} %`)
  assert.ok(found > 0.8)
})

function judgeFamily(draw: DrawNormal, { rounds, samples, shape, factor }: Family): Judgement[] {
  // How fast the machine is in a round, which affects both sides; each visit adds its own deviation.
  const machine = Array.from({ length: rounds }, () => 0.2 * draw())
  const measure = (by: number) =>
    scaleRounds(
      simulateRounds(draw, { rounds, samples, autocorrelation: 0.3, shape }),
      machine.map((level) => by * Math.exp(level + 0.03 * draw())),
    )
  const comparisons = Array.from({ length: OPERATIONS }).flatMap(() => {
    const sides = { from: measure(1), to: measure(factor) }
    return METRICS.map((metric) => ({ logRatios: pairedLogRatios(metric, sides) }))
  })
  return judge(comparisons, { margin, confidence })
}

function share(times: number, happens: () => boolean): number {
  return Array.from({ length: times }, happens).filter(Boolean).length / times
}
