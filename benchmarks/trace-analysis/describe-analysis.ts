import type { Finding, OperationResult, PatternResult, TableHits, TraceAnalysis } from './analysis.ts'

/** An analysis as text for people, without a last line break. */
export function describeAnalysis(analysis: TraceAnalysis): string {
  const { operations, tables, statementsOutside, statementsUnparsed, statementsWithoutParameters } = analysis
  const notes = [
    ...(operations.length === 0 ? ['The trace has no operations.'] : []),
    ...(statementsOutside > 0 ? [`${count(statementsOutside, 'statement')} outside any operation.`] : []),
    ...(statementsUnparsed > 0
      ? [`${count(statementsUnparsed, 'statement')} could not be parsed; compared by text alone.`]
      : []),
    ...(statementsWithoutParameters > 0
      ? [
          `${count(statementsWithoutParameters, 'statement')} without parameters or their hash: cannot be checked for repetition or N+1.`,
        ]
      : []),
  ]
  return [...operations.map(describeOperation), ...describeTables(tables), ...notes].join('\n\n')
}

function describeOperation(operation: OperationResult): string {
  const { name, requests, statements, statementsPerRequest, statementsByPageSize, findings } = operation
  const { min, median, max } = statementsPerRequest
  const perRequest = min === max ? `${max} each` : `${min} to ${max} each, median ${median}`
  const bySize = statementsByPageSize.map((point) => `${point.statements} for ${point.pageSize}`)
  return [
    name,
    indent(`${count(requests, 'request')}, ${count(statements, 'statement')}: ${perRequest}`),
    ...(bySize.length > 0 ? [indent(`by page size: ${bySize.join(', ')}`)] : []),
    indent(`${operation.reads} read, ${operation.writes} write, ${operation.duplicates} repeat a pattern`),
    '',
    ...patternTable(operation.patterns).map(indent),
    '',
    ...(findings.length === 0 ? [indent('no findings')] : findings.flatMap(describeFinding).map(indent)),
  ].join('\n')
}

function patternTable(patterns: PatternResult[]): string[] {
  return textTable(
    [
      { head: 'pattern' },
      { head: 'statements', numeric: true },
      { head: 'share', numeric: true },
      { head: 'total ms', numeric: true },
      { head: 'p50 ms', numeric: true },
      { head: 'p95 ms', numeric: true },
    ],
    patterns.map((pattern) => [
      pattern.name,
      String(pattern.statements),
      `${(pattern.share * 100).toFixed(1)} %`,
      pattern.totalMs.toFixed(1),
      milliseconds(pattern.p50),
      milliseconds(pattern.p95),
    ]),
  )
}

function describeFinding({ kind, summary, pattern, evidence }: Finding): string[] {
  return [
    `${kind}: ${summary}`,
    `  ${shortened(pattern)}`,
    ...(evidence.source === null ? [] : [`  after ${shortened(evidence.source.pattern)}`]),
  ]
}

function describeTables(tables: TableHits[]): string[] {
  if (tables.length === 0) return []
  const rows = tables.map(({ table, reads, writes }) => [table, String(reads), String(writes)])
  const columns = [{ head: 'table' }, { head: 'reads', numeric: true }, { head: 'writes', numeric: true }]
  return [textTable(columns, rows).join('\n')]
}

function milliseconds(value: number | null): string {
  return value === null ? 'too few' : value.toFixed(2)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}

function indent(line: string): string {
  return line === '' ? '' : `  ${line}`
}

/** A column of a table for people: its head, and whether its cells are numbers, which line up on the right. */
interface Column {
  head: string
  numeric?: boolean
}

/** Rows of text with their columns aligned, one line each, the heads first. */
function textTable(columns: Column[], rows: string[][]): string[] {
  const widths = columns.map(({ head }, index) =>
    rows.reduce((width, row) => Math.max(width, row[index]?.length ?? 0), head.length),
  )
  return [columns.map(({ head }) => head), ...rows].map((cells) =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return columns[index]?.numeric ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
