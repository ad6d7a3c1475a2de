import type { BenchmarkResult, Comparison } from '../result.ts'
import { comparisonGroups } from './comparisons/comparison-groups.ts'
import { comparisonSentences, selfComparisonSentence } from './comparisons/comparison-sentences.ts'
import { couldDetect } from './comparisons/detectable.ts'
import { type Estimated, isEstimated, TOO_FEW_ROUNDS } from './comparisons/estimated.ts'
import { headToHeadSentences } from './comparisons/head-to-head-sentences.ts'
import type { VerdictItem } from './document/document.ts'
import { countOf } from './document/text.ts'
import { findingSentences } from './statements/findings.ts'
import { statementSentences } from './statements/statement-changes.ts'

/** What a run found, the most reliable first, for a page that shows statements in a table. */
export function verdictItems(result: BenchmarkResult): VerdictItem[] {
  return [...headToHeadSentences(result), ...findingSentences(result), ...loadItems(result)]
}

/** The same in plain sentences for a terminal, with the statements that each scenario sends. */
export function verdictSentences(result: BenchmarkResult): string[] {
  const textOf = ({ text }: VerdictItem) => text
  return [
    ...selfComparison(result),
    ...headToHeadSentences(result).map(textOf),
    ...statementSentences(result),
    ...findingSentences(result).map(textOf),
    ...loadItems(result).map(textOf),
  ]
}

/** One sentence on a run of a scenario against itself; none on any other. */
export function selfComparison({ settings, comparisons, headToHead }: BenchmarkResult): string[] {
  if (!settings.aa) return []
  const families = [headToHead.flatMap(({ differences }) => differences), comparisons]
  return [selfComparisonSentence(families, settings)]
}

/**
 * Of pairs that were measured head to head, which is more precise, only what is slower under load. What the run cannot
 * tell is counted: the comparisons themselves are further down.
 */
function loadItems(result: BenchmarkResult): VerdictItem[] {
  const isHeadToHead = ({ from, to }: { from: string; to: string }) =>
    result.headToHead.some((pair) => pair.from === from && pair.to === to)
  const compared = comparisonGroups(result).flatMap((group) => {
    const sentences = comparisonSentences(group, result)
    return sentences.filter(({ verdict }) =>
      isHeadToHead(group) ? verdict === 'slower' : verdict !== 'not compared' && verdict !== 'cannot tell',
    )
  })
  const others = result.comparisons.filter((each) => !isHeadToHead(each))
  return [...compared, ...untoldItems(others.filter(isEstimated)), ...notMadeItems(others)]
}

function untoldItems(comparisons: Estimated<Comparison>[]): VerdictItem[] {
  const untold = comparisons.filter(({ verdict }) => verdict === 'cannot tell')
  if (untold.length === 0) return []
  const best = couldDetect(Math.min(...untold.map(({ detectable }) => detectable)))
  const text = `Under load, this run cannot tell ${countOf(untold.length, 'comparison')}. At best, it ${best}.`
  return [{ verdict: 'cannot tell', text }]
}

function notMadeItems(comparisons: Comparison[]): VerdictItem[] {
  const notMade = comparisons.filter((each) => !isEstimated(each))
  if (notMade.length === 0) return []
  const text = `Under load, ${countOf(notMade.length, 'comparison')} could not be made: ${TOO_FEW_ROUNDS} have enough samples.`
  return [{ verdict: 'not compared', text }]
}
