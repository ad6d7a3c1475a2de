import { fitGrowth, type GrowthPoint, isOneEach } from './growth.ts'
import { type LoopRecord, type ParentRecord, pointsOf } from './loop-record.ts'

/** A possible parent of a group, and how many statements the requests sent for it. */
export interface RankedParent {
  parent: ParentRecord
  points: GrowthPoint[]
}

/**
 * The likeliest parents first: in every request they had as many rows as there were statements, or these grew by a
 * whole number for each row; else they were there in every request, explain best how they grew, or stand nearest.
 */
export function rankParents(record: LoopRecord): RankedParent[] {
  return [...record.parents.values()]
    .map((parent) => ({ parent, points: pointsOf(parent) }))
    .map((ranked) => ({ ranked, rank: rankOf(ranked, record) }))
    .toSorted((a, b) => compareRanks(b.rank, a.rank) || (a.ranked.parent.id < b.ranked.parent.id ? -1 : 1))
    .map(({ ranked }) => ranked)
}

function rankOf({ parent, points }: RankedParent, record: LoopRecord): number[] {
  const growth = fitGrowth(points)
  const isThroughout = parent.requests === record.requests
  const isWhole = growth !== null && growth.explained === 1 && Number.isInteger(growth.perParent)
  return [
    points.length > 0,
    isThroughout && isOneEach(points),
    isWhole && growth.perParent > 0,
    isThroughout,
    growth !== null && growth.perParent > 0,
    growth?.explained ?? 0,
    parent.path?.length ?? 0,
    points.at(-1)?.parents ?? 0,
  ].map(Number)
}

function compareRanks(a: number[], b: number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}
