import { countRows, type Execution, type ParsedRequest } from '../requests/parsed-request.ts'
import { fitGrowth, type GrowthPoint, isOneEach, mergePoints } from './growth.ts'
import type { StatementGroup } from './statement-group.ts'

/** Statements whose rows may be what the statements of a group were sent for. */
export interface Parents {
  path: string | null
  /** Those that came before the group's, in each of its requests. */
  byRequest: Map<ParsedRequest, Execution[]>
  /** Fewest parents first, one for each number of them. */
  points: GrowthPoint[]
}

/**
 * Whose rows may be the parents of a group's statements: groups that began earlier, under the same path or one
 * that leads to it; where there is no path, those without one. The likeliest comes first: in every request it had
 * as many rows as there were statements, or these grew by a whole number for each row; else it was there in every
 * request, explains best how they grew, or stands nearest.
 */
export function possibleParents(child: StatementGroup, groups: StatementGroup[]): Parents[] {
  const candidates = groups
    .filter((group) => group !== child && leadsTo(group.path, child.path) && isList(group))
    .map((group) => ({ id: group.key, path: group.path, byRequest: earlierThan(child, group) }))
  return [...candidates, ...merged(candidates)]
    .map((candidate) => ({ ...candidate, points: pointsOf(candidate, child) }))
    .filter(({ points }) => points.length > 0)
    .map((parents) => ({ parents, rank: rankOf(parents, child) }))
    .toSorted((a, b) => compareRanks(b.rank, a.rank) || (a.parents.id < b.parents.id ? -1 : 1))
    .map(({ parents }) => parents)
}

interface Candidate extends Omit<Parents, 'points'> {
  id: string
}

function leadsTo(path: string | null, childPath: string | null): boolean {
  if (path === null || childPath === null) return path === childPath
  return path === childPath || childPath.startsWith(`${path}.`)
}

/** Several look-ups of one row each make no list. */
function isList({ byRequest }: StatementGroup): boolean {
  const requests = [...byRequest.values()]
  return (
    requests.flat().some(({ statement }) => statement.rowCount > 1) ||
    requests.every((executions) => executions.length === 1)
  )
}

/** All of the group's statements, in each request in which the first of them came before the child's. */
function earlierThan(child: StatementGroup, { byRequest }: StatementGroup): Candidate['byRequest'] {
  const earlier = [...child.byRequest].flatMap(([request, [first]]): [ParsedRequest, Execution[]][] => {
    const executions = byRequest.get(request) ?? []
    const isEarlier = first && executions[0] && executions[0].position < first.position
    return isEarlier ? [[request, executions]] : []
  })
  return new Map(earlier)
}

/**
 * One list is often read by different statements, filter by filter: those under one path, or, where there is no
 * path, those that cut a page out of the same tables. Of each request it is the longest.
 */
function merged(candidates: Candidate[]): Candidate[] {
  return [...Map.groupBy(candidates, listOf)]
    .filter(([list, same]) => list !== undefined && same.length > 1)
    .map(([list, same]) => {
      const byRequest: Candidate['byRequest'] = new Map()
      for (const [request, executions] of same.flatMap((candidate) => [...candidate.byRequest])) {
        if (countRows(executions) >= countRows(byRequest.get(request) ?? []))
          byRequest.set(request, executions)
      }
      return { id: `${list}`, path: same[0]?.path ?? null, byRequest }
    })
}

function listOf({ path, byRequest }: Candidate): string | undefined {
  const [[first] = []] = byRequest.values()
  return path ?? first?.parsed.pages[0]?.from
}

/** Requests without a parent say nothing about what each parent costs. */
function pointsOf({ byRequest }: Candidate, child: StatementGroup): GrowthPoint[] {
  const points = [...child.byRequest].map(([request, executions]) => ({
    parents: countRows(byRequest.get(request) ?? []),
    statements: executions.length,
  }))
  return mergePoints(points.filter(({ parents }) => parents > 0))
}

function rankOf({ path, byRequest, points }: Parents, child: StatementGroup): number[] {
  const growth = fitGrowth(points)
  const isThroughout = byRequest.size === child.byRequest.size
  const isWhole = growth !== null && growth.explained === 1 && Number.isInteger(growth.perParent)
  return [
    isThroughout && isOneEach(points),
    isWhole && growth.perParent > 0,
    isThroughout,
    growth !== null && growth.perParent > 0,
    growth?.explained ?? 0,
    path?.length ?? 0,
    Math.max(...points.map(({ parents }) => parents)),
  ].map(Number)
}

function compareRanks(a: number[], b: number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}
