import {
  countParameterSets,
  type Execution,
  type ParsedRequest,
  valueText,
} from '../requests/parsed-request.ts'
import type { Conjunct, SelectCondition } from '../sql/parsed-statement.ts'
import { type Degree, type Finder, type Finding, type Pattern, surer } from './finding.ts'
import type { ExaminedRequest } from './repetition.ts'

/** What is kept of the counts of one key. */
interface PairRecord {
  /** The keys of the counts: more than one where they are forms of one count. */
  keys: string[]
  degree: Degree
  statements: number
  parameterSets: number
  requests: number
  /** The keys of their page statements. */
  pages: Set<string>
  paths: Set<string | null>
  totalMs: number
}

/** The counts of the same tables. */
interface CountedTables {
  byKey: Map<string, PairRecord>
  /** Whether a request sent several of them, which are then different counts and no forms of one. */
  areTogether: boolean
}

/** More pages of the same tables than these in one request are not compared with a count. */
const MAX_PAGES = 50

/** Finds counts that repeat the condition of a page statement of their own request. */
export function createCountPairFinder(): Finder<ExaminedRequest> {
  const byTables = new Map<string, CountedTables>()
  let requests = 0
  return {
    add({ request }) {
      requests += 1
      for (const [from, pairs] of Map.groupBy(
        pairsOf(request),
        ({ count }) => count.parsed.count?.from ?? '',
      )) {
        const counted = byTables.get(from) ?? { byKey: new Map(), areTogether: false }
        byTables.set(from, counted)
        const forms = Map.groupBy(pairs, ({ count }) => count.parsed.key)
        if (forms.size > 1) counted.areTogether = true
        for (const [key, same] of forms) {
          const [known, record] = [counted.byKey.get(key), recordOf(key, same)]
          counted.byKey.set(key, known ? merged(known, record) : record)
        }
      }
    },
    findings: (patterns) =>
      [...byTables.values()].flatMap(countsIn).map((record) => finding(record, requests, patterns)),
  }
}

/** A filter that is there or not makes forms of one count, one to a request. */
function countsIn({ byKey, areTogether }: CountedTables): PairRecord[] {
  const records = [...byKey.values()]
  return areTogether ? records : [records.reduce(merged)]
}

interface Pair {
  count: Execution
  page: Execution
  degree: Degree
}

function pairsOf({ executions }: ParsedRequest): Pair[] {
  const counts = executions.filter(({ parsed }) => parsed.count !== undefined)
  if (counts.length === 0) return []
  const pages = new Map<string, Execution[]>()
  for (const page of executions) {
    for (const { from } of page.parsed.pages) {
      const same = pages.get(from) ?? []
      if (same.length < MAX_PAGES) same.push(page)
      pages.set(from, same)
    }
  }
  return counts.flatMap((count) => {
    const candidates = pages.get(count.parsed.count?.from ?? '') ?? []
    const pairs = candidates.flatMap((page) => pairOf(count, page) ?? [])
    return pairs.find(({ degree }) => degree === 'certain') ?? pairs[0] ?? []
  })
}

/**
 * Whether both take the same rows from the same tables, but for what cuts the page out: its order, its limit, and
 * where it begins.
 */
function pairOf(count: Execution, page: Execution): Pair | undefined {
  const counted = count.parsed.count
  const sameness = page.parsed.pages.map((condition) => counted && compare(counted, count, condition, page))
  if (sameness.includes('same')) return { count, page, degree: 'certain' }
  return sameness.includes('unknown') ? { count, page, degree: 'likely' } : undefined
}

/** `unknown` where the conditions are the same and their values are not known. */
type Sameness = 'same' | 'unknown' | 'different'

