import { WRITE_VERBS } from '../../sql/parsed-statement.ts'
import type { StatementGroup } from '../statement-group.ts'
import type { GrowthPoint } from './growth.ts'
import type { LoopObservation } from './observation/loop-observation.ts'
import type { PageOrder } from './observation/page-order.ts'
import type { ParameterSource } from './observation/parameter-source.ts'
import type { ParentObservation } from './observation/parent-observation.ts'

/** What is kept of a group over all requests of its operation: bounded, however many these are. */
export interface LoopRecord {
  key: string
  path: string | null
  /** How many requests had such statements, and how many had several that were different. */
  requests: number
  loops: number
  /** In the request with most of them. */
  statements: number
  parameterSets: number
  /** The maximum number of different parameters that this and other forms of the statement had in one request. */
  formSets: number
  totalMs: number
  /** How many of the loops had their statements one after the other. */
  runs: number
  /** How many of the loops had each statement right before a write of one pattern. */
  beforeWrites: number
  isUnknown: boolean
  /** Whether all loops had the same parameters. */
  isConstant: boolean
  signature: string | undefined
  isOneEach: boolean
  isWindow: boolean
  /** Whether all loops read pages. */
  arePages: boolean
  pages: PageOrder
  pageCount: number
  /** Whether all but one statement of each loop queried one and the same number of keys. */
  isEvenlyCut: boolean
  batchSize: number | undefined
  columns: string[]
  areColumnsSure: boolean
  isWrite: boolean
  table: string | null
  parents: Map<string, ParentRecord>
}

/** What is kept of a possible parent of a group. */
export interface ParentRecord {
  id: string
  key: string
  path: string | null
  /** How many requests had it before the group's statements. */
  requests: number
  /** For each number of rows, the maximum number of statements. */
  points: Map<number, number>
  /** Loops with as many statements as rows, one of which may be read ahead, unless few and refuted. */
  matched: number
  /** Loops in which several statements were for rows, going by the names of columns. */
  named: number
  /** Loops that came right after it. */
  followed: number
  /** Loops with parameters of which none came from the rows. */
  refuted: number
  /** Loops that together queried as many keys as there were rows. */
  shared: number
  loops: number
  isAlwaysPage: boolean
  source: ParameterSource | undefined
}

/** More numbers of rows than these are not kept apart. */
const MAX_POINTS = 500
const MAX_PARENTS = 100

export function createLoopRecord({ key, path, executions: [{ parsed }] }: StatementGroup): LoopRecord {
  return {
    key,
    path,
    requests: 0,
    loops: 0,
    statements: 0,
    parameterSets: 0,
    formSets: 0,
    totalMs: 0,
    runs: 0,
    beforeWrites: 0,
    isUnknown: true,
    isConstant: true,
    signature: undefined,
    isOneEach: true,
    isWindow: true,
    arePages: true,
    pages: 'none',
    pageCount: 0,
    isEvenlyCut: true,
    batchSize: undefined,
    columns: [],
    areColumnsSure: false,
    isWrite: WRITE_VERBS.has(parsed.verb) || parsed.effects.mayWrite,
    table: parsed.tables[0]?.table ?? null,
    parents: new Map(),
  }
}

/** Adds what a group did in one more request. */
export function addObservation(record: LoopRecord, seen: LoopObservation): void {
  record.requests += 1
  for (const parent of [...seen.parents, ...listsOf(seen.parents)]) addParent(record, parent, seen)
  if (!seen.isLoop) return
  const { keys } = seen
  const isLongest =
    seen.statements > record.statements ||
    (seen.statements === record.statements && seen.parameterSets > record.parameterSets)
  if (isLongest) {
    record.statements = seen.statements
    record.parameterSets = seen.parameterSets
    record.columns = seen.columns
    record.areColumnsSure = seen.areColumnsSure
  }
  record.loops += 1
  record.formSets = Math.max(record.formSets, seen.forms.parameterSets)
  record.totalMs += seen.totalMs
  if (seen.isRun) record.runs += 1
  if (seen.precedesWrites) record.beforeWrites += 1
  record.isUnknown &&= seen.isUnknown
  record.isConstant &&= seen.signature === (record.signature ?? seen.signature)
  record.signature ??= seen.signature
  record.isOneEach &&= keys.isOneEach
  record.isWindow &&= keys.isWindow
  record.arePages &&= seen.pages !== 'none'
  record.pageCount = Math.max(record.pageCount, seen.pageCount)
  if (seen.pages === 'follows' || record.pages === 'none') record.pages = seen.pages
  record.isEvenlyCut &&= keys.others <= 1 && keys.max === (record.batchSize ?? keys.max)
  record.batchSize ??= keys.max
}

