import {
  ALL_OPERATIONS,
  type BenchmarkResult,
  type Estimate,
  type HeadToHeadDifference,
  type LoadResult,
} from '../result.ts'
import { correctByHolm } from '../statistics/holm.ts'
import { independentDifference, type Mean } from '../statistics/independent-difference.ts'
import { differenceP, halfWidth, pairedDifference } from '../statistics/paired-difference.ts'
import { studentCritical } from '../statistics/student-t.ts'

/** Times of two runs are compared only where they were measured alike. */
export type TimeComparison =
  | { kind: 'compared'; changes: TimeChange[] }
  | { kind: 'not comparable'; reasons: string[] }

/** How a time changed from the older run to the newer. All changes are one family, for which intervals are widened. */
export interface TimeChange {
  scenario: string
  /** Such as `p95 under 50 users`, or `server CPU against baseline`. */
  what: string
  /** (new − old) / old, and its interval. */
  change: number
  low: number
  high: number
  verdict: 'faster' | 'slower' | 'no difference seen'
}

export function compareTimes(older: BenchmarkResult, newer: BenchmarkResult): TimeComparison {
  const reasons = differencesOf(older, newer)
  if (reasons.length > 0) return { kind: 'not comparable', reasons }
  const measured = [...headToHeadMeans(older, newer), ...loadMeans(older, newer)]
  const differences = measured.map(({ from, to, ...named }) => ({
    named,
    difference: independentDifference({ from, to }),
  }))
  const alpha = 1 - newer.settings.confidence
  const corrected = correctByHolm(differences, ({ difference }) => differenceP(difference), alpha)
  return {
    kind: 'compared',
    changes: corrected.map(({ test: { named, difference }, pValue, level }) => {
      const reach = halfWidth(difference, level)
      return {
        ...named,
        change: Math.expm1(difference.mean),
        low: Math.expm1(difference.mean - reach),
        high: Math.expm1(difference.mean + reach),
        verdict: pValue > alpha ? 'no difference seen' : difference.mean < 0 ? 'faster' : 'slower',
      }
    }),
  }
}

/** In what the machines and settings differ, a few words each. */
function differencesOf(older: BenchmarkResult, newer: BenchmarkResult): string[] {
  const compared: [name: string, of: (result: BenchmarkResult) => string | number | null | undefined][] = [
    ['CPU', ({ machine }) => machine.cpu],
    ['cores', ({ machine }) => machine.cores],
    ['platform', ({ machine }) => machine.platform],
    ['memory in GiB', ({ machine }) => Math.round(machine.memoryBytes / 2 ** 30)],
    ['Node.js', ({ versions }) => versions.node],
    ['PostgreSQL', ({ versions }) => versions.postgresql],
    ['doctors', ({ settings }) => settings.doctors],
    ['seed', ({ settings }) => settings.seed],
    ['users', ({ settings }) => settings.users.join(', ')],
    ['requests per second', ({ settings }) => settings.ratePerSecond],
    ['seconds of a visit', ({ settings }) => settings.visitSeconds],
    ['pairs of a block', ({ settings }) => settings.headToHead?.pairsPerBlock],
  ]
  return compared.flatMap(([name, of]) => {
    const [before, after] = [of(older), of(newer)].map((value) => value ?? 'none')
    return before === after ? [] : [`${name}: ${before || 'none'} and ${after || 'none'}`]
  })
}

interface Measured {
  scenario: string
  what: string
  /** Logarithms of times. */
  from: Mean
  to: Mean
}

/** How each scenario stands to the one that it was measured side by side with: the pace of either day cancels. */
function headToHeadMeans(older: BenchmarkResult, newer: BenchmarkResult): Measured[] {
  return newer.headToHead.flatMap((after) => {
    const before = older.headToHead.find(({ from, to }) => from === after.from && to === after.to)
    return after.differences.flatMap((to): Measured[] => {
      const from = before?.differences.find(({ measure }) => measure === to.measure)
      if (from === undefined || !hasBlocks(from) || !hasBlocks(to)) return []
      return [
        {
          scenario: after.to,
          what: `${to.measure} against ${after.from}`,
          from: pairedDifference(from.blockLogRatios),
          to: pairedDifference(to.blockLogRatios),
        },
      ]
    })
  })
}

function hasBlocks({ blockLogRatios }: HeadToHeadDifference): boolean {
  return blockLogRatios.length >= 2
}

function loadMeans(older: BenchmarkResult, newer: BenchmarkResult): Measured[] {
  return newer.scenarios.flatMap(({ name }) =>
    validLoads(newer, name).flatMap((after) => {
      const before = validLoads(older, name).find(({ users }) => users === after.users)
      return (['p50', 'p95'] as const).flatMap((metric): Measured[] => {
        const from = before && meanOf(before[metric], before.rounds, older.settings.confidence)
        const to = meanOf(after[metric], after.rounds, newer.settings.confidence)
        if (!from || !to) return []
        return [{ scenario: name, what: `${metric} under ${loadText(newer, after.users)}`, from, to }]
      })
    }),
  )
}

function loadText({ settings: { ratePerSecond } }: BenchmarkResult, users: number): string {
  return ratePerSecond === null ? `${users} users` : `${ratePerSecond} requests per second`
}

function validLoads({ scenarios }: BenchmarkResult, name: string): (LoadResult & { rounds: number })[] {
  const scenario = scenarios.find((each) => each.name === name)
  return (scenario?.load ?? []).flatMap((load) => {
    const validity = scenario?.validity.find(({ users }) => users === load.users)
    const counts = load.operation === ALL_OPERATIONS && validity?.isValid
    return counts ? [{ ...load, rounds: validity.validRounds }] : []
  })
}

/** What its interval says of a percentile: its logarithm, and the standard error of that. */
function meanOf(estimate: Estimate, rounds: number, confidence: number): Mean | undefined {
  if ('needed' in estimate || rounds < 2) return undefined
  const { value, low, high } = estimate
  const degreesOfFreedom = rounds - 1
  const reach = (Math.log(high) - Math.log(low)) / 2
  return {
    mean: Math.log(value),
    standardError: reach / studentCritical(1 - confidence, degreesOfFreedom),
    degreesOfFreedom,
  }
}
