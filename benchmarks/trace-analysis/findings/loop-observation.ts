import { countParameterSets, countRows, type Execution, valueText } from '../requests/parsed-request.ts'
import { WRITE_VERBS } from '../sql/parsed-statement.ts'
import { isKeyOf } from './column-names.ts'
import { differingPlaces, keysServed } from './keys-served.ts'
import { type ParameterSource, parameterSource, showsSource } from './parameter-source.ts'
import type { StatementGroup } from './statement-group.ts'

/** What the statements of one group did in one request. */
export interface LoopObservation {
  statements: number
  parameterSets: number
  totalMs: number
  /** Statements with different parameters; or many whose parameters are not known. */
  isLoop: boolean
  /** Whether no parameters are known that could tell the statements apart. */
  isUnknown: boolean
  /** Equal for requests whose statements had the same parameters. */
  signature: string
  /** How many keys the statements queried; null where there are several statements but their keys are not known. */
  keys: KeyFigures
  /** The columns in which the statements differ, as far as they are known. */
  columns: string[]
  parents: ParentObservation[]
  /** All statements of this and other groups that loop over the same table in the same way: forms of one statement. */
  forms: { statements: number; parameterSets: number }
}

export interface KeyFigures {
  /** Whether each queried one key. */
  isOneEach: boolean
  /** Whether none shows how many it queried: only limits, offsets or bounds differ. */
  isWindow: boolean
  max: number
  /** How many queried another number than the maximum. */
  others: number
  total: number
}

/** An earlier group whose rows the statements may have been sent for. */
export interface ParentObservation {
  id: string
  key: string
  path: string | null
  /** The tables it cuts a page out of; null where it is no page. */
  list: string | null
  /** Of all its statements together; null where no row counts are known. */
  rows: number | null
  /** Of all its statements together, and of one where they were the same. */
  rowCounts: number[]
  /** The statements that came after the parent's first. */
  statements: number
  parameterSets: number
  isPage: boolean
  /** Whether the names of columns say that each statement is for a row of the parent. */
  isNamed: boolean
  /** Whether the statements come right after the parent, where its number of rows does not say otherwise. */
  follows: boolean
  source: ParameterSource | undefined
  /** Whether the trace shows all rows and parameters, and no column is the source. */
  isRefuted: boolean
}

/** Fewer statements without known parameters show nothing. */
const MIN_UNKNOWN = 5

/** How many earlier groups are considered, the nearest first. */
const MAX_PARENTS = 24

/** In a request with more groups than these, one statement alone is not set beside its parents. */
const MAX_GROUPS = 500

/** What each group of a request did, in the order in which they began. */
export function observeGroups(groups: StatementGroup[]): { group: StatementGroup; seen: LoopObservation }[] {
  const sorted = groups.toSorted((a, b) => a.executions[0].position - b.executions[0].position)
  const lists = Map.groupBy(sorted.filter(mayList), ({ path }) => path)
  const observed = sorted.map((group) => {
    const isAside = sorted.length > MAX_GROUPS && group.executions.length === 1
    return { group, seen: observe(group, isAside ? [] : listsLeadingTo(group, lists)) }
  })
  addForms(observed)
  return observed
}

/**
 * The lists that began before the last of the group's statements, under its path or one that leads to it; where there
 * is no path, those without one. The nearest come last.
 */
function listsLeadingTo(
  { path, executions }: StatementGroup,
  lists: Map<string | null, StatementGroup[]>,
): StatementGroup[] {
  const last = executions.at(-1)?.position ?? 0
  const leading = pathsTo(path).flatMap((each) => nearest(lists.get(each) ?? [], last))
  return leading.toSorted((a, b) => a.executions[0].position - b.executions[0].position).slice(-MAX_PARENTS)
}

/** `a`, `a.*` and `a.*.b` for `a.*.b`. */
function pathsTo(path: string | null): (string | null)[] {
  if (path === null) return [null]
  const segments = path.split('.')
  return segments.map((_, index) => segments.slice(0, index + 1).join('.'))
}

/** @param lists in the order in which they began. */
function nearest(lists: StatementGroup[], before: number): StatementGroup[] {
  let [low, high] = [0, lists.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lists[middle]?.executions[0].position ?? 0) < before) low = middle + 1
    else high = middle
  }
  return lists.slice(Math.max(0, low - MAX_PARENTS), low)
}