/**
 * One list is often read by different statements, filter by filter: those under one path. Of a request it is the
 * longest.
 */
function listsOf(parents: ParentObservation[]): ParentObservation[] {
  const longest = new Map<string, ParentObservation>()
  for (const parent of parents) {
    const list = parent.path ?? parent.list
    const known = list === null ? undefined : longest.get(list)
    if (list !== null && (known === undefined || (parent.rows ?? 0) >= (known.rows ?? 0))) {
      longest.set(list, { ...parent, id: `list ${list}` })
    }
  }
  return [...longest.values()]
}

/** So many different look-ups in one request are rarely written one by one. */
export const MIN_MANY = 5

/** From this many statements on, a row more than statements is taken for one that was read ahead. */
const MIN_WITH_ROW_AHEAD = 3

function addParent(
  record: LoopRecord,
  seen: ParentObservation,
  { isLoop, keys, forms }: LoopObservation,
): void {
  const { id, key, path, rows, statements } = seen
  if (!record.parents.has(id) && record.parents.size >= MAX_PARENTS) return
  const parent = record.parents.get(id) ?? createParent({ id, key, path })
  record.parents.set(id, parent)
  parent.requests += 1
  parent.isAlwaysPage &&= seen.isPage
  if (rows !== null && rows > 0 && (parent.points.has(rows) || parent.points.size < MAX_POINTS)) {
    parent.points.set(rows, Math.max(parent.points.get(rows) ?? 0, statements))
  }
  if (!isLoop) return
  parent.loops += 1
  const isMatched = seen.rowCounts.some(
    (count) =>
      count === statements ||
      count === forms.statements ||
      (count - 1 === statements && statements >= MIN_WITH_ROW_AHEAD),
  )
  // Values that are computed from a row are no column of it.
  if (isMatched && (!seen.isRefuted || seen.parameterSets >= MIN_MANY)) parent.matched += 1
  if (seen.isNamed) parent.named += 1
  if (seen.follows) parent.followed += 1
  if (seen.isRefuted) parent.refuted += 1
  const isOther = key !== record.key && keys.total > 0
  if (rows !== null && isOther && (rows === keys.total || rows - 1 === keys.total)) parent.shared += 1
  parent.source = betterSource(parent.source, seen.source)
}

function createParent({ id, key, path }: Pick<ParentRecord, 'id' | 'key' | 'path'>): ParentRecord {
  const none = { requests: 0, matched: 0, named: 0, followed: 0, refuted: 0, shared: 0, loops: 0 }
  return { id, key, path, ...none, points: new Map(), isAlwaysPage: true, source: undefined }
}

function betterSource(a: ParameterSource | undefined, b: ParameterSource | undefined) {
  if (a === undefined || b === undefined) return a ?? b
  const rank = ({ isSure, coversColumn, matched }: ParameterSource) =>
    (isSure ? 4e6 : 0) + (coversColumn ? 2e6 : 0) + Math.min(matched, 1e6)
  // Of equal ones the first by name, so that the order of the requests does not matter.
  const nameOf = ({ column, key }: ParameterSource) => `${column} ${key}`
  return rank(b) > rank(a) || (rank(b) === rank(a) && nameOf(b) < nameOf(a)) ? b : a
}

/** The points of a parent, fewest rows first. */
export function pointsOf({ points }: ParentRecord): GrowthPoint[] {
  return [...points]
    .map(([parents, statements]) => ({ parents, statements }))
    .toSorted((a, b) => a.parents - b.parents)
}
