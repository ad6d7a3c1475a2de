import { halfWidth, pairedDifference } from '../statistics/paired-difference.ts'
import { pairedLogRatios } from '../statistics/paired-rounds.ts'
import type { OperationName } from '../targets/contenders/operations.ts'
import type { FloorResult } from './floor-result.ts'

/** How many times the cost of another: geometric mean of the rounds with its 95 % interval. */
export interface CostRatio {
  mean: number
  low: number
  high: number
}

interface CostOf {
  contender: string
  operation: OperationName
  connections: number
}

const CONFIDENCE = 0.95

/** The rounds of a cost in µs; undefined if it was not measured. */
export function roundsOf({ costs }: FloorResult, of: CostOf): number[] | undefined {
  return costs.find(
    ({ contender, operation, connections }) =>
      contender === of.contender && operation === of.operation && connections === of.connections,
  )?.roundsUs
}

/** What a contender needs in multiples of another, round by round; undefined if one of them was not measured. */
export function costRatio(result: FloorResult, of: CostOf, than: string): CostRatio | undefined {
  const to = roundsOf(result, of)
  const from = roundsOf(result, { ...of, contender: than })
  if (from === undefined || to === undefined || from.length < 2) return undefined
  const asRounds = (values: readonly number[]) => values.map((value) => [value])
  const difference = pairedDifference(pairedLogRatios('mean', { from: asRounds(from), to: asRounds(to) }))
  const half = halfWidth(difference, 1 - CONFIDENCE)
  const [low = 0, mean = 0, high = 0] = [-half, 0, half].map((offset) => Math.exp(difference.mean + offset))
  return { mean, low, high }
}

/** A goal for the page with both relations, and whether the mean of the run meets it. */
export interface CostTarget {
  goal: string
  max: number
  ratio: CostRatio | undefined
}

/** The goals of this project for an operation that has to be executed. */
export function costTargets(result: FloorResult): CostTarget[] {
  const page = { contender: 'jadwal', operation: 'page' as const, connections: result.settings.connections }
  return [
    { goal: 'this server, in multiples of the floor', max: 2.2, ratio: costRatio(result, page, 'floor') },
    {
      goal: 'this server, in multiples of the floor with its relations in one write',
      max: 2.4,
      ratio: costRatio(result, page, 'pipelined-floor'),
    },
    {
      goal: 'this server, in multiples of PostGraphile',
      max: 0.65,
      ratio: costRatio(result, page, 'postgraphile'),
    },
  ]
}
