import type { BenchmarkResult, Comparison, Judgement, Settings } from '../../result.ts'
import type { VerdictItem } from '../document/document.ts'
import {
  capitalised,
  code,
  countOf,
  formatChange,
  formatChangeInterval,
  formatDecimal,
  formatPercent,
  formatSizeInterval,
  listOf,
} from '../document/text.ts'
import { formatLoad, operationText } from '../latency/loads.ts'
import type { ComparisonGroup } from './comparison-groups.ts'
import { couldDetect } from './detectable.ts'
import { type Estimated, isEstimated, TOO_FEW_ROUNDS, VERDICTS } from './estimated.ts'

/** More comparisons with the same verdict share one sentence. */
const MAX_SINGLE_SENTENCES = 2

const METRICS: Record<Comparison['metric'], string> = {
  p50: 'at the median',
  p90: 'at p90',
  p95: 'at p95',
  p99: 'at p99',
  mean: 'on average',
}

/** The comparisons between two scenarios in sentences, verdict by verdict; those without an estimate come last. */
export function comparisonSentences(
  { comparisons }: ComparisonGroup,
  result: BenchmarkResult,
): VerdictItem[] {
  const estimated = comparisons.filter(isEstimated)
  const notEstimated = comparisons.filter((comparison) => !isEstimated(comparison))
  const isMany = ({ length }: Comparison[]) => length > MAX_SINGLE_SENTENCES
  const notCompared = isMany(notEstimated)
    ? [notEstimatedSummary(notEstimated, comparisons.length, result)]
    : notEstimated.map((comparison) => notEstimatedSentence(comparison, result))
  return [
    ...VERDICTS.flatMap((verdict) => {
      const same = estimated.filter((comparison) => comparison.verdict === verdict)
      const texts = isMany(same)
        ? [summary(verdict, same, comparisons.length, result)]
        : same.map((comparison) => sentence(comparison, result))
      return texts.map((text) => ({ verdict, text }))
    }),
    ...notCompared.map((text) => ({ verdict: 'not compared' as const, text })),
  ]
}

function sentence(comparison: Estimated<Comparison>, result: BenchmarkResult): string {
  const { settings } = result
  const { from, to, operation, users, metric, change, low, high, detectable } = comparison
  const answers = `${capitalised(formatLoad(users, settings))}, ${code(to)} answers ${operationText(operation)}`
  switch (comparison.verdict) {
    case 'faster':
    case 'slower':
      return `${answers} ${formatPercent(change)} ${comparison.verdict} than ${code(from)} ${METRICS[metric]} (${sizeInterval(comparison, settings)}).`
    case 'equivalent':
      return `${answers} as fast as ${code(from)} ${METRICS[metric]}, within ±${formatPercent(settings.equivalenceMargin)}: the change is ${formatChange(change)} (${intervalName(settings)} ${formatChangeInterval(low, high)}).`
    case 'cannot tell':
      return `For ${place(comparison, settings)}, this run cannot tell ${question(comparison, result)}. It ${couldDetect(detectable)}.`
  }
}

function summary(
  verdict: Comparison['verdict'],
  same: Estimated<Comparison>[],
  total: number,
  result: BenchmarkResult,
): string {
  const { settings } = result
  const { from, to, metric } = firstOf(same)
  const share = shareOf(same, total)
  switch (verdict) {
    case 'faster':
    case 'slower': {
      const [min, max] = extremes(same, ({ change }) => Math.abs(change))
      const sizes = new Set([min, max].map(({ change }) => formatPercent(change)))
      const describe = (each: Estimated<Comparison>) =>
        `${place(each, settings)} (${sizeInterval(each, settings)})`
      return `${code(to)} answers ${[...sizes].join(' to ')} ${verdict} than ${code(from)} ${METRICS[metric]} in ${share}: the smallest difference is for ${describe(min)}, the largest for ${describe(max)}.`
    }
    case 'equivalent':
      return `${code(to)} answers as fast as ${code(from)} ${METRICS[metric]}, within ±${formatPercent(settings.equivalenceMargin)}, in ${share}: ${places(same, settings)}.`
    case 'cannot tell': {
      const [best, worst] = extremes(same, ({ detectable }) => detectable)
      const cannotTell = `In ${share}, this run cannot tell ${question(best, result)}.`
      const [atBest, atWorst] = [couldDetect(best.detectable), couldDetect(worst.detectable)]
      if (atBest === atWorst) return `${cannotTell} It ${atBest}.`
      return `${cannotTell} It ${atBest} at best (${place(best, settings)}), and ${atWorst} at worst (${place(worst, settings)}).`
    }
  }
}

