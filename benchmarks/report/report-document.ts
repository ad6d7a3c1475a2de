import type { BenchmarkResult } from '../result.ts'
import { articleSection } from './article-section.ts'
import { comparisonGroups } from './comparisons/comparison-groups.ts'
import { comparisonSentences } from './comparisons/comparison-sentences.ts'
import { isEstimated, TOO_FEW_ROUNDS } from './comparisons/estimated.ts'
import { forestChart } from './comparisons/forest-chart.ts'
import { forestGroups } from './comparisons/forest-rows.ts'
import { verdictWord } from './comparisons/leading-difference.ts'
import { pairRatioChart } from './comparisons/pair-ratio-chart.ts'
import { serviceTimeChart } from './comparisons/service-time-chart.ts'
import type { Block, Chart, ReportDocument, Section } from './document/document.ts'
import { capitalised, countOf, formatDecimal, formatMs, listOf } from './document/text.ts'
import { glossarySection } from './glossary-section.ts'
import { latencyChart, validityTable } from './latency/latency-chart.ts'
import { formatLoad, isOneOperation, loadedOperations, loadedUsers, roundsMade } from './latency/loads.ts'
import { runSection, sourceOf } from './run-section.ts'
import { findingSection } from './statements/findings.ts'
import { sqlSection } from './statements/sql-section.ts'
import { statementSentences } from './statements/statement-changes.ts'
import { statementsChart } from './statements/statements-chart.ts'
import { tableHitsChart } from './statements/table-hits-chart.ts'
import { timelineChart } from './statements/timeline-chart.ts'
import { verdictSection } from './verdict-section.ts'
import { warningSentences } from './warning-sentences.ts'

/** The whole report, derived from the result alone. */
export function reportDocument(result: BenchmarkResult): ReportDocument {
  const { article, settings } = result
  return {
    title: 'jadwal: benchmark report',
    subtitle: subtitleOf(result),
    source: sourceOf(result),
    warnings: warningSentences(result),
    sections: [
      verdictSection(result),
      comparisonSection(result),
      ...(article === null ? [] : [articleSection(article, settings)]),
      latencySection(result),
      statementSection(result),
      findingSection(result),
      sqlSection(result),
      runSection(result),
      glossarySection(result),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

function subtitleOf({ startedAt, scenarios, settings }: BenchmarkResult): string {
  const loads =
    settings.ratePerSecond === null
      ? settings.users.map((users) => countOf(users, 'user'))
      : [`${formatDecimal(settings.ratePerSecond)} requests per second`]
  const operations = new Set([
    ...scenarios.flatMap((scenario) => scenario.operations.map(({ name }) => name)),
    ...loadedOperations({ scenarios }).filter(isOneOperation),
  ])
  const made = roundsMade({ scenarios })
  const rounds = `${made < settings.rounds ? `${made} of ` : ''}${countOf(settings.rounds, 'round')}`
  const parts = [
    settings.aa ? 'A/A run of one scenario' : countOf(scenarios.length, 'scenario'),
    countOf(operations.size, 'operation'),
    countOf(settings.doctors, 'doctor'),
    ...(settings.headToHead === null ? [] : ['head to head']),
    ...(loads.length === 0 ? [] : [`load of ${listOf(loads)} in ${rounds}`]),
  ]
  return `${parts.join(', ')}; ${startedAt.slice(0, 10)}`
}

function comparisonSection(result: BenchmarkResult): Section {
  const sentences = comparisonGroups(result)
    .flatMap((group) => comparisonSentences(group, result))
    // The chart names them, and why.
    .filter(({ verdict }) => verdict !== 'not compared')
  const blocks: Block[] = [
    ...chartBlocks([forestChart(result), serviceTimeChart(result), pairRatioChart(result)]),
    ...(sentences.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: 'Under load, in sentences' },
          { kind: 'verdicts' as const, items: sentences },
        ]),
  ]
  return { id: 'comparisons', title: 'Comparisons', gist: comparisonGist(result), blocks }
}

/** How many comparisons had each verdict, and how many have no interval that could be drawn. */
function comparisonGist(result: BenchmarkResult): string {
  const rows = forestGroups(result).flatMap((group) => group.rows)
  const drawn = rows.filter(({ judgement }) => isEstimated(judgement))
  if (drawn.length === 0) return `No comparison could be made: ${TOO_FEW_ROUNDS}.`
  const counts = [...Map.groupBy(drawn, (row) => verdictWord(row.judgement, row))].map(
    ([verdict, same]) => `${same.length} ${verdict}`,
  )
  const others = rows.length - drawn.length
  const missing = others === 0 ? '' : `; ${others} not compared: ${TOO_FEW_ROUNDS}`
  return `${countOf(drawn.length, 'comparison')} on one axis: ${counts.join(', ')}${missing}.`
}

function latencySection(result: BenchmarkResult): Section {
  const users = loadedUsers(result)
  const charts = users.map((count) => latencyChart(result, count))
  const all = result.scenarios.flatMap(({ validity }) => validity)
  const valid = all.filter(({ isValid }) => isValid).length
  const worstMs = all.reduce((worst, { lagP99Ms }) => Math.max(worst, lagP99Ms.worst), 0)
  return {
    id: 'latency',
    title: 'Latency under load',
    gist: `${capitalised(listOf(users.map((count) => formatLoad(count, result.settings))))}; ${valid} of ${countOf(all.length, 'load')} valid, the load generator at worst ${formatMs(worstMs)}\u00a0ms late (p99).`,
    blocks:
      users.length === 0 ? [] : [...chartBlocks(charts), { kind: 'table', table: validityTable(result) }],
  }
}

function statementSection(result: BenchmarkResult): Section {
  const charts = chartBlocks([timelineChart(result), statementsChart(result), tableHitsChart(result)])
  const sentences = statementSentences(result)
  return {
    id: 'statements',
    title: 'Statements',
    gist: 'What each scenario sends: one request in time, by operation, by table.',
    blocks: charts.length === 0 ? [] : [{ kind: 'list', items: sentences }, ...charts],
  }
}

/** Charts without data are left out. */
function chartBlocks(charts: Chart[]): Block[] {
  return charts.filter(({ table }) => table.rows.length > 0).map((chart): Block => ({ kind: 'chart', chart }))
}
