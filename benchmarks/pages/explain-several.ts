import { percentile } from '../statistics/percentile.ts'
import type { BoundStatement, Explained, Explainer } from '../targets/explain.ts'

const EXECUTIONS = 3
/** No further execution of a statement starts after this time. */
const BUDGET_MS = 1_000

/** Executes a statement several times after a first; the last plan, and the median time. Null past the limit of the session. */
export async function explainSeveral(
  explainer: Explainer,
  statement: BoundStatement,
): Promise<Explained | null> {
  const startMs = performance.now()
  let last = await explainer.explain(statement)
  // The first execution reads what the others find in memory; it counts only where it is the only one.
  const durations: number[] = []
  while (last !== undefined && durations.length < EXECUTIONS && performance.now() - startMs < BUDGET_MS) {
    last = await explainer.explain(statement)
    if (last !== undefined) durations.push(last.executionMs)
  }
  if (last === undefined) return null
  if (durations.length === 0) return last
  return {
    ...last,
    executionMs: percentile(
      durations.toSorted((a, b) => a - b),
      0.5,
    ),
  }
}

/** The median time of a statement in the server. */
export async function medianExecutionMs(
  explainer: Explainer,
  statement: BoundStatement,
): Promise<number | null> {
  const explained = await explainSeveral(explainer, statement)
  return explained?.executionMs ?? null
}
