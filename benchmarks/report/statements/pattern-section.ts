import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { numbers, type Section, type Table, text, words } from '../document/document.ts'
import { code, formatCount, formatMs, formatPercent } from '../document/text.ts'

/** Every pattern of statement, by scenario and operation. */
export function patternSection({ scenarios }: BenchmarkResult): Section {
  return {
    id: 'patterns',
    title: 'Patterns of statements',
    blocks: scenarios.map((scenario) => ({
      kind: 'folded',
      summary: `What ${code(scenario.name)} sent`,
      blocks: [{ kind: 'table', table: patternTable(scenario) }],
    })),
  }
}

function patternTable({ name, operations }: ScenarioResult): Table {
  return {
    caption: `The statements of ${code(name)} while they were captured`,
    columns: [
      words('Operation'),
      words('Statement'),
      ...['Statements', 'Requests', 'Share', 'p50 (ms)', 'p95 (ms)', 'Total (ms)'].map(numbers),
      text('Text'),
      words('Fingerprint'),
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
