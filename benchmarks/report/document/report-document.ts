import type { BenchmarkResult } from '../../result.ts'
import type { Chart } from '../charts/chart.ts'
import { comparisonChart } from '../charts/comparison-chart.ts'
import { comparisonGroups } from '../charts/comparison-groups.ts'
import { latencyChart, loadedOperations } from '../charts/latency-chart.ts'
import { statementsChart } from '../charts/statements-chart.ts'
import { tableHitsChart } from '../charts/table-hits-chart.ts'
import { timelineChart } from '../charts/timeline-chart.ts'
import { waterfallChart } from '../charts/waterfall-chart.ts'
import { countOf, formatDecimal, listOf } from '../sections/figures.ts'
import { findingSection } from '../sections/finding-section.ts'
import { invalidLoadSentences } from '../sections/invalid-load-sentences.ts'
import { isOneOperation } from '../sections/operation-text.ts'
import { patternSection } from '../sections/pattern-section.ts'
import { readingSection } from '../sections/reading-section.ts'
import { runSection } from '../sections/run-section.ts'
import { verdictSection } from '../sections/verdict-section.ts'
import type { ReportDocument, Section } from './document.ts'

/** The whole report, drawn from the result alone. */
export function reportDocument(result: BenchmarkResult): ReportDocument {
  return {
    title: 'Benchmark report',
    subtitle: subtitleOf(result),
    warnings: invalidLoadSentences(result),
    sections: [
      verdictSection(result),
      readingSection(result),
      chartSection('statements', 'Statements', statementCharts(result)),
      chartSection('latency', 'Latency', latencyCharts(result)),
      chartSection('comparisons', 'Comparisons', comparisonCharts(result)),
      findingSection(result),
      patternSection(result),
      runSection(result),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

/** The charts of a report, in its order. */
export function chartsOf({ sections }: ReportDocument): Chart[] {
  return sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
  )
}

function subtitleOf({ startedAt, scenarios, settings }: BenchmarkResult): string {
  const load =
    settings.ratePerSecond === null
      ? `${listOf(settings.users.map(String))} users`
      : `${formatDecimal(settings.ratePerSecond)} requests per second`
  const compared = settings.aa ? 'One scenario against itself' : countOf(scenarios.length, 'scenario')
  const operations = loadedOperations({ scenarios }).filter(isOneOperation)
  return `${compared}, ${countOf(operations.length, 'operation')}, ${load}, ${countOf(settings.rounds, 'round')}; ${startedAt.slice(0, 10)}`
}

function chartSection(id: string, title: string, charts: Chart[]): Section {
  const filled = charts.filter(({ table }) => table.rows.length > 0)
  return { id, title, blocks: withUniqueNames(filled).map((chart) => ({ kind: 'chart', chart })) }
}

/** Names that differ only in their punctuation would share a file. */
function withUniqueNames(charts: Chart[]): Chart[] {
  const seen = new Map<string, number>()
  return charts.map((chart) => {
    const count = (seen.get(chart.name) ?? 0) + 1
    seen.set(chart.name, count)
    return count === 1 ? chart : { ...chart, name: `${chart.name}-${count}` }
  })
}

function statementCharts(result: BenchmarkResult): Chart[] {
  return [statementsChart(result), waterfallChart(result), timelineChart(result), tableHitsChart(result)]
}

function latencyCharts(result: BenchmarkResult): Chart[] {
  return loadedOperations(result).map((operation) => latencyChart(result, operation))
}

function comparisonCharts(result: BenchmarkResult): Chart[] {
  return comparisonGroups(result).map((group) => comparisonChart(group, result.settings))
}
