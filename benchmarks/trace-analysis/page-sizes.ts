import type { ExaminedRequest } from './findings/repetition.ts'
import { groupStatements, type StatementGroup } from './findings/statement-group.ts'
import { countParameterSets, countRows } from './requests/parsed-request.ts'
import type { TracedRequest } from './requests/traced-request.ts'

/** The page size of a request; undefined where it is not known. */
export type PageSizeOf = (request: TracedRequest) => number | undefined

/**
 * How many items the longest list of a request had: as many as the statement above it had rows, or one less
 * where the statements under it have one key less, since the last row was read ahead. Undefined for a request in
 * which no field under a list sent a statement.
 */
export function inferredPageSize(examined: ExaminedRequest): number | undefined {
  if (!examined.request.executions.some(({ statement }) => statement.path?.includes('*'))) return undefined
  const groups = groupStatements(examined)
  const lists = new Set(groups.flatMap(({ path }) => listAbove(path) ?? []))
  const items = [...lists].map((list) => itemsOf(list, groups))
  return items.length === 0 ? undefined : Math.max(...items)
}

/** The list that a path leads through first: `doctors.nodes` for `doctors.nodes.*.schedules`. */
function listAbove(path: string | null): string | undefined {
  const segments = path?.split('.') ?? []
  const star = segments.indexOf('*')
  return star === -1 ? undefined : segments.slice(0, star).join('.')
}

function itemsOf(list: string, groups: StatementGroup[]): number {
  const keyCounts = groups
    .filter(
      ({ path }) => path !== null && listAbove(path) === list && !path.slice(list.length + 3).includes('*'),
    )
    .map(keysOf)
  const rows = groups
    .filter(({ path }) => path !== null && (path === list || list.startsWith(`${path}.`)))
    .map(({ executions }) => countRows(executions))
  const maxRows = Math.max(0, ...rows)
  return maxRows === 0 ? Math.max(0, ...keyCounts) : maxRows - (keyCounts.includes(maxRows - 1) ? 1 : 0)
}

function keysOf({ executions }: StatementGroup): number {
  const batched = executions.reduce((keys, { statement }) => keys + (statement.batchSize ?? 0), 0)
  return batched > 0 ? batched : countParameterSets(executions)
}
