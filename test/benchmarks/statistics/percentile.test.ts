import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { percentile, reachesPercentile, samplesNeeded } from '../../../benchmarks/statistics/percentile.ts'
import { studentCritical, studentTwoSidedP, studentUpperP } from '../../../benchmarks/statistics/student-t.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'
import { createNormal } from '../../support/statistics/simulated-rounds.ts'

const seed = 4
const anyLatency = fc.double({ min: 0.001, max: 1e6, noNaN: true })
const anySamples = fc.array(anyLatency, { minLength: 1, maxLength: 60 })
const anyShare = fc.double({ min: 0, max: 1, noNaN: true })

describe('a percentile', () => {
  it('equals NumPy’s with method median_unbiased', () => {
    const few = [0.4, 1.2, 2.2, 3.1, 7.7, 9.9, 12.5]
    const squares = Array.from({ length: 20 }, (_, index) => (index + 1) ** 2)
    const ofFew = [0, 0.05, 0.25, 0.5, 0.9, 0.95, 1].map((p) => percentile(few, p))
    const ofSquares = [0.5, 0.9, 0.95, 0.99].map((p) => percentile(squares, p))
    assertClose(ofFew, FEW_BY_NUMPY)
    assertClose(ofSquares, SQUARES_BY_NUMPY)
  })

  it('lies on the straight lines between the samples, the k-th of n standing at (k - 1/3) / (n + 1/3)', () => {
    fc.assert(
      fc.property(anySamples, anyShare, (samples, p) => {
        const sorted = samples.toSorted((one, other) => one - other)
        assertClose([percentile(sorted, p)], [onTheLine(sorted, p)])
      }),
      { seed },
    )
  })

  it('is above the true percentile about as often as below, for any number of samples that reaches it', () => {
    const draw = createNormal(seed)
    for (const [p, truth] of [
      [0.5, 0],
      [0.9, 1.2815515655446004],
      [0.95, 1.6448536269514722],
    ] as const) {
      for (const samples of [5, 13, 20, 40].filter((count) => reachesPercentile(count, p))) {
        const above = count(4000, () => {
          const sorted = Array.from({ length: samples }, () => Math.exp(draw())).sort((a, b) => a - b)
          return percentile(sorted, p) > Math.exp(truth)
        })
        assert.ok(
          Math.abs(above / 4000 - 0.5) < 0.1,
          `p${p * 100} of ${samples}: above ${above} of 4000 times`,
        )
      }
    }
  })

  it('is reached by 1 sample for p50, 7 for p90, 13 for p95, 67 for p99', () => {
    for (const [p, min] of [
      [0.5, 1],
      [0.9, 7],
      [0.95, 13],
      [0.99, 67],
    ] as const) {
      assert.deepEqual([reachesPercentile(min - 1, p), reachesPercentile(min, p)], [false, true], `p${p}`)
    }
  })

  it('is refused for no samples and for a share that is not between 0 and 1', () => {
    assert.throws(() => percentile([], 0.5), new RangeError('expected at least one sample, got none'))
    assert.throws(() => percentile([1], 95), new RangeError('expected a share between 0 and 1, got 95'))
  })
})

describe('the samples needed to bound a percentile', () => {
  it('are 6 for p50, 36 for p90, 72 for p95, 368 for p99', () => {
    assert.deepEqual(
      [0.5, 0.9, 0.95, 0.99].map((p) => samplesNeeded(p, 0.95)),
      [6, 36, 72, 368],
    )
  })

  it('are the same number for the mirrored percentile', () => {
    assert.equal(samplesNeeded(0.05, 0.95), 72)
  })

  it('are the minimum number whose maximum and minimum are bounds', () => {
    const anyInnerShare = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(anyInnerShare, anyInnerShare, (p, confidence) => {
        const needed = samplesNeeded(p, confidence)
        const unboundedWith = (samples: number) => Math.max(p, 1 - p) ** samples
        assert.ok(unboundedWith(needed) <= ((1 - confidence) / 2) * (1 + 1e-9))
        assert.ok(unboundedWith(needed - 1) > ((1 - confidence) / 2) * (1 - 1e-9))
      }),
      { seed },
    )
  })
})

describe("Student's t", () => {
  it('has the probabilities of SciPy', () => {
    for (const [degreesOfFreedom, ...expected] of STUDENT_BY_SCIPY) {
      assertClose(
        [
          studentTwoSidedP(0.5, degreesOfFreedom),
          studentTwoSidedP(-2, degreesOfFreedom),
          studentTwoSidedP(10, degreesOfFreedom),
          studentCritical(0.05, degreesOfFreedom),
          studentCritical(0.0025, degreesOfFreedom),
        ],
        expected,
      )
    }
  })

  it('exceeds a critical value with the given probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (p, degrees) => {
          assertClose([studentTwoSidedP(studentCritical(p, degrees), degrees)], [p])
        },
      ),
      { seed },
    )
  })

  it('is symmetric', () => {
    assert.equal(studentUpperP(0, 5), 0.5)
    assertClose(
      [studentUpperP(2, 5) + studentUpperP(-2, 5), 2 * studentUpperP(2, 5)],
      [1, studentTwoSidedP(2, 5)],
    )
  })

  it('has probability 0 beyond infinity', () => {
    assert.equal(studentTwoSidedP(Number.POSITIVE_INFINITY, 5), 0)
  })
})

const FEW_BY_NUMPY = [0.4, 0.4, 1.3666666666666665, 3.1, 12.326666666666668, 12.5, 12.5]
const SQUARES_BY_NUMPY = [110.5, 347.43333333333334, 386.35, 400]

/** Degrees of freedom, then the two-sided p-values of 0.5, 2 and 10, and the critical values for 0.05 and 0.0025. */
const STUDENT_BY_SCIPY = [
  [1, 0.704832764699, 0.295167235301, 0.0634510348611, 12.7062047362, 254.646599949],
  [2, 0.666666666667, 0.183503419072, 0.00985245702333, 4.30265272975, 19.9624804516],
  [3, 0.651447964848, 0.139325968559, 0.00212839905841, 3.18244630528, 9.46489966354],
  [4, 0.643329963182, 0.116116523517, 0.000562003622716, 2.7764451052, 6.7582528327],
  [5, 0.638298871641, 0.10193947883, 0.000170947575743, 2.57058183564, 5.6041654785],
  [8, 0.630536075557, 0.0805162379573, 8.48818152763e-6, 2.3060041352, 4.33354984598],
  [11, 0.626926219184, 0.070803955068, 7.39299284146e-7, 2.20098516009, 3.89453166383],
  [30, 0.620723004885, 0.054625044963, 4.57525140823e-11, 2.0422724563, 3.29989364353],
  [200, 0.617624752316, 0.0468531861871, 2.37748314442e-19, 1.97189622363, 3.06211493294],
] as const

function onTheLine(sorted: readonly number[], p: number): number {
  const places = sorted.map((value, index) => ({ value, share: (index + 2 / 3) / (sorted.length + 1 / 3) }))
  const after = places.find(({ share }) => share >= p)
  const before = places.findLast(({ share }) => share <= p)
  if (before === undefined || after === undefined) return (before ?? after)?.value ?? Number.NaN
  if (before.share === after.share) return before.value
  return before.value + ((p - before.share) / (after.share - before.share)) * (after.value - before.value)
}

function count(times: number, happens: () => boolean): number {
  return Array.from({ length: times }, happens).filter(Boolean).length
}
