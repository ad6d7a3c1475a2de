import type { BenchmarkResult, Comparison } from '../../result.ts'

/** Comparisons between the same two scenarios in the same metric. */
export interface ComparisonGroup {
  from: string
  to: string
  metric: Comparison['metric']
  comparisons: Comparison[]
}

/** The comparisons under load by what they compare, in the order of the result. */
export function comparisonGroups({ comparisons }: Pick<BenchmarkResult, 'comparisons'>): ComparisonGroup[] {
  const groups = Map.groupBy(comparisons, ({ from, to, metric }) => JSON.stringify([from, to, metric]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first === undefined
      ? []
      : [{ from: first.from, to: first.to, metric: first.metric, comparisons: group }]
  })
}
