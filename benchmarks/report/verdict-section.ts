import type { BenchmarkResult } from '../result.ts'
import { headToHeadMethod } from './comparisons/head-to-head-sentences.ts'
import type { Block, Section } from './document/document.ts'
import { scenarioTable } from './scenario-table.ts'
import { waterfallChart } from './statements/waterfall-chart.ts'
import { selfComparison, verdictItems } from './verdict-sentences.ts'

/** What is read in a minute: the verdicts in sentences, a table of the scenarios, and how their statements changed. */
export function verdictSection(result: BenchmarkResult): Section {
  const waterfall = waterfallChart(result)
  return {
    id: 'verdicts',
    title: 'Verdicts',
    blocks: [
      ...selfComparison(result).map((text): Block => ({ kind: 'paragraph', text })),
      { kind: 'verdicts', items: verdictItems(result) },
      ...(result.headToHead.length === 0 ? [] : [{ kind: 'note' as const, text: headToHeadMethod(result) }]),
      { kind: 'table', table: scenarioTable(result) },
      ...(waterfall.table.rows.length === 0 ? [] : [{ kind: 'chart' as const, chart: waterfall }]),
    ],
  }
}
