import { percentile } from '../statistics/percentile.ts'
import type { Finding, OperationResult, TableHits, TraceAnalysis } from './analysis.ts'
import { findCountPairs } from './findings/count-pair.ts'
import { findNPlusOne } from './findings/n-plus-one.ts'
import { findRepeated } from './findings/repeated.ts'
import { type PageSizeOf, statementsByPageSize } from './page-sizes.ts'
import { patternResults } from './pattern-results.ts'
import { type ParsedRequest, parseRequest } from './requests/parsed-request.ts'
import type { TracedRequest } from './requests/traced-request.ts'
import { createStatementParser } from './sql/parse-statement.ts'

export interface AnalysisOptions {
  /** Where the page sizes are known; otherwise they are inferred from the trace. */
  pageSizeOf?: PageSizeOf
}

/** Patterns, tables and findings of a trace. The order of the requests does not matter. */
export function analyseTrace(
  traced: readonly TracedRequest[],
  { pageSizeOf }: AnalysisOptions = {},
): TraceAnalysis {
  const parse = createStatementParser()
  const { operation: inside = [], outside = [] } = Object.groupBy(traced, ({ origin }) => origin)
  const requests = inside.map((request) => parseRequest(request, parse))
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

/** The figures and findings of one operation's requests, of which there is at least one. */
function operationResult(
  name: string,
  requests: ParsedRequest[],
  pageSizeOf: PageSizeOf | undefined,
): OperationResult {
  const counts = requests.map(({ executions }) => executions.length).toSorted((a, b) => a - b)
  const patterns = patternResults(requests)
  const findings = [findNPlusOne, findRepeated, findCountPairs].flatMap((find) => find(requests, patterns))
  return {
    name,
    requests: requests.length,
    statementsPerRequest: { min: counts[0] ?? 0, median: percentile(counts, 0.5), max: counts.at(-1) ?? 0 },
    statementsByPageSize: statementsByPageSize(requests, pageSizeOf),
    statements: counts.reduce((sum, count) => sum + count, 0),
    ...readsAndWrites(requests),
    duplicates: requests.reduce((sum, request) => sum + duplicatesOf(request), 0),
    patterns: [...patterns.values()],
    findings: findings.toSorted(byKindAndPattern),
  }
}

/** A statement that writes is a write, whatever it reads; one that touches no table is neither. */
function readsAndWrites(requests: ParsedRequest[]): { reads: number; writes: number } {
  const tables = requests.flatMap(({ executions }) => executions.map(({ parsed }) => parsed.tables))
  const writes = tables.filter((uses) => uses.some(({ access }) => access === 'write')).length
  return { reads: tables.filter((uses) => uses.length > 0).length - writes, writes }
}

function duplicatesOf({ executions }: ParsedRequest): number {
  return executions.length - new Set(executions.map(({ parsed }) => parsed.key)).size
}

const KINDS: Finding['kind'][] = ['n-plus-one', 'repeated', 'count-pair']

function byKindAndPattern(a: Finding, b: Finding): number {
  const rank = ({ kind, pattern, evidence }: Finding) =>
    `${KINDS.indexOf(kind)} ${pattern} ${evidence.parentPath ?? ''}`
  return rank(a) < rank(b) ? -1 : 1
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
