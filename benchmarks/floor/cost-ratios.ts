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
  return ratioOf(roundsOf(result, of), roundsOf(result, { ...of, contender: than }))
}

/** How many times as many requests per second a contender answers as another; undefined if one was not measured. */
export function throughputRatio(
  { throughput }: FloorResult,
  of: string,
  than: string,
): CostRatio | undefined {
  const rounds = (name: string) => throughput.find(({ contender }) => contender === name)?.roundsPerSecond
  return ratioOf(rounds(of), rounds(than))
}

function ratioOf(to: number[] | undefined, from: number[] | undefined): CostRatio | undefined {
  if (from === undefined || to === undefined || from.length < 2) return undefined
  const asRounds = (values: readonly number[]) => values.map((value) => [value])
  const difference = pairedDifference(pairedLogRatios('mean', { from: asRounds(from), to: asRounds(to) }))
  const half = halfWidth(difference, 1 - CONFIDENCE)
  const [low = 0, mean = 0, high = 0] = [-half, 0, half].map((offset) => Math.exp(difference.mean + offset))
  return { mean, low, high }
}

/** A goal, and the ratio that it is about. */
export interface CostGoal {
  goal: string
  /** `at most` or `at least` this. */
  bound: 'at most' | 'at least'
  value: number
  ratio: CostRatio | undefined
}

/** Whether the mean of the run meets a goal; undefined if it was not measured. */
export function isMet({ bound, value, ratio }: CostGoal): boolean | undefined {
  if (ratio === undefined) return undefined
  return bound === 'at most' ? ratio.mean <= value : ratio.mean >= value
}

/** The goals of this project for a page that has to be executed, and for one that it has answered before. */
export function costGoals(result: FloorResult): CostGoal[] {
  const { connections } = result.settings
  const page = { contender: 'jadwal', operation: 'page' as const, connections }
  const again = { contender: 'jadwal', operation: 'repeated-page' as const, connections }
  return [
    {
      goal: 'CPU for a page, in multiples of the floor',
      bound: 'at most',
      value: 2.2,
      ratio: costRatio(result, page, 'floor'),
    },
    {
      goal: 'the same, of the floor with its relations in one write',
      bound: 'at most',
      value: 2.4,
      ratio: costRatio(result, page, 'pipelined-floor'),
    },
    {
      goal: 'the same, of PostGraphile',
      bound: 'at most',
      value: 0.65,
      ratio: costRatio(result, page, 'postgraphile'),
    },
    {
      goal: 'CPU for the same page again, in multiples of the floor, which executes it',
      bound: 'at most',
      value: 0.6,
      ratio: costRatio(result, again, 'floor'),
    },
    {
      goal: 'throughput of 50 clients with 20 pages, in multiples of PostGraphile',
      bound: 'at least',
      value: 4,
      ratio: throughputRatio(result, 'jadwal', 'postgraphile'),
    },
  ]
}
