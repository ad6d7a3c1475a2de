import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { nameColumn, numberColumn, type Section, type Table, textColumn } from '../document/document.ts'
import { code, formatCount, formatMs, formatPercent } from '../document/text.ts'

/** Every statement pattern, by scenario and operation. */
export function patternSection({ scenarios }: BenchmarkResult): Section {
  return {
    id: 'patterns',
    title: 'Statement patterns',
    blocks: scenarios.map((scenario) => ({
      kind: 'folded',
      summary: `Patterns of ${code(scenario.name)}`,
      blocks: [{ kind: 'table', table: patternTable(scenario) }],
    })),
  }
}

function patternTable({ name, operations }: ScenarioResult): Table {
  return {
    caption: `Captured statements of ${code(name)} by pattern`,
    columns: [
      nameColumn('Operation'),
      nameColumn('Statement'),
      ...['Statements', 'Requests', 'Share', 'p50 (ms)', 'p95 (ms)', 'Total (ms)'].map(numberColumn),
      textColumn('SQL'),
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
        code(pattern.pattern),
        code(pattern.fingerprint),
      ]),
    ),
  }
}