function notEstimatedSentence(comparison: Comparison, result: BenchmarkResult): string {
  return `Not compared for ${place(comparison, result.settings)}: ${TOO_FEW_ROUNDS} have enough samples to tell ${question(comparison, result)}.`
}

function notEstimatedSummary(notEstimated: Comparison[], total: number, result: BenchmarkResult): string {
  const where = notEstimated.length === total ? '' : ` (${places(notEstimated, result.settings)})`
  return `Not compared in ${shareOf(notEstimated, total)}${where}: ${TOO_FEW_ROUNDS} have enough samples to tell ${question(firstOf(notEstimated), result)}.`
}

/** What a comparison tests: the indexes, where the scenarios differ in nothing else. */
function question({ from, to, metric }: Comparison, { scenarios }: BenchmarkResult): string {
  const before = scenarios.find(({ name }) => name === from)
  const after = scenarios.find(({ name }) => name === to)
  const onlyIndexes =
    before?.variant === after?.variant && before?.indexes === false && after?.indexes === true
  const tested = onlyIndexes ? 'the indexes help' : `${code(to)} is faster or slower than ${code(from)}`
  return `whether ${tested} ${METRICS[metric]}`
}

function sizeInterval({ low, high }: Estimated<Comparison>, settings: Settings): string {
  return `${intervalName(settings)} ${formatSizeInterval(low, high)}`
}

function intervalName({ confidence }: Settings): string {
  return `adjusted ${formatDecimal(confidence * 100)}\u00a0% interval`
}

function place({ operation, users }: Comparison, settings: Settings): string {
  return `${operationText(operation)} ${formatLoad(users, settings)}`
}

/** Operations with their loads; operations under the same loads are listed together. */
function places(comparisons: Comparison[], settings: Settings): string {
  const byOperation = [...Map.groupBy(comparisons, ({ operation }) => operation)].map(
    ([operation, each]) => ({
      operation: operationText(operation),
      loads: listOf(each.map(({ users }) => formatLoad(users, settings))),
    }),
  )
  return [...Map.groupBy(byOperation, ({ loads }) => loads)]
    .map(([loads, each]) => `${listOf(each.map(({ operation }) => operation))} ${loads}`)
    .join('; ')
}

function shareOf({ length }: Comparison[], total: number): string {
  return length === total ? `all ${total} comparisons` : `${length} of ${total} comparisons`
}

function extremes(
  comparisons: Estimated<Comparison>[],
  size: (comparison: Estimated<Comparison>) => number,
): [min: Estimated<Comparison>, max: Estimated<Comparison>] {
  const sorted = comparisons.toSorted((a, b) => size(a) - size(b))
  return [firstOf(sorted), firstOf(sorted.slice(-1))]
}

function firstOf<T>([first]: T[]): T {
  if (first === undefined) throw new Error('expected at least one comparison, got none')
  return first
}

/**
 * What an A/A run found: both sides are the same scenario, so no difference is expected.
 *
 * @param families comparisons that are adjusted for each other: each family finds a difference by chance in as many runs
 *   as the confidence leaves.
 */
export function selfComparisonSentence(families: Judgement[][], { confidence }: Settings): string {
  const tested = families.map((family) => family.filter(isEstimated)).filter(({ length }) => length > 0)
  const estimated = tested.flat()
  const found = estimated.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower')
  const expected = 'Both are the same scenario (A/A run), so no difference is expected'
  if (estimated.length === 0) return `${expected}; ${TOO_FEW_ROUNDS} have enough samples to find one.`
  const total = countOf(estimated.length, 'comparison')
  if (found.length === 0) return `${expected}, and none was found in ${total}.`
  return `${expected}, but one was found in ${found.length} of ${total}. At most ${formatPercent(tested.length * (1 - confidence))} of such runs find any by chance.`
}
