import type { Finding, OperationResult, PatternResult, TableHits } from '../analysis.ts'
import { count, type FileReport, headline, printable, shortened, worstFirst } from './file-report.ts'
import { notesOn } from './notes.ts'

/** A report as text for people, without a last line break: what to fix first, then the figures. */
export function textReport(report: FileReport): string {
  const { file, format, operations, tables } = report
  return [
    format === '' ? file : `${file} (${format})`,
    ...whatToFix(report),
    ...operations.map(describeOperation),
    ...describeTables(tables),
    ...notesOn(report),
  ]
    .map((block) => block.split('\n').map(printable).join('\n'))
    .join('\n\n')
}

/** A line for each finding, the worst first. */
function whatToFix(report: FileReport): string[] {
  const found = worstFirst(report)
  if (found.length === 0) return []
  const lines = found.map(
    (each, index) =>
      `  ${index + 1}. ${headline(each)}\n     ${shortened(each.finding.pattern)}\n     fix: ${each.finding.fix}`,
  )
  return [`What to fix, worst first:\n${lines.join('\n')}`]
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

/** Of more patterns than these, those that took most time are listed. */
const MAX_PATTERNS = 50

function patternTable(patterns: PatternResult[]): string[] {
  const table = textTable(
    [
      { head: 'pattern' },
      { head: 'statements', numeric: true },
      { head: 'share', numeric: true },
      { head: 'total ms', numeric: true },
      { head: 'p50 ms', numeric: true },
      { head: 'p95 ms', numeric: true },
    ],
    patterns
      .slice(0, MAX_PATTERNS)
      .map((pattern) => [
        shortened(printable(pattern.name), 60),
        String(pattern.statements),
        `${(pattern.share * 100).toFixed(1)} %`,
        pattern.totalMs.toFixed(1),
        milliseconds(pattern.p50),
        milliseconds(pattern.p95),
      ]),
  )
  const others = patterns.length - MAX_PATTERNS
  return others > 0 ? [...table, `and ${count(others, 'other pattern')}`] : table
}

function describeFinding({ kind, degree, summary, pattern, evidence }: Finding): string[] {
  return [
    `${kind}, ${degree}: ${printable(summary)}`,
    `  ${shortened(printable(pattern))}`,
    ...(evidence.source === null ? [] : [`  after ${shortened(printable(evidence.source.pattern))}`]),
    `  because: ${evidence.reasons.join('; ')}`,
  ]
}

function describeTables(tables: TableHits[]): string[] {
  if (tables.length === 0) return []
  const rows = tables.map(({ table, reads, writes }) => [printable(table), String(reads), String(writes)])
  const columns = [{ head: 'table' }, { head: 'reads', numeric: true }, { head: 'writes', numeric: true }]
  return [textTable(columns, rows).join('\n')]
}

function milliseconds(value: number | null): string {
  return value === null ? 'too few' : value.toFixed(2)
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