/** A program may send two forms of one statement by turns, such as with and without a condition. */
function addForms(observed: { group: StatementGroup; seen: LoopObservation }[]): void {
  const loops = observed.filter(({ seen }) => seen.isLoop && seen.keys.isOneEach)
  const formOf = ({ path, executions: [{ parsed }] }: StatementGroup) =>
    JSON.stringify([path, parsed.verb, parsed.tables.map(({ table }) => table)])
  for (const same of Map.groupBy(loops, ({ group }) => formOf(group)).values()) {
    const statements = same.reduce((sum, { seen }) => sum + seen.statements, 0)
    const parameterSets = same.reduce((sum, { seen }) => sum + seen.parameterSets, 0)
    for (const { seen } of same) seen.forms = { statements, parameterSets }
  }
}

/** Several look-ups of one row each make no list, nor does a statement that returns one row whatever the data. */
function mayList({ executions }: StatementGroup): boolean {
  const [{ parsed }] = executions
  const isLong = executions.some(({ statement }) => (statement.rowCount ?? 0) > 1)
  const mayBe = executions.length === 1 || executions.every(({ statement }) => statement.rowCount === null)
  return isLong || (mayBe && !parsed.effects.returnsOneRow)
}

function observe(group: StatementGroup, lists: StatementGroup[]): LoopObservation {
  const { executions } = group
  const parameterSets = countParameterSets(executions)
  const isUnknown = parameterSets === 0
  const isLoop = parameterSets > 1 || (isUnknown && executions.length >= MIN_UNKNOWN)
  return {
    statements: executions.length,
    parameterSets,
    totalMs: executions.reduce((sum, { statement }) => sum + statement.durationMs, 0),
    isLoop,
    isUnknown,
    signature: isLoop ? signatureOf(executions) : '',
    keys: keyFigures(isLoop ? executions : []),
    columns: isLoop ? columnsOf(executions) : [],
    parents: lists.flatMap((list) => observeParent(group, list, isLoop) ?? []),
    forms: { statements: executions.length, parameterSets },
  }
}

function observeParent(
  group: StatementGroup,
  list: StatementGroup,
  isLoop: boolean,
): ParentObservation | undefined {
  const isOwn = list === group
  const first = list.executions[0].position
  if (isOwn && !isTree(group)) return undefined
  const after = isOwn ? group.executions : group.executions.filter(({ position }) => position > first)
  if (after.length === 0) return undefined
  const earlier = list.executions
  const isKnown = earlier.some(({ statement }) => statement.rowCount !== null)
  const parameterSets = countParameterSets(after)
  const mayBeList = isLoop && !isOwn && !isLimitedToOne(list)
  const source = isLoop && parameterSets > 1 ? parameterSource(after, earlier) : undefined
  return {
    id: list.id,
    key: list.key,
    path: list.path,
    list: earlier[0]?.parsed.pages[0]?.from ?? null,
    rows: isKnown ? countRows(earlier) : null,
    rowCounts: isKnown ? rowCountsOf(earlier) : [],
    statements: after.length,
    parameterSets,
    isPage: earlier[0]?.parsed.pages.length !== 0,
    isNamed: mayBeList && isNamedAfter(after, list.executions[0]),
    follows: mayBeList && mayBeForRows(after, list) && follow(after, list),
    source,
    isRefuted: isLoop && source === undefined && showsSource(after, earlier),
  }
}

/** A tree is loaded node by node: a statement for the root, and one for each row of any of them. */
function isTree({ executions }: StatementGroup): boolean {
  const branches = executions.some(({ statement }) => (statement.rowCount ?? 0) > 1)
  return branches && executions.length > 2 && executions.length === countRows(executions) + 1
}

/** Fewer look-ups after a list whose rows are counted say more by their number. */
const MIN_COUNTED_RUN = 4

/** Whether there may be a statement for each of some rows; writes are for something either way. */
function mayBeForRows(executions: Execution[], list: StatementGroup): boolean {
  if (list.executions.every(({ statement }) => statement.rowCount === null)) return true
  const isWrite = WRITE_VERBS.has(executions[0]?.parsed.verb ?? '')
  const isLong = isWrite || countParameterSets(executions) >= MIN_COUNTED_RUN
  return isLong && countRows(list.executions) >= executions.length
}

