import type { TableHits, TraceAnalysis } from './analysis.ts'
import { operationResult } from './operation-result.ts'
import { type ParsedRequest, parseRequest } from './parsed-request.ts'
import { createStatementParser } from './sql/parse-statement.ts'
import type { TracedRequest } from './traced-request.ts'

export interface AnalysisOptions {
  /** The page size that the request asked for, where one knows; else it is taken from the trace. */
  pageSizeOf?: (line: TracedRequest) => number | undefined
}

/** Patterns, tables and findings of a trace. */
export function analyseTrace(lines: TracedRequest[], { pageSizeOf }: AnalysisOptions = {}): TraceAnalysis {
  const parse = createStatementParser()
  const inside = lines.filter(({ origin }) => origin === 'operation')
  const outside = lines.filter(({ origin }) => origin === 'outside')
  const requests = inside.map((line) => parseRequest(line, parse))
  const executions = requests.flatMap((request) => request.executions)
  return {
    operations: [...Map.groupBy(requests, ({ traced }) => operationName(traced))]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, same]) => operationResult(name, same, pageSizeOf)),
    tables: tableHits(requests),
    statementsOutside: outside.flatMap(({ statements }) => statements).length,
    statementsUnparsed: executions.filter(({ parsed }) => parsed.verb === 'unparsed').length,
    statementsWithoutParameters: executions.filter(({ parameterSet }) => parameterSet === null).length,
  }
}

function operationName({ operation, documentHash }: TracedRequest): string {
  return operation ?? ['anonymous', documentHash?.slice(0, 8)].filter(Boolean).join(' ')
}

function tableHits(requests: ParsedRequest[]): TableHits[] {
  const uses = requests.flatMap(({ executions }) => executions.flatMap(({ parsed }) => parsed.tables))
  return [...Map.groupBy(uses, ({ table }) => table)]
    .map(([table, same]) => {
      const writes = same.filter(({ access }) => access === 'write').length
      return { table, reads: same.length - writes, writes }
    })
    .toSorted((a, b) => b.reads + b.writes - a.reads - a.writes || (a.table < b.table ? -1 : 1))
}
