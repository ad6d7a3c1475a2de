import type { ScenarioResult } from '../../result.ts'

export interface StatementChange {
  name: string
  before: number
  after: number
  change: number
}

/**
 * Which statements of the full page one scenario sends more or less often than another: what falls away first,
 * most first, then what comes instead.
 */
export function statementChanges(from: ScenarioResult, to: ScenarioResult): StatementChange[] {
  const before = countByName(from)
  const after = countByName(to)
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => {
      const counts = { before: before.get(name) ?? 0, after: after.get(name) ?? 0 }
      return { name, ...counts, change: counts.after - counts.before }
    })
    .filter(({ change }) => change !== 0)
    .toSorted((a, b) => a.change - b.change)
}

function countByName({ timeline }: ScenarioResult): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { name } of timeline) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
