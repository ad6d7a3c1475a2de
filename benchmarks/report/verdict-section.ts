import type { BenchmarkResult } from '../result.ts'
import { comparisonGroups } from './comparisons/comparison-groups.ts'
import { comparisonSentences, selfComparisonSentence } from './comparisons/comparison-sentences.ts'
import { headToHeadMethod, headToHeadSentences } from './comparisons/head-to-head-sentences.ts'
import type { Block, Section, VerdictItem } from './document/document.ts'
import { scenarioTable } from './scenario-table.ts'
import { findingSentences } from './statements/findings.ts'
import { waterfallChart } from './statements/waterfall-chart.ts'

/** What is read in a minute: the verdicts in sentences, a table of the scenarios, and how their statements changed. */
export function verdictSection(result: BenchmarkResult): Section {
  const waterfall = waterfallChart(result)
  return {
    id: 'verdicts',
    title: 'Verdicts',
    gist: null,
    blocks: [
      ...selfComparison(result),
      { kind: 'verdicts', items: verdicts(result) },
      ...(result.headToHead.length === 0 ? [] : [{ kind: 'note' as const, text: headToHeadMethod(result) }]),
      { kind: 'table', table: scenarioTable(result) },
      ...(waterfall.table.rows.length === 0 ? [] : [{ kind: 'chart' as const, chart: waterfall }]),
    ],
  }
}

/** Head to head first; then what is flagged; then the load, where it says what head to head does not. */
function verdicts(result: BenchmarkResult): VerdictItem[] {
  const isHeadToHead = ({ from, to }: { from: string; to: string }) =>
    result.headToHead.some((pair) => pair.from === from && pair.to === to)
  const load = comparisonGroups(result).flatMap((group) => {
    const sentences = comparisonSentences(group, result)
    return isHeadToHead(group) ? sentences.filter(({ verdict }) => verdict === 'slower') : sentences
  })
  return [...headToHeadSentences(result), ...findingSentences(result), ...load]
}

function selfComparison({ settings, comparisons, headToHead }: BenchmarkResult): Block[] {
  if (!settings.aa) return []
  const all = [...headToHead.flatMap(({ differences }) => differences), ...comparisons]
  return [{ kind: 'paragraph', text: selfComparisonSentence(all, settings) }]
}