/** A list that ran again with the same parameters has the same rows. */
function rowCountsOf(executions: Execution[]): number[] {
  const [first] = executions
  const isAgain = executions.length > 1 && countParameterSets(executions) === 1
  return [countRows(executions), ...(isAgain ? [first?.statement.rowCount ?? 0] : [])].filter(
    (rows) => rows > 1,
  )
}

/** Fewer statements may be there by chance. */
const MIN_RUN = 3

/** Whether the statements come right after a list, and one after the other, with at most two others for each. */
function follow(executions: Execution[], { executions: [list] }: StatementGroup): boolean {
  const [first] = executions
  const last = executions.at(-1)
  if (first === undefined || last === undefined || executions.length < MIN_RUN) return false
  const isOtherTable =
    WRITE_VERBS.has(first.parsed.verb) || first.parsed.tables[0]?.table !== list.parsed.tables[0]?.table
  const spread = last.position - first.position + 1
  return isOtherTable && first.position - list.position <= 2 && spread <= 3 * executions.length
}

function isLimitedToOne({ executions: [first] }: StatementGroup): boolean {
  const position = first.parsed.limitPosition
  return position !== null && valueText(first, position) === '1'
}

function isNamedAfter(executions: Execution[], { parsed }: Execution): boolean {
  const [first] = executions
  const table = first?.parsed.tables[0]?.table ?? null
  const parents = parsed.tables.filter(({ access }) => access === 'read')
  return singleColumns(executions).some(
    (column) =>
      parents.some((parent) => parent.table !== table && isKeyOf(column, parent.table)) ||
      (/^(id|uuid|pk)$/i.test(column) && parsed.selected.some((selected) => isKeyOf(selected, table))),
  )
}

/** The columns in which the statements differ and take one value each; all of these where no values are known. */
function singleColumns(executions: Execution[]): string[] {
  const slots = executions[0]?.parsed.slots ?? []
  const isSingle = (slot: number) =>
    slots[slot]?.form === 'one' || executions.every(({ parsed }) => parsed.slots[slot]?.size === 1)
  const places = differingPlaces(executions)
  if (places.length === 0) {
    return slots
      .flatMap(({ form, columns }) => (form === 'one' ? columns : []))
      .flatMap((column) => column ?? [])
  }
  return places
    .filter(({ slot }) => isSingle(slot))
    .flatMap(({ slot, value }) => slots[slot]?.columns[value] ?? [])
}

/** The columns in which the statements differ; all that take one value where no values are known. */
function columnsOf(executions: Execution[]): string[] {
  const slots = executions[0]?.parsed.slots ?? []
  const differing = differingPlaces(executions).flatMap(
    ({ slot, value }) => slots[slot]?.columns[value] ?? [],
  )
  if (differing.length > 0) return differing
  return slots
    .flatMap(({ form, columns }) => (form === 'window' ? [] : columns))
    .flatMap((column) => column ?? [])
}

const MAX_SIGNATURE = 50

function signatureOf(executions: Execution[]): string {
  if (executions.length > MAX_SIGNATURE) return `${executions.length}`
  return JSON.stringify(executions.map(({ parameterSet }) => parameterSet).toSorted())
}

/** Whether the statements differ in nothing but limits, offsets and bounds. */
export function readsStretches(executions: Execution[], served = keysServed(executions)): boolean {
  const slots = executions[0]?.parsed.slots ?? []
  return (
    slots.length > 0 && served.every((size) => size === null) && slots.every(({ form }) => form !== 'array')
  )
}

function keyFigures(executions: Execution[]): KeyFigures {
  const served = keysServed(executions)
  const keys = served.map((size) => size ?? 0)
  const max = keys.reduce((most, size) => Math.max(most, size), 0)
  return {
    isOneEach: served.every((size) => size === 1),
    isWindow: readsStretches(executions, served),
    max,
    others: keys.filter((size) => size !== max).length,
    total: keys.reduce((sum, size) => sum + size, 0),
  }
}
