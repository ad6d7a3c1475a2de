import type { BenchmarkResult, Comparison, Settings } from '../../result.ts'
import {
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
import {
  type ComparisonGroup,
  type EstimatedComparison,
  isEstimated,
  TOO_FEW_ROUNDS,
  VERDICTS,
} from './comparison-groups.ts'

/** More comparisons with the same verdict are told in one sentence. */
const MAX_SINGLE_SENTENCES = 2

const METRICS: Record<Comparison['metric'], string> = {
  p50: 'in the median',
  p90: 'at p90',
  p95: 'at p95',
  p99: 'at p99',
  mean: 'on average',
}

/** What the comparisons between two scenarios say, verdict by verdict; what had too few rounds comes last. */
export function comparisonSentences({ comparisons }: ComparisonGroup, result: BenchmarkResult): string[] {
  const estimated = comparisons.filter(isEstimated)
  const unestimated = comparisons.filter((comparison) => !isEstimated(comparison))
  const isMany = ({ length }: Comparison[]) => length > MAX_SINGLE_SENTENCES
  return [
    ...VERDICTS.flatMap((verdict) => {
      const same = estimated.filter((comparison) => comparison.verdict === verdict)
      return isMany(same)
        ? [summary(verdict, same, comparisons.length, result)]
        : same.map((comparison) => sentence(comparison, result))
    }),
    ...(isMany(unestimated)
      ? [unestimatedSummary(unestimated, comparisons.length, result)]
      : unestimated.map((comparison) => unestimatedSentence(comparison, result))),
  ]
}

function sentence(comparison: EstimatedComparison, result: BenchmarkResult): string {
  const { settings } = result
  const { from, to, operation, users, metric, change, low, high, detectable } = comparison
  const answers = `${capitalised(formatLoad(users, settings))} ${code(to)} answers ${operationText(operation)}`
  switch (comparison.verdict) {
    case 'faster':
    case 'slower':
      return `${answers} ${formatPercent(change)} ${comparison.verdict} than ${code(from)} ${METRICS[metric]} (${sizeInterval(comparison, settings)}).`
    case 'equivalent':
      return `${answers} as fast as ${code(from)} ${METRICS[metric]}, within ±${formatPercent(settings.equivalenceMargin)}: the change is ${formatChange(change)} (${intervalName(settings)} ${formatChangeInterval(low, high)}).`
    case 'cannot tell':
      return `${question(comparison, result)} for ${place(comparison, settings)} cannot be told from this run: it could have seen ${formatPercent(detectable)} or more.`
  }
}

function summary(
  verdict: Comparison['verdict'],
  same: EstimatedComparison[],
  total: number,
  result: BenchmarkResult,
): string {
  const { settings } = result
  const { from, to, metric } = firstOf(same)
  const share = same.length === total ? `all ${total} comparisons` : shareOf(same, total)
  switch (verdict) {
    case 'faster':
    case 'slower': {
      const [min, max] = extremes(same, ({ change }) => Math.abs(change))
      const sizes = new Set([min, max].map(({ change }) => formatPercent(change)))
      const describe = (each: EstimatedComparison) =>
        `${place(each, settings)} (${sizeInterval(each, settings)})`
      return `${code(to)} answers ${[...sizes].join(' to ')} ${verdict} than ${code(from)} ${METRICS[metric]} in ${share}: the least for ${describe(min)}, the most for ${describe(max)}.`
    }
    case 'equivalent':
      return `${code(to)} answers as fast as ${code(from)} ${METRICS[metric]}, within ±${formatPercent(settings.equivalenceMargin)}, in ${share}: ${places(same, settings)}.`
    case 'cannot tell': {
      const [min, max] = extremes(same, ({ detectable }) => detectable)
      return `${question(min, result)} cannot be told from this run in ${shareOf(same, total)}: it could have seen ${formatPercent(min.detectable)} or more at best, for ${place(min, settings)}, and ${formatPercent(max.detectable)} or more at worst, for ${place(max, settings)}.`
    }
  }
}

function unestimatedSentence(comparison: Comparison, result: BenchmarkResult): string {
  return `${question(comparison, result)} for ${place(comparison, result.settings)} cannot be told: ${TOO_FEW_ROUNDS} have enough samples.`
}

function unestimatedSummary(unestimated: Comparison[], total: number, result: BenchmarkResult): string {
  const where = unestimated.length === total ? '' : ` for ${places(unestimated, result.settings)}`
  return `${question(firstOf(unestimated), result)} cannot be told in ${shareOf(unestimated, total)}: ${TOO_FEW_ROUNDS} have enough samples${where}.`
}

/** What a comparison asks. Where only the indexes differ, they are what it asks about. */
function question({ from, to, metric }: Comparison, { scenarios }: BenchmarkResult): string {
  const before = scenarios.find(({ name }) => name === from)
  const after = scenarios.find(({ name }) => name === to)
  const onlyIndexes =
    before?.answersBy === after?.answersBy && before?.indexes === false && after?.indexes === true
  const asked = onlyIndexes ? 'the indexes help' : `${code(to)} is faster or slower than ${code(from)}`
  return `Whether ${asked} ${METRICS[metric]}`
}

function sizeInterval({ low, high }: EstimatedComparison, settings: Settings): string {
  return `${intervalName(settings)} ${formatSizeInterval(low, high)}`
}

function intervalName({ confidence }: Settings): string {
  return `corrected ${formatDecimal(confidence * 100)}\u00a0% interval`
}

function place({ operation, users }: Comparison, settings: Settings): string {
  return `${operationText(operation)} ${formatLoad(users, settings)}`
}

/** Operations with the loads that they were under; those that were under the same loads together. */
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
  return length === total ? `any of ${total} comparisons` : `${length} of ${total} comparisons`
}

function extremes(
  comparisons: EstimatedComparison[],
  size: (comparison: EstimatedComparison) => number,
): [min: EstimatedComparison, max: EstimatedComparison] {
  const sorted = comparisons.toSorted((a, b) => size(a) - size(b))
  return [firstOf(sorted), firstOf(sorted.slice(-1))]
}

function firstOf<T>([first]: T[]): T {
  if (first === undefined) throw new Error('expected at least one comparison, got none')
  return first
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What a run of one scenario against itself (A/A) should find, and what it found. */
export function selfSentence(scenario: string, comparisons: Comparison[], { confidence }: Settings): string {
  const estimated = comparisons.filter(isEstimated)
  const found = estimated.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower')
  const expected = `Against itself, ${code(scenario)}: no difference should be found`
  if (estimated.length === 0) return `${expected}, and too few rounds have enough samples to look for one.`
  if (found.length === 0) return `${expected}, and none is in ${countOf(estimated.length, 'comparison')}.`
  return `${expected}, but one is in ${found.length} of ${countOf(estimated.length, 'comparison')}. At most ${formatPercent(1 - confidence)} of such runs find any by chance.`
}

/** What both sides of such a run are: `optimised` for `optimised (a)`. */
export function nameWithoutSide(name: string): string {
  return name.replace(/ \(\w+\)$/, '')
}
