import {
  countParameterSets,
  type Execution,
  type ParsedRequest,
  valueText,
} from '../requests/parsed-request.ts'
import type { Conjunct, SelectCondition } from '../sql/parsed-statement.ts'
import type { Finding, Pattern } from './finding.ts'

interface Pair {
  request: ParsedRequest
  count: Execution
  page: Execution
}

/** Counts that repeat the condition of a page statement of their own request. */
export function findCountPairs(requests: ParsedRequest[], patterns: ReadonlyMap<string, Pattern>): Finding[] {
  const pairs = requests.flatMap(pairsOf)
  return [...Map.groupBy(pairs, ({ count }) => count.parsed.key)].map(([key, found]) => {
    const byRequest = Map.groupBy(found, ({ request }) => request)
    const statements = Math.max(...[...byRequest.values()].map((same) => same.length))
    const pages = new Set(found.map(({ page }) => patterns.get(page.parsed.key)?.name ?? ''))
    const paths = new Set(found.map(({ count }) => count.statement.path))
    return {
      kind: 'count-pair',
      pattern: patterns.get(key)?.pattern ?? '',
      summary: `a count repeats the condition of ${[...pages].toSorted().join(' and ')} in ${byRequest.size} of ${requests.length} requests; the page statement could count with \`count(*) over ()\``,
      evidence: {
        statements,
        parameterSets: Math.max(
          ...[...byRequest.values()].map((same) => countParameterSets(same.map(({ count }) => count))),
        ),
        parentPath: paths.size === 1 ? ([...paths][0] ?? null) : null,
        requests: byRequest.size,
        growth: null,
        source: null,
      },
    }
  })
}

function pairsOf(request: ParsedRequest): Pair[] {
  return request.executions.flatMap((count) => {
    const page = request.executions.find((candidate) => isPageOf(count, candidate))
    return page === undefined ? [] : [{ request, count, page }]
  })
}

/**
 * Whether both take the same rows from the same tables, but for what cuts the page out: its order, its limit, and
 * where it begins.
 */
function isPageOf(count: Execution, page: Execution): boolean {
  const counted = count.parsed.count
  return (
    counted !== undefined && page.parsed.pages.some((condition) => repeats(counted, count, condition, page))
  )
}

function repeats(
  counted: SelectCondition,
  count: Execution,
  paged: SelectCondition,
  page: Execution,
): boolean {
  if (counted.from !== paged.from || counted.conjuncts.length > paged.conjuncts.length) return false
  const left = [...paged.conjuncts]
  for (const conjunct of counted.conjuncts) {
    const same = left.findIndex((candidate) => isSame([conjunct, count], [candidate, page]))
    if (same === -1) return false
    left.splice(same, 1)
  }
  return left.every(({ keyset }) => keyset)
}

/** Values that are not traced count as equal. */
function isSame([a, executionA]: [Conjunct, Execution], [b, executionB]: [Conjunct, Execution]): boolean {
  return (
    a.shape === b.shape &&
    a.values.every((value, index) => {
      const other = b.values[index]
      const textA = valueText(value, executionA.statement)
      const textB = other && valueText(other, executionB.statement)
      return textA === undefined || textB === undefined || textA === textB
    })
  )
}
