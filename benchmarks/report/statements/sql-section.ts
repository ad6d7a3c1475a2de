import type { BenchmarkResult, OperationResult, PatternResult, ScenarioResult } from '../../result.ts'
import { type Block, nameColumn, numberColumn, type Section, type Table } from '../document/document.ts'
import { code, countOf, formatCount, formatMs, formatPercent, listOf } from '../document/text.ts'
import { sqlBlocks } from './sql-blocks.ts'

/** Every statement: its SQL and plans, once for all that send it, and what each scenario spent on it. */
export function sqlSection({ scenarios }: BenchmarkResult): Section {
  const sent = scenarios.flatMap(sentPatterns)
  const byPattern = Map.groupBy(sent, ({ result }) => result.pattern)
  return {
    id: 'sql',
    title: 'SQL and plans',
    gist: `${countOf(byPattern.size, 'different statement')} in all scenarios, with values replaced by ?.`,
    blocks: [
      ...[...byPattern].map(
        ([pattern, same]): Block => ({
          kind: 'folded',
          summary: summaryOf(same),
          blocks: sqlBlocks(
            pattern,
            scenarios.filter((scenario) => same.some((each) => each.scenario === scenario)),
          ),
        }),
      ),
      ...scenarios.map(
        (scenario): Block => ({
          kind: 'folded',
          summary: `Figures of ${code(scenario.name)}`,
          blocks: [{ kind: 'table', table: figuresTable(scenario) }],
        }),
      ),
    ],
  }
}

interface SentPattern {
  scenario: ScenarioResult
  operation: OperationResult
  result: PatternResult
}

function sentPatterns(scenario: ScenarioResult): SentPattern[] {
  return scenario.operations.flatMap((operation) =>
    operation.patterns.map((result) => ({ scenario, operation, result })),
  )
}

function summaryOf(sent: SentPattern[]): string {
  const unique = (names: string[]) => listOf([...new Set(names)].map(code))
  const names = unique(sent.map(({ result }) => result.name))
  const operations = unique(sent.map(({ operation }) => operation.name))
  return `${names} for ${operations}, sent by ${unique(sent.map(({ scenario }) => scenario.name))}`
}

function figuresTable({ name, operations }: ScenarioResult): Table {
  return {
    caption: `Captured statements of ${code(name)}`,
    columns: [
      nameColumn('Operation'),
      nameColumn('Statement'),
      ...['Statements', 'Requests', 'Share', 'p50 (ms)', 'p95 (ms)', 'Total (ms)'].map(numberColumn),
      nameColumn('Fingerprint'),
    ],
    rows: operations.flatMap((operation) =>
      operation.patterns.map((pattern) => [
        code(operation.name),
        code(pattern.name),
        formatCount(pattern.statements),
        formatCount(pattern.requests),
        formatPercent(pattern.share),
        pattern.p50 === null ? '–' : formatMs(pattern.p50),
        pattern.p95 === null ? '–' : formatMs(pattern.p95),
        formatMs(pattern.totalMs),
        code(pattern.fingerprint),
      ]),
    ),
  }
}
