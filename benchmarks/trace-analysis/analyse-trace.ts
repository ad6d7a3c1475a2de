import type { TableHits, TraceAnalysis } from './analysis.ts'
import type { Degree } from './findings/finding.ts'
import { repetitions } from './findings/repetition.ts'
import { createOperationRecord, type OperationRecord } from './operation-record.ts'
import { inferredPageSize, type PageSizeOf } from './page-sizes.ts'
import { type Execution, type ParsedRequest, parseRequest } from './requests/parsed-request.ts'
import type { TracedRequest } from './requests/traced-request.ts'
import { createStatementParser } from './sql/parse-statement.ts'
import { DATA_VERBS } from './sql/parsed-statement.ts'

export interface AnalysisOptions {
  /** Where the page sizes are known; otherwise they are inferred from the trace. */
  pageSizeOf?: PageSizeOf
  /** The least sure findings that count; `likely` unless given. */
  min?: Degree
}

/** Takes requests one by one and keeps what their analysis needs, which is bounded. */
export interface TraceAnalyser {
  add(request: TracedRequest): void
  result(): TraceAnalysis
}

/** Patterns, tables and findings of a trace. The order of the requests does not matter. */
export function analyseTrace(traced: Iterable<TracedRequest>, options: AnalysisOptions = {}): TraceAnalysis {
  const analyser = createTraceAnalyser(options)
  for (const request of traced) analyser.add(request)
  return analyser.result()
}

/** More operations and tables than these are counted as one. */
const MAX_NAMES = 10_000
const OTHERS = 'others'

export function createTraceAnalyser({ pageSizeOf, min = 'likely' }: AnalysisOptions = {}): TraceAnalyser {
  const parse = createStatementParser()
  const operations = new Map<string, { name: string; record: OperationRecord }>()
  const tables = new Map<string, TableHits>()
  const totals = { statementsOutside: 0, statementsUnparsed: 0, statementsWithoutParameters: 0 }
  return {
    add(traced) {
      if (traced.origin === 'outside') {
        totals.statementsOutside += traced.statements.length
        return
      }
      const request = parseRequest(traced, parse)
      const examined = { request, repetitions: repetitions(request) }
      const pageSize = pageSizeOf ? pageSizeOf(traced) : inferredPageSize(examined)
      entryOf(operations, identify(request)).record.add(examined, pageSize)
      for (const execution of request.executions) {
        if (!execution.parsed.isParsed) totals.statementsUnparsed += 1
        if (execution.parameterSet === null) totals.statementsWithoutParameters += 1
        addTables(tables, execution)
      }
    },
    result() {
      const results = [...operations.values()]
        .map(({ record }) => record.result(min))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      return {
        operations: results.map(({ findingsBelow: _, ...operation }) => operation),
        tables: [...tables.values()].toSorted(
          (a, b) => b.reads + b.writes - a.reads - a.writes || (a.table < b.table ? -1 : 1),
        ),
        findingsBelow: results.reduce((sum, { findingsBelow }) => sum + findingsBelow, 0),
        ...totals,
      }
    },
  }
}

/** What distinguishes the operation of a request, and what it is called. */
interface Identity {
  id: string
  name: string
}

/** Without a name and a document, requests that begin with the same statement belong together. */
function identify({ traced: { operation, documentHash }, executions }: ParsedRequest): Identity {
  if (operation !== null) return { id: `name ${operation}`, name: operation }
  if (documentHash !== null)
    return { id: `document ${documentHash}`, name: `anonymous ${documentHash.slice(0, 8)}` }
  const first = executions.find(({ parsed }) => DATA_VERBS.has(parsed.verb))?.parsed
  if (first === undefined) return { id: 'anonymous', name: 'anonymous' }
  const called = [first.verb, first.tables[0]?.table].filter((part) => part !== undefined).join(' ')
  return { id: `first ${first.key}`, name: `anonymous, first ${called}` }
}

function entryOf(
  operations: Map<string, { name: string; record: OperationRecord }>,
  { id, name }: Identity,
): { name: string; record: OperationRecord } {
  const isFull = operations.size >= MAX_NAMES && !operations.has(id)
  const key = isFull ? OTHERS : id
  const known = operations.get(key)
  if (known !== undefined) return known
  const entry = { name, record: createOperationRecord(isFull ? OTHERS : name) }
  operations.set(key, entry)
  return entry
}

/** Each statement counts once for each table that it reads, and once for each that it writes. */
function addTables(tables: Map<string, TableHits>, { parsed }: Execution): void {
  for (const { table, access } of parsed.tables) {
    const name = tables.size >= MAX_NAMES && !tables.has(table) ? OTHERS : table
    const hits = tables.get(name) ?? { table: name, reads: 0, writes: 0 }
    tables.set(name, hits)
    if (access === 'write') hits.writes += 1
    else hits.reads += 1
  }
}
