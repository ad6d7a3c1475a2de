import type { BenchmarkResult } from '../result.ts'
import { comparisonChart } from './comparisons/comparison-chart.ts'
import { comparisonGroups } from './comparisons/comparison-groups.ts'
import type { Chart, ReportDocument, Section } from './document/document.ts'
import { countOf, formatDecimal, listOf } from './document/text.ts'
import { latencyChart } from './latency/latency-chart.ts'
import { isOneOperation, loadedOperations } from './latency/loads.ts'
import { runSection } from './run-section.ts'
import { findingSection } from './statements/findings.ts'
import { patternSection } from './statements/pattern-section.ts'
import { waterfallChart } from './statements/statement-changes.ts'
import { statementsChart } from './statements/statements-chart.ts'
import { tableHitsChart } from './statements/table-hits-chart.ts'
import { timelineChart } from './statements/timeline-chart.ts'
import { glossarySection, summarySection } from './summary-section.ts'
import { warningSentences } from './warning-sentences.ts'

/** The whole report, derived from the result alone. */
export function reportDocument(result: BenchmarkResult): ReportDocument {
  return {
    title: 'Benchmark report',
    subtitle: subtitleOf(result),
    warnings: warningSentences(result),
    sections: [
      summarySection(result),
      glossarySection(result),
      chartSection('statements', 'SQL statements', statementCharts(result)),
      chartSection('latency', 'Latency', latencyCharts(result)),
      chartSection('comparisons', 'Latency comparisons', comparisonCharts(result)),
      findingSection(result),
      patternSection(result),
      runSection(result),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

/** The charts of a report in their order. */
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
  const compared = settings.aa ? 'A/A run of one scenario' : countOf(scenarios.length, 'scenario')
  const operations = loadedOperations({ scenarios }).filter(isOneOperation)
  return `${compared}, ${countOf(operations.length, 'operation')}, ${load}, ${countOf(settings.rounds, 'round')}; ${startedAt.slice(0, 10)}`
}

function chartSection(id: string, title: string, charts: Chart[]): Section {
  const filled = charts.filter(({ table }) => table.rows.length > 0)
  return { id, title, blocks: withUniqueNames(filled).map((chart) => ({ kind: 'chart', chart })) }
}

/** Names that differ only in punctuation would share a file. */
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
