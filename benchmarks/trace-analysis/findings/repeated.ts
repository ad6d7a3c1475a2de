import { countParameterSets, type Execution, type ParsedRequest } from '../requests/parsed-request.ts'
import { DATA_VERBS } from '../sql/parsed-statement.ts'
import type { Finding, Pattern } from './finding.ts'
import { identityOf, repetitions } from './repetition.ts'

/** Statements that ran again with the same values in one request, though nothing they read had changed. */
export function findRepeated(requests: ParsedRequest[], patterns: ReadonlyMap<string, Pattern>): Finding[] {
  const runs = requests.flatMap((request) => [...repeatedRuns(request)])
  return [...Map.groupBy(runs, ([key]) => key)].flatMap(([key, found]) => {
    const byRequest = found.map(([, executions]) => executions)
    const [longest] = byRequest.toSorted(
      (a, b) => b.length - a.length || countParameterSets(b) - countParameterSets(a),
    )
    if (longest === undefined) return []
    const statements = longest.length
    const parameterSets = countParameterSets(longest)
    return {
      kind: 'repeated',
      pattern: patterns.get(key)?.pattern ?? '',
      summary: `${statements} statements of one pattern with ${parameterSets} ${parameterSets === 1 ? 'parameter set' : 'different parameter sets'} in one request; the first result could be reused (in ${found.length} of ${requests.length} requests)`,
      evidence: {
        statements,
        parameterSets,
        parentPath: onlyPath(byRequest.flat()),
        requests: found.length,
        growth: null,
        source: null,
      },
    }
  })
}

/** By key: the executions of this request whose values came up more than once. */
function repeatedRuns(request: ParsedRequest): Map<string, Execution[]> {
  const repetition = repetitions(request)
  const kept = request.executions.filter(
    (execution) => repetition.get(execution) !== 'retry' && isAnswer(execution),
  )
  const repeated = new Set(kept.filter((execution) => repetition.get(execution) === 'repeat').map(identityOf))
  return Map.groupBy(
    kept.filter((execution) => repeated.has(identityOf(execution))),
    ({ parsed }) => parsed.key,
  )
}

/** A statement that touches no table may return something else each time, or has an effect: a clock, a lock, a probe. */
function isAnswer({ parsed }: Execution): boolean {
  const showsTables = !['execute', 'call', 'unparsed'].includes(parsed.verb)
  return DATA_VERBS.has(parsed.verb) && (parsed.tables.length > 0 || !showsTables)
}

function onlyPath(executions: Execution[]): string | null {
  const [path = null, ...others] = new Set(executions.map(({ statement }) => statement.path))
  return others.length === 0 ? path : null
}
