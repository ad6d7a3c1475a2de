import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { judge } from '../../../benchmarks/statistics/judge.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'

const seed = 4
const settings = { margin: 0.05, confidence: 0.95 }
const compared = { from: 'a', to: 'b', users: 10, operation: 'browse', metric: 'p50' } as const

const anyThousandths = fc.integer({ min: -400, max: 400 }).map((count) => count / 1000)
/** Around a common difference, so that some are significant and some nearly. */
const anyLogRatios = fc
  .tuple(anyThousandths, fc.array(anyThousandths, { minLength: 4, maxLength: 12 }))
  .map(([level, others]) => others.map((each) => level + each))
const anyFamily = fc.array(
  anyLogRatios.map((logRatios) => ({ ...compared, logRatios })),
  { maxLength: 8 },
)

describe('a verdict', () => {
  const verdictOf = (logRatios: number[]) => judge([{ ...compared, logRatios }], settings)[0]

  it('has the sign of a significant difference', () => {
    const logRatios = [-0.2, -0.21, -0.19, -0.22, -0.2, -0.18]
    const faster = verdictOf(logRatios)
    const slower = verdictOf(logRatios.map((each) => -each))
    assert.equal(faster?.verdict, 'faster')
    assert.equal(slower?.verdict, 'slower')
    // By SciPy: ttest_1samp(logRatios, 0), its confidence_interval(0.95) and nct.
    assertClose(
      [faster?.change, faster?.low, faster?.high, faster?.pValue].map(Number),
      FASTER_BY_SCIPY,
      1e-9,
    )
    assertClose([Number(faster?.detectable)], [DETECTABLE_BY_SCIPY], 0.01)
  })

  it('is equivalent for a significant difference that lies within the margin', () => {
    const judged = verdictOf([0.01, 0.011, 0.009, 0.01, 0.012, 0.01])
    assert.equal(judged?.verdict, 'equivalent')
    assert.ok(Number(judged?.pValue) < 0.001)
  })

  it('is cannot tell where both no difference and one beyond the margin are possible', () => {
    assert.equal(verdictOf([0.3, -0.3, 0.2, -0.1, 0.1, -0.2])?.verdict, 'cannot tell')
  })

  it('is equivalent where the 90 % interval lies within the margin', () => {
    const around = (mean: number) => [-2, -1, 0, 1, 2].map((step) => mean + step / 100)
    const halfWidth90 = 2.13184678632665 * (Math.sqrt(2.5) / 100 / Math.sqrt(5))
    const furthest = Math.log(1.05) - halfWidth90
    assert.equal(verdictOf(around(furthest - 1e-6))?.verdict, 'equivalent')
    assert.notEqual(verdictOf(around(furthest + 1e-6))?.verdict, 'equivalent')
  })

  it('agrees with its interval: it excludes 0 exactly where the p-value is significant', () => {
    fc.assert(
      fc.property(anyFamily, (family) => {
        for (const { change, low, high, pValue, verdict } of judge(family, settings)) {
          if (change === null || low === null || high === null) {
            assert.deepEqual({ pValue, verdict }, { pValue: 1, verdict: 'cannot tell' })
            continue
          }
          assert.ok(low <= change && change <= high)
          assert.equal(low > 0 || high < 0, pValue <= 0.05)
          if (verdict === 'faster') assert.ok(high < 0)
          if (verdict === 'slower') assert.ok(low > 0)
          if (verdict === 'cannot tell') assert.ok(low <= 0 && high >= 0)
        }
      }),
      { seed, numRuns: 500 },
    )
  })

  it('is the opposite when the sides are swapped', () => {
    fc.assert(
      fc.property(anyFamily, (family) => {
        const opposite = { faster: 'slower', slower: 'faster' } as const
        const back = family.map((each) => ({ ...each, logRatios: each.logRatios.map((ratio) => -ratio) }))
        const narrow = { ...settings, margin: 1e-6 }
        for (const [index, there] of judge(family, narrow).entries()) {
          const { verdict, pValue } = judge(back, narrow)[index] ?? there
          assert.equal(pValue, there.pValue)
          if (there.verdict !== 'equivalent') {
            assert.equal(verdict, there.verdict === 'cannot tell' ? there.verdict : opposite[there.verdict])
          }
        }
      }),
      { seed },
    )
  })

  it('is cannot tell with fewer than 5 rounds, and the others are not corrected for it', () => {
    const four = { ...compared, logRatios: [1, 1.1, 0.9, 1] }
    const six = { ...compared, logRatios: [0.2, 0.1, 0.3, 0.2, 0.25, 0.15] }
    const { logRatios, ...what } = four
    assert.deepEqual(judge([four, six, four], settings), [
      { ...what, change: null, low: null, high: null, pValue: 1, verdict: 'cannot tell', detectable: null },
      ...judge([six], settings),
      { ...what, change: null, low: null, high: null, pValue: 1, verdict: 'cannot tell', detectable: null },
    ])
  })

  it('is corrected for the number of comparisons', () => {
    const logRatios = [0.2, 0.02, 0.3, 0.1, 0.25, 0.05]
    const alone = verdictOf(logRatios)
    const [first, ...others] = judge(
      [logRatios, ...NOTHING_FOUND].map((each) => ({ ...compared, logRatios: each })),
      settings,
    )
    assert.equal(alone?.verdict, 'slower')
    assert.equal(first?.verdict, 'cannot tell')
    assertClose([Number(first?.pValue)], [4 * Number(alone?.pValue)])
    assert.ok(Number(first?.detectable) > Number(alone?.detectable))
    assert.ok(others.every(({ verdict }) => verdict === 'cannot tell'))
  })

  it('holds only numbers that JSON has, for any rounds', () => {
    const extreme = fc.array(fc.constantFrom(0, 1e-300, 700, -700, 1), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(extreme, { maxLength: 6 }), (all) => {
        const judged = judge(
          all.map((logRatios) => ({ ...compared, logRatios })),
          settings,
        )
        assert.deepEqual(JSON.parse(JSON.stringify(judged)), judged)
      }),
      { seed, numRuns: 500 },
    )
  })

  it('is deterministic', () => {
    fc.assert(
      fc.property(anyFamily, (family) =>
        assert.deepEqual(judge(structuredClone(family), settings), judge(family, settings)),
      ),
      { seed },
    )
  })

  it('is exact for rounds that agree exactly', () => {
    const same = verdictOf([0, 0, 0, 0, 0])
    assert.deepEqual(
      [same?.verdict, same?.change, same?.low, same?.high, same?.pValue, same?.detectable],
      ['equivalent', 0, 0, 0, 1, 0],
    )
    assert.equal(verdictOf([1, 1, 1, 1, 1])?.verdict, 'slower')
    assert.notEqual(verdictOf(new Array<number>(5).fill(Math.log1p(0.05)))?.verdict, 'equivalent')
  })

  it('is refused for a margin or a confidence that is not between 0 and 1', () => {
    assert.throws(
      () => judge([], { ...settings, margin: 5 }),
      new RangeError('expected a margin between 0 and 1, got 5'),
    )
    assert.throws(
      () => judge([], { ...settings, confidence: 95 }),
      new RangeError('expected a confidence between 0 and 1, got 95'),
    )
  })
})

const FASTER_BY_SCIPY = [-0.181269246922, -0.193330520198, -0.1690276342174, 3.771211746262e-7]
const DETECTABLE_BY_SCIPY = 0.02049472561
const NOTHING_FOUND = [
  [0.1, -0.1, 0.2, -0.2, 0.1, -0.1],
  [0.1, -0.2, 0.2, -0.2, 0.1, -0.1],
  [0.2, -0.1, 0.2, -0.2, 0.1, -0.1],
]
