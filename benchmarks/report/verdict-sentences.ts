import type { BenchmarkResult, HeadToHead, HeadToHeadDifference } from '../result.ts'
import { comparisonGroups } from './comparisons/comparison-groups.ts'
import { comparisonSentences } from './comparisons/comparison-sentences.ts'
import { code, formatChangeInterval, formatPercent, formatSizeInterval, listOf } from './document/text.ts'
import { findingSentences } from './statements/findings.ts'
import { statementSentences } from './statements/statement-changes.ts'

/** What a run found, in sentences, the most reliable first: head to head, statements, findings, load. */
export function verdictSentences(result: BenchmarkResult): string[] {
  return [
    ...headToHeadSentences(result),
    ...statementSentences(result),
    ...findingSentences(result),
    ...comparisonGroups(result).flatMap((group) => comparisonSentences(group, result)),
  ]
}

/** A sentence for each pair of scenarios that was measured side by side. */
export function headToHeadSentences({ headToHead, settings }: BenchmarkResult): string[] {
  return headToHead.map(({ from, to, differences }) => {
    const clauses = differences.map((difference) =>
      clauseOf(difference, from, settings.headToHead?.equivalenceMargin ?? 0),
    )
    return `Head to head, ${code(to)} ${listOf(clauses)}.`
  })
}

function clauseOf(
  { measure, verdict, change, low, high }: HeadToHeadDifference,
  from: HeadToHead['from'],
  margin: number,
): string {
  if (change === null || low === null || high === null) return `has too few blocks to compare its ${measure}`
  const interval = formatChangeInterval(low, high)
  const size = `(${formatSizeInterval(low, high)})`
  if (measure === 'service time') {
    if (verdict === 'equivalent')
      return `answers as fast as ${code(from)} within ±${formatPercent(margin)} (${interval})`
    if (verdict === 'cannot tell') return `shows no difference in service time to ${code(from)} (${interval})`
    return `answers ${formatPercent(change)} ${verdict} than ${code(from)} ${size}`
  }
  if (verdict === 'equivalent')
    return `uses as much ${measure} within ±${formatPercent(margin)} (${interval})`
  if (verdict === 'cannot tell') return `shows no difference in ${measure} (${interval})`
  return `uses ${formatPercent(change)} ${verdict === 'faster' ? 'less' : 'more'} ${measure} ${size}`
}