function compare(
  counted: SelectCondition,
  count: Execution,
  paged: SelectCondition,
  page: Execution,
): Sameness {
  if (counted.from !== paged.from || counted.conjuncts.length > paged.conjuncts.length) return 'different'
  const left = [...paged.conjuncts]
  let isKnown = true
  for (const conjunct of counted.conjuncts) {
    const sameness = left.map((candidate) => compareConjuncts([conjunct, count], [candidate, page]))
    const found = sameness.includes('same') ? sameness.indexOf('same') : sameness.indexOf('unknown')
    if (found === -1) return 'different'
    if (sameness[found] === 'unknown') isKnown = false
    left.splice(found, 1)
  }
  if (!left.every(({ keyset }) => keyset)) return 'different'
  return isKnown ? 'same' : 'unknown'
}

function compareConjuncts(
  [a, executionA]: [Conjunct, Execution],
  [b, executionB]: [Conjunct, Execution],
): Sameness {
  if (a.shape !== b.shape) return 'different'
  const sameness = a.positions.map((position, index): Sameness => {
    const textA = valueText(executionA, position)
    const textB = valueText(executionB, b.positions[index] ?? -1)
    if (textA === undefined || textB === undefined) return 'unknown'
    return textA === textB ? 'same' : 'different'
  })
  if (sameness.includes('different')) return 'different'
  return sameness.includes('unknown') ? 'unknown' : 'same'
}

function recordOf(key: string, pairs: Pair[]): PairRecord {
  const counts = pairs.map(({ count }) => count)
  return {
    keys: [key],
    degree: pairs.map((pair) => pair.degree).reduce(surer, 'suspected'),
    statements: counts.length,
    parameterSets: countParameterSets(counts),
    requests: 1,
    pages: new Set(pairs.map(({ page }) => page.parsed.key)),
    paths: new Set(counts.map(({ statement }) => statement.path)),
    totalMs: counts.reduce((sum, { statement }) => sum + statement.durationMs, 0),
  }
}

/** Of one key, or of forms of one count. */
function merged(a: PairRecord, b: PairRecord): PairRecord {
  return {
    keys: [...new Set([...a.keys, ...b.keys])],
    degree: surer(a.degree, b.degree),
    statements: Math.max(a.statements, b.statements),
    parameterSets: Math.max(a.parameterSets, b.parameterSets),
    requests: a.requests + b.requests,
    pages: new Set([...a.pages, ...b.pages]),
    paths: new Set([...a.paths, ...b.paths]),
    totalMs: a.totalMs + b.totalMs,
  }
}

function finding(record: PairRecord, requests: number, patterns: ReadonlyMap<string, Pattern>): Finding {
  const pages = new Set([...record.pages].map((key) => patterns.get(key)?.name ?? ''))
  const forms = record.keys.flatMap((key) => patterns.get(key) ?? []).toSorted(byPattern)
  const [pattern] = forms
  const inForms = forms.length > 1 ? `, in ${forms.length} forms,` : ''
  return {
    kind: 'count-pair',
    subkind: null,
    degree: record.degree,
    name: pattern?.name ?? '',
    pattern: pattern?.pattern ?? '',
    summary: `a count${inForms} repeats the condition of ${[...pages].toSorted().join(' and ')} in ${record.requests} of ${requests} requests; the page statement could count with \`count(*) over ()\``,
    fix: 'return `count(*) over ()` from the page statement, or count only when the client selects the total',
    totalMs: record.totalMs,
    evidence: {
      statements: record.statements,
      parameterSets: record.parameterSets,
      parentPath: record.paths.size === 1 ? ([...record.paths][0] ?? null) : null,
      requests: record.requests,
      growth: null,
      source: null,
      reasons: [
        record.degree === 'certain'
          ? 'the same tables, conditions and values'
          : 'the same tables and conditions; the values are not known',
      ],
    },
  }
}

/** The shortest first, whatever the order of the requests. */
function byPattern({ pattern: a }: Pattern, { pattern: b }: Pattern): number {
  return a.length - b.length || (a < b ? -1 : 1)
}
