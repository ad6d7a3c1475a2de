import { count, type FileReport, printable, shortened, worstFirst } from './file-report.ts'
import { notesOn } from './notes.ts'

/** A report as Markdown, such as for the summary of a pull request. */
export function markdownReport(report: FileReport): string {
  const found = worstFirst(report)
  const requests = report.operations.reduce((sum, operation) => sum + operation.requests, 0)
  const statements = report.operations.reduce((sum, operation) => sum + operation.statements, 0)
  return [
    `## ${cell(report.file)}`,
    `${count(requests, 'request')}, ${count(statements, 'statement')}, ${count(found.length, 'finding')}.`,
    ...(found.length === 0 ? [] : [findingTable(found)]),
    ...(report.operations.length === 0 ? [] : [operationTable(report)]),
    ...notesOn(report).map((note) => cell(note)),
  ].join('\n\n')
}

function findingTable(found: ReturnType<typeof worstFirst>): string {
  return table(
    ['operation', 'finding', 'degree', 'statement', 'in one request', 'requests', 'ms', 'fix'],
    found.map(({ operation, finding }) => [
      cell(operation.name),
      finding.subkind === null ? finding.kind : `${finding.kind} (${finding.subkind})`,
      finding.degree,
      code(finding.pattern),
      String(finding.evidence.statements),
      String(finding.evidence.requests),
      finding.totalMs.toFixed(1),
      cell(finding.fix),
    ]),
  )
}

function operationTable({ operations }: FileReport): string {
  return table(
    ['operation', 'requests', 'statements', 'median in one request', 'maximum', 'reads', 'writes'],
    operations.map(({ name, requests, statements, statementsPerRequest, reads, writes }) => [
      cell(name),
      ...[requests, statements, statementsPerRequest.median, statementsPerRequest.max, reads, writes].map(
        String,
      ),
    ]),
  )
}

function table(heads: string[], rows: string[][]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Text that means nothing to Markdown. */
function cell(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>|#]/g, '\\$&')
}

function code(text: string): string {
  return `\`${shortened(printable(text)).replaceAll('`', "'").replaceAll('|', '\\|')}\``
}
