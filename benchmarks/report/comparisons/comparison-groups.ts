import type { BenchmarkResult, Comparison } from '../../result.ts'

/** Comparisons between the same two scenarios in the same metric. */
export interface ComparisonGroup {
  from: string
  to: string
  metric: Comparison['metric']
  comparisons: Comparison[]
}

/** The comparisons by what they compare, in the order of the result. */
export function comparisonGroups({ comparisons }: BenchmarkResult): ComparisonGroup[] {
  const groups = Map.groupBy(comparisons, ({ from, to, metric }) => JSON.stringify([from, to, metric]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first === undefined
      ? []
      : [{ from: first.from, to: first.to, metric: first.metric, comparisons: group }]
  })
}

/** All verdicts, in the order in which they are reported. */
export const VERDICTS = [
  'faster',
  'slower',
  'equivalent',
  'cannot tell',
] as const satisfies Comparison['verdict'][]

/** Why a comparison has no estimate. */
export const TOO_FEW_ROUNDS = 'too few rounds'

/** A comparison with enough rounds to estimate the change. */
export type EstimatedComparison = Comparison & {
  [figure in 'change' | 'low' | 'high' | 'detectable']: number
}

/** Whether there were enough rounds to estimate the change; a result has either all of the figures or none. */
export function isEstimated(comparison: Comparison): comparison is EstimatedComparison {
  const { change, low, high, detectable } = comparison
  return [change, low, high, detectable].every((figure) => figure !== null)
}
