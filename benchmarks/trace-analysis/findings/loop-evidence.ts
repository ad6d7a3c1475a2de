import {
  countParameterSets,
  countRows,
  type Execution,
  type ParsedRequest,
} from '../requests/parsed-request.ts'
import {
  fitGrowth,
  fitsBatches,
  type Growth,
  type GrowthPoint,
  growsSteadily,
  isOneEach,
  withoutRowAhead,
} from './growth.ts'
import { keysServed } from './keys-served.ts'
import { type ParameterSource, parameterSource, showsSource } from './parameter-source.ts'
import { type Parents, possibleParents } from './parents.ts'
import { isUnderList, type StatementGroup } from './statement-group.ts'

/** Why the statements of a group were sent for one parent each. */
export interface LoopEvidence {
  /** In the request with the maximum number of them. */
  statements: number
  parameterSets: number
  /** How many requests had at least two of them, with different parameters. */
  requests: number
  /** None where the trace shows no parents. */
  points: GrowthPoint[]
  growth: Growth | null
  source: ParameterSource | undefined
}

/**
 * The evidence that the statements of a group were sent for one parent each; undefined where it does not suffice.
 *
 * @param groups all groups of the operation.
 */
export function loopEvidence(group: StatementGroup, groups: StatementGroup[]): LoopEvidence | undefined {
  const loops = [...group.byRequest]
    .filter(([, executions]) => countParameterSets(executions) > 1)
    .toSorted(longestFirst)
  const [longest] = loops
  if (longest === undefined) return undefined
  const suspect: Suspect = { group, loops, parents: possibleParents(group, groups) }
  const served = loops.map(([, executions]) => keysServed(executions))
  const queriesOneKey = served.flat().every((keys) => keys === 1)
  if (!(queriesOneKey ? isLoopOfSingles(suspect) : isLoopOfBatches(suspect, served))) return undefined
  const [, executions] = longest
  const points = withoutRowAhead(tellingPoints(suspect))
  return {
    statements: executions.length,
    parameterSets: countParameterSets(executions),
    requests: loops.length,
    points,
    growth: fitGrowth(points),
    source: sourceOf(suspect, longest),
  }
}

type Loop = [request: ParsedRequest, executions: Execution[]]

/** A group that in some requests has several statements with different parameters. */
interface Suspect {
  group: StatementGroup
  /** Those requests; at least one. */
  loops: Loop[]
  /** The likeliest first. */
  parents: Parents[]
}

/** Below this, as many statements as rows but one may be chance. */
const MIN_WITH_ROW_AHEAD = 3

/**
 * Whether statements that query one key each were sent for one parent each.
 *
 * A field under a list runs once for each item. Where the number of parents varies, it is how its statements grew
 * that decides. Where it does not, they are for one item each; unless there was one parent alone, whose several
 * statements say nothing about a second parent's. Elsewhere there have to be as many statements as an earlier one
 * had rows, or they have to grow with its rows, or take their values from all of them.
 */
function isLoopOfSingles(suspect: Suspect): boolean {
  const points = withoutRowAhead(suspect.parents[0]?.points ?? [])
  const growth = fitGrowth(points)
  if (isUnderList(suspect.group)) {
    if (growth !== null) return growth.perParent > 0
    return points.length === 0 || points.some(({ parents }) => parents > 1)
  }
  if ((growth !== null && growth.perParent <= 0) || isSteadyBesidePages(suspect)) return false
  const isOneOrMoreEach = growth !== null && growth.explained === 1 && growth.perParent >= 1
  return isOneOrMoreEach || growsSteadily(points) || matchesRows(suspect) || takesAllRows(suspect)
}

/**
 * Whether statements that may query many keys each were nevertheless sent for one parent each. Batches of two
 * and more need at most half a statement for each parent.
 *
 * @param served how many keys each statement of a loop queried, loop by loop; null where unknown.
 */
