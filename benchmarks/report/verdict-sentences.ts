import type { BenchmarkResult } from '../result.ts'
import { comparisonGroups } from './comparisons/comparison-groups.ts'
import { comparisonSentences } from './comparisons/comparison-sentences.ts'
import { headToHeadSentences } from './comparisons/head-to-head-sentences.ts'
import type { VerdictItem } from './document/document.ts'
import { findingSentences } from './statements/findings.ts'

/**
 * What a run found, the most reliable first: head to head; then what is flagged; then the load, where it says what head
 * to head does not.
 */
export function verdictItems(result: BenchmarkResult): VerdictItem[] {
  const isHeadToHead = ({ from, to }: { from: string; to: string }) =>
    result.headToHead.some((pair) => pair.from === from && pair.to === to)
  const load = comparisonGroups(result).flatMap((group) => {
    const sentences = comparisonSentences(group, result)
    return isHeadToHead(group) ? sentences.filter(({ verdict }) => verdict === 'slower') : sentences
  })
  return [...headToHeadSentences(result), ...findingSentences(result), ...load]
}

/** The same in plain sentences, for a terminal. */
export function verdictSentences(result: BenchmarkResult): string[] {
  return verdictItems(result).map(({ text }) => text)
}
