import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { correctByHolm } from '../../../benchmarks/statistics/holm.ts'
import { assertClose } from '../../support/statistics/assert-close.ts'

const seed = 4

describe("Holm's correction", () => {
  const anyPValues = fc.array(
    fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.001, 0.01, 0.05)),
    {
      maxLength: 25,
    },
  )
  const anyAlpha = fc.double({ min: 0.001, max: 0.5, noNaN: true })

  it('finds what the procedure finds step by step', () => {
    fc.assert(
      fc.property(anyPValues, anyAlpha, (pValues, alpha) => {
        const found = correctByHolm(pValues, (each) => each, alpha).map(({ pValue }) => pValue <= alpha)
        assert.deepEqual(found, findStepByStep(pValues, alpha))
      }),
      { seed },
    )
  })

  it('keeps the order of tests, never lowers a p-value, and keeps that of a single test', () => {
    fc.assert(
      fc.property(anyPValues, (pValues) => {
        const corrected = correctByHolm(pValues, (each) => each, 0.05)
        assert.deepEqual(
          corrected.map(({ test }) => test),
          pValues,
        )
        assert.ok(corrected.every(({ test, pValue }) => pValue >= test && pValue <= 1))
        assert.ok(pValues.length !== 1 || corrected[0]?.pValue === pValues[0])
      }),
      { seed },
    )
  })

  it('gives the level at which each test has the same outcome', () => {
    fc.assert(
      fc.property(anyPValues, anyAlpha, (pValues, alpha) => {
        for (const { test, pValue, level } of correctByHolm(pValues, (each) => each, alpha)) {
          assert.equal(test <= level * (1 + 1e-12), pValue <= alpha * (1 + 1e-12))
        }
      }),
      { seed },
    )
  })

  it('gives the textbook result for the textbook example', () => {
    const corrected = correctByHolm([0.01, 0.04, 0.03, 0.005], (each) => each, 0.05)
    assertClose(
      corrected.map(({ pValue }) => pValue),
      [0.03, 0.06, 0.06, 0.02],
    )
    assertClose(
      corrected.map(({ level }) => level),
      [0.05 / 3, 0.05 / 2, 0.05 / 2, 0.05 / 4],
    )
  })
})

/** The procedure as Holm describes it: repeatedly the smallest p-value left, compared with alpha over their number. */
function findStepByStep(pValues: readonly number[], alpha: number): boolean[] {
  const found = pValues.map(() => false)
  for (let left = pValues.length; left > 0; left -= 1) {
    const smallest = Math.min(...pValues.filter((_, index) => !found[index]))
    if (smallest * left > alpha) break
    found[pValues.findIndex((pValue, index) => pValue === smallest && !found[index])] = true
  }
  return found
}