function isLoopOfBatches(suspect: Suspect, served: (number | null)[][]): boolean {
  const points = suspect.parents[0]?.points ?? []
  const several = points.filter(({ parents }) => parents > 1)
  if (several.length === 0 || fitsBatches(points)) return false
  const oneEach = withoutRowAhead(several).every(({ parents, statements }) => statements >= parents)
  if (isEvenlyCut(served) && (!oneEach || sharesOutRows(suspect, served))) return false
  const growth = fitGrowth(points)
  if (growth !== null) return growth.perParent > 0.5
  return several.every(({ parents, statements }) => statements >= parents - (parents > 3 ? 1 : 0))
}

/** Batches of one size: all but one of a request's query equally many keys, as do those of other requests. */
function isEvenlyCut(served: (number | null)[][]): boolean {
  const sizes = served.map((keys) => Math.max(...keys.map((size) => size ?? 0)))
  return (
    new Set(sizes).size === 1 &&
    served.every((keys, index) => keys.filter((size) => size !== sizes[index]).length <= 1)
  )
}

/** Whether together they query as many keys as an earlier statement had rows, one of which may be read ahead. */
function sharesOutRows({ loops, parents }: Suspect, served: (number | null)[][]): boolean {
  const keys = served.map((sizes) => sizes.reduce((total: number, size) => total + (size ?? 0), 0))
  return parents.some(({ byRequest }) =>
    loops.every(([request], index) => {
      const rows = countRows(byRequest.get(request) ?? [])
      return rows === keys[index] || rows - 1 === keys[index]
    }),
  )
}

/** The same number of statements in every request while a page grew, whatever other statements returned. */
function isSteadyBesidePages({ group, parents }: Suspect): boolean {
  return parents.some(({ byRequest, points }) => {
    const isPage = [...byRequest.values()].every(
      ([first]) => first !== undefined && first.parsed.pages.length > 0,
    )
    return isPage && byRequest.size === group.byRequest.size && fitGrowth(points)?.perParent === 0
  })
}

/**
 * Whether in every loop there were as many statements as one and the same earlier statement had rows, one of which
 * may be read ahead. A trace with both parameters and rows must not contradict it.
 */
function matchesRows({ loops, parents }: Suspect): boolean {
  return parents.some(({ byRequest }) =>
    loops.every(([request, executions]) => {
      const earlier = byRequest.get(request) ?? []
      const rows = countRows(earlier)
      const isAhead = rows - 1 === executions.length && executions.length >= MIN_WITH_ROW_AHEAD
      const isRefuted = showsSource(executions, earlier) && parameterSource(executions, earlier) === undefined
      return (rows === executions.length || isAhead) && !isRefuted
    }),
  )
}

function takesAllRows({ loops, parents }: Suspect): boolean {
  return loops.some(([request, executions]) =>
    parents.some(
      ({ byRequest }) => parameterSource(executions, byRequest.get(request) ?? [])?.coversColumn ?? false,
    ),
  )
}

/** Of equally long ones the earliest, so that the order of the lines does not matter. */
function longestFirst([requestA, a]: Loop, [requestB, b]: Loop): number {
  const startA = requestA.traced.startedAt
  const startB = requestB.traced.startedAt
  return b.length - a.length || countParameterSets(b) - countParameterSets(a) || (startA < startB ? -1 : 1)
}

/** Those of the likeliest parents that explain the statements, if any do. */
function tellingPoints({ parents }: Suspect): GrowthPoint[] {
  const explains = ({ points }: Parents) => isOneEach(points) || (fitGrowth(points)?.perParent ?? 0) > 0
  return (parents.find(explains) ?? parents[0])?.points ?? []
}

function sourceOf({ parents }: Suspect, [request, executions]: Loop): ParameterSource | undefined {
  return parents
    .map(({ byRequest }) => parameterSource(executions, byRequest.get(request) ?? []))
    .find((source) => source !== undefined)
}
