import type { Comparison } from '../result.ts'
import type { PairedComparison } from './compare-scenarios.ts'
import { correctByHolm } from './holm.ts'
import {
  detectableDifference,
  differenceP,
  equivalenceP,
  halfWidth,
  type PairedDifference,
  pairedDifference,
} from './paired-difference.ts'

/** With 3 rounds, and latencies of two modes, 8 to 9 of 100 families had a false verdict; with 5, at most 5. */
const FEWEST_ROUNDS = 5

/**
 * Gives each comparison its verdict; their order stays. All that are drawn from one run belong in one call: they are
 * a family, in which the probability of even one wrong `faster` or `slower`, and likewise of one wrong `equivalent`,
 * is at most 1 - confidence.
 *
 * - `equivalent`: two one-sided tests show that the true change lies within ±margin. This comes first: a difference
 *   that is significant but lies wholly within the margin is `equivalent`.
 * - `faster`, `slower`: the difference is significant, and not shown to lie within the margin.
 * - `cannot tell`: neither; with fewer than 5 rounds always. Such a comparison has no figures, and does not count
 *   towards the number that the others are corrected for.
 *
 * The interval leaves out 0 exactly where the difference is significant. For that its confidence is corrected as the
 * p-value is: it is wider than that of one comparison alone, and wider than what two one-sided tests look at, so
 * that of an `equivalent` comparison may reach beyond the margin.
 *
 * `detectable` is the true change, in either direction, that is found with probability 0.8 even where no other
 * comparison finds anything.
 *
 * @param margin the share within which two latencies count as equivalent, such as 0.05.
 * @throws RangeError where the margin or the confidence is not between 0 and 1.
 */
export function judge(
  comparisons: readonly PairedComparison[],
  { margin, confidence }: { margin: number; confidence: number },
): Comparison[] {
  for (const [name, share] of Object.entries({ margin, confidence })) {
    if (!(share > 0 && share < 1)) throw new RangeError(`expected a ${name} between 0 and 1, got ${share}`)
  }
  const family = comparisons.filter(({ logRatios }) => logRatios.length >= FEWEST_ROUNDS)
  const judgements = judgeFamily(family, margin, 1 - confidence)
  return comparisons.map((comparison) => {
    const { logRatios, ...compared } = comparison
    return { ...compared, ...(judgements.get(comparison) ?? UNTOLD) }
  })
}

type Judgement = Pick<Comparison, 'change' | 'low' | 'high' | 'pValue' | 'verdict' | 'detectable'>

const UNTOLD: Judgement = {
  change: null,
  low: null,
  high: null,
  pValue: 1,
  verdict: 'cannot tell',
  detectable: null,
}

function judgeFamily(
  family: readonly PairedComparison[],
  margin: number,
  alpha: number,
): Map<PairedComparison, Judgement> {
  const differences = family.map((comparison) => ({ comparison, ...pairedDifference(comparison.logRatios) }))
  const isWithin = (difference: PairedDifference) =>
    equivalenceP(difference, Math.log1p(-margin), Math.log1p(margin))
  const equivalent = new Set(
    correctByHolm(differences, isWithin, alpha).flatMap(({ test, pValue }) =>
      pValue <= alpha ? [test] : [],
    ),
  )
  return new Map(
    correctByHolm(differences, differenceP, alpha).map(({ test, pValue, level }) => [
      test.comparison,
      {
        ...figuresOf(test, level, alpha / family.length),
        pValue,
        verdict: equivalent.has(test) ? 'equivalent' : pValue > alpha ? 'cannot tell' : direction(test),
      },
    ]),
  )
}

function direction({ mean }: PairedDifference): 'faster' | 'slower' {
  return mean < 0 ? 'faster' : 'slower'
}

function figuresOf(difference: PairedDifference, level: number, strictestLevel: number) {
  const { mean } = difference
  const reach = halfWidth(difference, level)
  return {
    change: changeOf(mean),
    low: changeOf(mean - reach),
    high: changeOf(mean + reach),
    detectable: changeOf(detectableDifference(difference, strictestLevel)),
  }
}

/** A difference of logarithms as a change in proportion, finite so that JSON can hold it. */
function changeOf(logRatio: number): number {
  return Math.min(Math.expm1(logRatio), Number.MAX_VALUE)
}
