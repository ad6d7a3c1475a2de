import type { BenchmarkResult, Comparison, Judgement } from '../../result.ts'
import { countOf, formatDecimal } from '../document/text.ts'
import { isOneOperation } from '../latency/loads.ts'
import { headToHeadMargin } from './equivalence-margin.ts'
import { isEstimated } from './estimated.ts'
import { isOfCpu } from './leading-difference.ts'

/** The comparisons of two scenarios: head to head first, then under load. */
export interface ForestGroup {
  from: string
  to: string
  rows: ForestRow[]
}

/** One comparison. */
export interface ForestRow {
  name: string
  judgement: Judgement
  /** What changed: of a time it is faster or slower, of CPU time less or more. */
  isCpu: boolean
  /** Within this share it counts as none. */
  margin: number
  /** The rounds, or blocks, that counted. */
  rounds: number
}

/** All comparisons by what they compare, in the order of the result. */
export function forestGroups(
  result: Pick<BenchmarkResult, 'headToHead' | 'comparisons' | 'settings'>,
): ForestGroup[] {
  const rows = [...headToHeadRows(result), ...loadRows(result)]
  const groups = Map.groupBy(rows, ({ from, to }) => JSON.stringify([from, to]))
  return [...groups.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    return [{ from: first.from, to: first.to, rows: same.map(({ row }) => row) }]
  })
}

interface PairRow {
  from: string
  to: string
  row: ForestRow
}

function headToHeadRows({
  headToHead,
  settings,
}: Pick<BenchmarkResult, 'headToHead' | 'settings'>): PairRow[] {
  return headToHead.flatMap(({ from, to, blocks, differences }) =>
    differences.map((judgement) => ({
      from,
      to,
      row: {
        name: judgement.measure,
        isCpu: isOfCpu(judgement),
        margin: headToHeadMargin(settings),
        judgement,
        rounds: blocks,
      },
    })),
  )
}

function loadRows({ comparisons, settings }: Pick<BenchmarkResult, 'comparisons' | 'settings'>): PairRow[] {
  const load = ({ users }: Comparison) =>
    settings.ratePerSecond === null ? countOf(users, 'user') : `${formatDecimal(settings.ratePerSecond)}/s`
  return comparisons.map((comparison) => {
    const { from, to, operation, metric, rounds } = comparison
    const of = isOneOperation(operation) ? `, ${operation}` : ''
    return {
      from,
      to,
      row: {
        name: `${load(comparison)}${of}: ${metric === 'p50' ? 'median' : metric}`,
        isCpu: false,
        margin: settings.equivalenceMargin,
        judgement: comparison,
        rounds,
      },
    }
  })
}

/** The scale of a forest plot, in ratios: 1 is no change. */
export interface RatioScale {
  min: number
  max: number
  ticks: number[]
}

/** An interval beyond this factor from its change does not extend the scale; an arrow shows that it goes on. */
const MAX_REACH = 1.6

/** A scale never shows less than this on both sides of no change. */
const MIN_MARGIN = 0.01

/** Round ratios. */
export const RATIO_TICKS = [
  ...[0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99],
  ...[1, 1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000],
]

/** A scale that contains no change, every margin of equivalence, every change, and all of its interval that is not far from it. */
export function ratioScale(groups: ForestGroup[]): RatioScale {
  const margins = groups.flatMap(({ rows }) => rows.map(({ margin }) => margin))
  const estimated = groups.flatMap(({ rows }) => rows.map(({ judgement }) => judgement)).filter(isEstimated)
  const ends = estimated.flatMap(({ change, low, high }) => [
    1 + change,
    Math.max(1 + low, (1 + change) / MAX_REACH),
    Math.min(1 + high, (1 + change) * MAX_REACH),
  ])
  const margin = Math.max(MIN_MARGIN, ...margins)
  const [lowest, highest] = [Math.min(1 - margin, ...ends), Math.max(1 + margin, ...ends)]
  const inset = (highest / lowest) ** 0.04
  const [min, max] = [lowest / inset, highest * inset]
  return { min, max, ticks: RATIO_TICKS.filter((tick) => tick >= min && tick <= max) }
}
