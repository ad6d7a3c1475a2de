import { nameColumn, numberColumn, type ReportDocument, type Section } from '../report/document/document.ts'
import { code, countOf, formatCount, formatMs, machineText } from '../report/document/text.ts'
import { ALL_OPERATIONS, type BenchmarkResult, type ScenarioResult } from '../result.ts'
import type { ResultComparison } from './compare-results.ts'
import { comparisonDocument, nameOf } from './comparison-document.ts'

/** The latest run beside the one before it, and each scenario through all runs, the oldest first. */
export function trendDocument(
  results: readonly BenchmarkResult[],
  {
    older,
    newer,
    comparison,
  }: { older: BenchmarkResult; newer: BenchmarkResult; comparison: ResultComparison },
): ReportDocument {
  const latest = comparisonDocument(older, newer, comparison)
  return {
    ...latest,
    title: `${countOf(results.length, 'run')} compared`,
    subtitle: `${nameOf(results[0] ?? older)} to ${nameOf(newer)}; what changed is since the run before the last`,
    sections: [...latest.sections, trendSection(results)],
  }
}

function trendSection(results: readonly BenchmarkResult[]): Section {
  const names = [...new Set(results.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)))]
  return {
    id: 'trend',
    title: 'Trend',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Times of different machines or settings are not comparable; the machine is named in each row.',
      },
      ...names.map((name) => ({ kind: 'table' as const, table: trendTable(name, results) })),
    ],
  }
}

function trendTable(name: string, results: readonly BenchmarkResult[]) {
  return {
    caption: `Runs of ${code(name)}`,
    columns: [
      nameColumn('Run'),
      nameColumn('Machine'),
      numberColumn('Statements of a full page'),
      numberColumn('Findings'),
      numberColumn('p50 (ms)'),
      numberColumn('p95 (ms)'),
      numberColumn('Server CPU (ms)'),
    ],
    rows: results.flatMap((result) => {
      const scenario = result.scenarios.find((each) => each.name === name)
      return scenario === undefined ? [] : [trendRow(result, scenario)]
    }),
  }
}

function trendRow(
  result: BenchmarkResult,
  { name, timeline, operations, load, validity }: ScenarioResult,
): string[] {
  const busiest = load.filter(({ operation }) => operation === ALL_OPERATIONS).at(-1)
  const isValid = validity.some(({ users, isValid }) => users === busiest?.users && isValid)
  const timeOf = (metric: 'p50' | 'p95') => {
    const estimate = busiest?.[metric]
    if (!isValid || estimate === undefined || 'needed' in estimate) return '–'
    return `${formatMs(estimate.value)} (${formatCount(busiest?.users ?? 0)} users)`
  }
  const cpuMs = result.headToHead
    .flatMap(({ from, to, differences }) =>
      differences
        .filter(({ measure }) => measure === 'server CPU')
        .flatMap(({ fromMs, toMs }) => (to === name ? [toMs] : from === name ? [fromMs] : [])),
    )
    .at(0)
  return [
    nameOf(result),
    machineText(result.machine),
    formatCount(timeline.length),
    formatCount(operations.reduce((sum, { findings }) => sum + findings.length, 0)),
    timeOf('p50'),
    timeOf('p95'),
    cpuMs === undefined ? '–' : formatMs(cpuMs),
  ]
}
