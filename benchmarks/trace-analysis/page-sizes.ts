import { percentile } from '../statistics/percentile.ts'
import type { OperationResult } from './analysis.ts'
import { groupStatements, type StatementGroup } from './findings/statement-group.ts'
import { countParameterSets, countRows, type ParsedRequest } from './requests/parsed-request.ts'
import type { TracedRequest } from './requests/traced-request.ts'

/** The page size of a request; undefined where it is not known. */
export type PageSizeOf = (request: TracedRequest) => number | undefined

/**
 * The median number of statements for each page size, smallest first. Without `pageSizeOf` the page size is taken
 * from the trace; requests without one are left out.
 */
export function statementsByPageSize(
  requests: ParsedRequest[],
  pageSizeOf: PageSizeOf | undefined,
): OperationResult['statementsByPageSize'] {
  const groups = groupStatements(requests)
  const sized = requests.flatMap((request) => {
    const pageSize = pageSizeOf ? pageSizeOf(request.traced) : pageItems(request, groups)
    return pageSize === undefined ? [] : [{ pageSize, statements: request.executions.length }]
  })
  return [...Map.groupBy(sized, ({ pageSize }) => pageSize)]
    .map(([pageSize, same]) => ({ pageSize, statements: median(same.map(({ statements }) => statements)) }))
    .toSorted((a, b) => a.pageSize - b.pageSize)
}

/**
 * How many items the longest list of a request had: as many as the statement above it had rows, or one less
 * where the statements under it have one key less, since the last row was read ahead. Undefined for a request in
 * which no field under a list sent a statement.
 *
 * @param groups the groups of the operation.
 */
function pageItems(request: ParsedRequest, groups: StatementGroup[]): number | undefined {
  const present = groups.filter(({ byRequest }) => byRequest.has(request))
  const lists = new Set(present.flatMap(({ path }) => listAbove(path) ?? []))
  const items = [...lists].map((list) => itemsOf(list, request, present))
  return items.length === 0 ? undefined : Math.max(...items)
}

/** The list that a path leads through first: `doctors.nodes` for `doctors.nodes.*.schedules`. */
function listAbove(path: string | null): string | undefined {
  const segments = path?.split('.') ?? []
  const star = segments.indexOf('*')
  return star === -1 ? undefined : segments.slice(0, star).join('.')
}

function itemsOf(list: string, request: ParsedRequest, present: StatementGroup[]): number {
  const keyCounts = present
    .filter(
      ({ path }) => path !== null && listAbove(path) === list && !path.slice(list.length + 3).includes('*'),
    )
    .map((group) => keysOf(group, request))
  const rows = present
    .filter(({ path }) => path !== null && (path === list || list.startsWith(`${path}.`)))
    .map(({ byRequest }) => countRows(byRequest.get(request) ?? []))
  const maxRows = Math.max(0, ...rows)
  return maxRows === 0 ? Math.max(0, ...keyCounts) : maxRows - (keyCounts.includes(maxRows - 1) ? 1 : 0)
}

function keysOf({ byRequest }: StatementGroup, request: ParsedRequest): number {
  const executions = byRequest.get(request) ?? []
  const batched = executions.reduce((keys, { statement }) => keys + (statement.batchSize ?? 0), 0)
  return batched > 0 ? batched : countParameterSets(executions)
}

function median(values: number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}
