import { countParameterSets, type Execution } from '../requests/parsed-request.ts'
import { type Degree, type Finder, type Finding, type Pattern, surer } from './finding.ts'
import { type ExaminedRequest, identityOf } from './repetition.ts'

/** What is kept of the repetitions of one key. */
interface RepeatedRecord {
  degree: Degree
  statements: number
  parameterSets: number
  requests: number
  /** The path of all of them; null where there are several. */
  path: string | null
  totalMs: number
}

/** Finds reads that ran again with the same values in one request, though nothing they read had changed. */
export function createRepeatedFinder(): Finder<ExaminedRequest> {
  const records = new Map<string, RepeatedRecord>()
  let requests = 0
  return {
    add(examined) {
      requests += 1
      for (const [key, executions] of repeatedRuns(examined)) {
        const record = recordOf(executions, examined)
        records.set(key, merge(records.get(key), record))
      }
    },
    findings: (patterns) => [...records].map(([key, record]) => finding(record, requests, patterns.get(key))),
  }
}

/** By key: the executions of this request whose values came up more than once. */
function repeatedRuns({ request, repetitions }: ExaminedRequest): Map<string, Execution[]> {
  const isRepeat = (execution: Execution) =>
    /^(repeat|unpaced|uncertain)$/.test(repetitions.get(execution) ?? '')
  const repeated = new Set(request.executions.filter(isRepeat).filter(isReusable).map(identityOf))
  if (repeated.size === 0) return new Map()
  const runs = request.executions.filter((execution) => repeated.has(identityOf(execution)))
  const answers = runs.filter((execution) => !/^(retry|wait)$/.test(repetitions.get(execution) ?? ''))
  return Map.groupBy(answers, ({ parsed }) => parsed.key)
}

/** Whether the result of a statement stays what it is until something is written. */
function isReusable({ parsed }: Execution): boolean {
  const { isVolatile, readsCatalog, changesSettings } = parsed.effects
  const isRead = parsed.verb === 'select' && parsed.tables.length > 0
  const writes = parsed.tables.some(({ access }) => access === 'write')
  return (isRead || parsed.verb === 'execute') && !writes && !isVolatile && !readsCatalog && !changesSettings
}

const DEGREE_OF: Record<string, Degree> = { repeat: 'certain', unpaced: 'likely' }

function recordOf(executions: Execution[], { request, repetitions }: ExaminedRequest): RepeatedRecord {
  const [path = null, ...others] = new Set(executions.map(({ statement }) => statement.path))
  const degrees = executions.map((execution) => DEGREE_OF[repetitions.get(execution) ?? ''] ?? 'suspected')
  return {
    // The other statement may have been sent by a request that ran at the same time.
    degree: request.traced.isDoubtful ? 'suspected' : degrees.reduce(surer),
    statements: executions.length,
    parameterSets: countParameterSets(executions),
    requests: 1,
    path: others.length === 0 ? path : null,
    totalMs: executions.reduce((sum, { statement }) => sum + statement.durationMs, 0),
  }
}

function merge(a: RepeatedRecord | undefined, b: RepeatedRecord): RepeatedRecord {
  if (a === undefined) return b
  const [longest] = [a, b].toSorted(
    (x, y) => y.statements - x.statements || y.parameterSets - x.parameterSets,
  )
  return {
    degree: surer(a.degree, b.degree),
    statements: longest?.statements ?? 0,
    parameterSets: longest?.parameterSets ?? 0,
    requests: a.requests + b.requests,
    path: a.path === b.path ? a.path : null,
    totalMs: a.totalMs + b.totalMs,
  }
}

const REASON_OF: Record<Degree, string> = {
  certain: 'the same text and values, and nothing it reads was written in between',
  likely:
    'the same text and values, one right after the other; the trace has no times, so it may have waited',
  suspected:
    'the same text and values; what it reads may have changed in between, or another request sent it',
}

function finding(record: RepeatedRecord, requests: number, pattern: Pattern | undefined): Finding {
  const { degree, statements, parameterSets, path, totalMs } = record
  const sets = `${parameterSets} ${parameterSets === 1 ? 'parameter set' : 'different parameter sets'}`
  return {
    kind: 'repeated',
    subkind: null,
    degree,
    name: pattern?.name ?? '',
    pattern: pattern?.pattern ?? '',
    summary: `${statements} statements of one pattern with ${sets} in one request; the first result could be reused (in ${record.requests} of ${requests} requests)`,
    fix: 'send it once in a request and keep the result, such as in a loader',
    totalMs,
    evidence: {
      statements,
      parameterSets,
      parentPath: path,
      requests: record.requests,
      growth: null,
      source: null,
      reasons: [REASON_OF[degree]],
    },
  }
}
