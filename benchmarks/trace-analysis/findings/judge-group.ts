import { countParameterSets, type Execution, type ParsedRequest } from '../parsed-request.ts'
import { fitGrowth, type Growth, type GrowthPoint } from './growth.ts'
import { isLoopOfBatches, isLoopOfSingles, type Suspect } from './is-loop.ts'
import { keysServed } from './keys-served.ts'
import { type ParameterSource, parameterSource } from './parameter-source.ts'
import { isOneEach, type Parents, possibleParents, withoutRowAhead } from './parents.ts'
import type { StatementGroup } from './statement-group.ts'

/** Why the statements of a group were sent for one parent each. */
export interface LoopEvidence {
  /** In the request that had most of them. */
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
export function judgeGroup(group: StatementGroup, groups: StatementGroup[]): LoopEvidence | undefined {
  const loops = [...group.byRequest]
    .filter(([, executions]) => countParameterSets(executions) > 1)
    .toSorted(longestFirst)
  const [longest] = loops
  if (longest === undefined) return undefined
  const suspect = { group, loops, parents: possibleParents(group, groups) }
  const served = loops.map(([, executions]) => keysServed(executions))
  const asksForOne = served.flat().every((keys) => keys === 1)
  if (!(asksForOne ? isLoopOfSingles(suspect) : isLoopOfBatches(suspect, served))) return undefined
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
