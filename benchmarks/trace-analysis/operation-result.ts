import { percentile } from '../statistics/percentile.ts'
import type { Finding, OperationResult } from './analysis.ts'
import { findCountPairs } from './findings/count-pair.ts'
import { findNPlusOne } from './findings/n-plus-one.ts'
import { pageItems } from './findings/page-items.ts'
import { findRepeated } from './findings/repeated.ts'
import { groupStatements } from './findings/statement-group.ts'
import type { ParsedRequest } from './parsed-request.ts'
import { patternResults } from './pattern-results.ts'
import type { TracedRequest } from './traced-request.ts'

type PageSizeOf = (line: TracedRequest) => number | undefined

/** The figures and findings of one operation's requests, of which there is at least one. */
export function operationResult(
  name: string,
  requests: ParsedRequest[],
  pageSizeOf?: PageSizeOf,
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

function statementsByPageSize(
  requests: ParsedRequest[],
  pageSizeOf: PageSizeOf | undefined,
): OperationResult['statementsByPageSize'] {
  const groups = groupStatements(requests)
  const sized = requests.flatMap((request) => {
    const pageSize = pageSizeOf ? pageSizeOf(request.traced) : pageItems(request, groups)
    return pageSize === undefined ? [] : [{ pageSize, statements: request.executions.length }]
  })
  return [...Map.groupBy(sized, ({ pageSize }) => pageSize)]
    .map(([pageSize, same]) => ({ pageSize, statements: median(same.map(({ statements }) => statements)) }))
    .toSorted((a, b) => a.pageSize - b.pageSize)
}

function duplicatesOf({ executions }: ParsedRequest): number {
  return executions.length - new Set(executions.map(({ parsed }) => parsed.key)).size
}

function median(values: number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}

const KINDS: Finding['kind'][] = ['n-plus-one', 'repeated', 'count-pair']

function byKindAndPattern(a: Finding, b: Finding): number {
  const rank = ({ kind, pattern, evidence }: Finding) =>
    `${KINDS.indexOf(kind)} ${pattern} ${evidence.parentPath ?? ''}`
  return rank(a) < rank(b) ? -1 : 1
}
