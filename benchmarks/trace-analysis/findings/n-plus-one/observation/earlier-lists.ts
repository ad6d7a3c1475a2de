import { WRITE_VERBS } from '../../../sql/parsed-statement.ts'
import type { StatementGroup } from '../../statement-group.ts'

/** How many earlier groups are considered, the nearest first. */
const MAX_PARENTS = 24

/**
 * The lists that began before the last of the group's statements, under its path or one that leads to it; where there
 * is no path, those without one. The nearest come last.
 */
export function listsLeadingTo(
  { path, executions }: StatementGroup,
  lists: Map<string | null, StatementGroup[]>,
): StatementGroup[] {
  const last = executions.at(-1)?.position ?? 0
  const leading = pathsTo(path).flatMap((each) => nearest(lists.get(each) ?? [], last))
  return leading.toSorted((a, b) => a.executions[0].position - b.executions[0].position).slice(-MAX_PARENTS)
}

/** `a`, `a.*` and `a.*.b` for `a.*.b`. */
function pathsTo(path: string | null): (string | null)[] {
  if (path === null) return [null]
  const segments = path.split('.')
  return segments.map((_, index) => segments.slice(0, index + 1).join('.'))
}

/** @param lists in the order in which they began. */
function nearest(lists: StatementGroup[], before: number): StatementGroup[] {
  let [low, high] = [0, lists.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lists[middle]?.executions[0].position ?? 0) < before) low = middle + 1
    else high = middle
  }
  return lists.slice(Math.max(0, low - MAX_PARENTS), low)
}

/**
 * Several look-ups of one row each make no list, nor does a statement that returns one row whatever the data,
 * or a write of one row.
 */
export function mayList({ executions }: StatementGroup): boolean {
  const [{ parsed }] = executions
  const isLong = executions.some(({ statement }) => (statement.rowCount ?? 0) > 1)
  const mayBe = executions.length === 1 || executions.every(({ statement }) => statement.rowCount === null)
  return isLong || (mayBe && !parsed.effects.returnsOneRow && !WRITE_VERBS.has(parsed.verb))
}
