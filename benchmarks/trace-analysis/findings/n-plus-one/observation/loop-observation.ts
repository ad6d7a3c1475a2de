import {
  countParameterSets,
  type Execution,
  type ParsedRequest,
  valueText,
} from '../../../requests/parsed-request.ts'
import { type StatementGroup, spreadOf } from '../../statement-group.ts'
import { listsLeadingTo, mayList } from './earlier-lists.ts'
import { differingPlaces, keysServed } from './keys-served.ts'
import { followsFirstPage, type PageOrder, pageOrder } from './page-order.ts'
import { observeParent, type ParentObservation } from './parent-observation.ts'
import {
  areAllOfBody,
  createSurroundings,
  precedeWrites,
  recursBetween,
  type Surroundings,
} from './surroundings.ts'

/** What the statements of one group did in one request. */
export interface LoopObservation {
  statements: number
  parameterSets: number
  totalMs: number
  /** Statements with different parameters; or many whose parameters are not known. */
  isLoop: boolean
  /** Whether no parameters are known that could tell the statements apart. */
  isUnknown: boolean
  /** Whether the statements come one after the other, with at most one other for each, and these alike. */
  isRun: boolean
  /** Whether each comes right before a write of one pattern. */
  precedesWrites: boolean
  /** Equal for requests whose statements had the same parameters. */
  signature: string
  /** How many keys the statements queried; null where there are several statements but their keys are not known. */
  keys: KeyFigures
  /** Of statements that differ in limits, offsets and bounds alone, and how many they are with the first page. */
  pages: PageOrder
  pageCount: number
  /** The columns in which the statements differ, as far as they are known. */
  columns: string[]
  /** Whether they differ in these columns, and not in some of them. */
  areColumnsSure: boolean
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

/** Statements whose parameters are not known are a loop beside as many rows, or where they are many. */
const MIN_UNKNOWN = 2

/** In a request with more groups than these, one statement alone is not set beside its parents. */
const MAX_GROUPS = 500

/** What each group of a request did, in the order in which they began. */
export function observeGroups(
  { executions }: ParsedRequest,
  groups: StatementGroup[],
): { group: StatementGroup; seen: LoopObservation }[] {
  const sorted = groups.toSorted((a, b) => a.executions[0].position - b.executions[0].position)
  const lists = Map.groupBy(sorted.filter(mayList), ({ path }) => path)
  const surroundings = createSurroundings(executions)
  const observed = sorted.map((group) => {
    const isLeftOut = sorted.length > MAX_GROUPS && group.executions.length === 1
    return { group, seen: observe(group, isLeftOut ? [] : listsLeadingTo(group, lists), surroundings) }
  })
  addForms(observed)
  return observed
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

function observe(
  group: StatementGroup,
  lists: StatementGroup[],
  surroundings: Surroundings,
): LoopObservation {
  const { executions } = group
  const parameterSets = countParameterSets(executions)
  const isUnknown = parameterSets === 0
  const isSeveral = parameterSets > 1 || (isUnknown && executions.length >= MIN_UNKNOWN)
  const isLoop = isSeveral && !isPaced(executions) && !rewritesOneRow(executions)
  const keys = keyFigures(isLoop ? executions : [])
  const recurs = isLoop && recursBetween(executions, surroundings)
  const places = isLoop ? differingPlaces(executions) : []
  const isPaged = isLoop && (keys.isWindow || places.length === 0)
  return {
    statements: executions.length,
    parameterSets,
    totalMs: executions.reduce((sum, { statement }) => sum + statement.durationMs, 0),
    isLoop,
    isUnknown,
    isRun:
      recurs && (spreadOf(executions) <= 2 * executions.length || areAllOfBody(executions, surroundings)),
    precedesWrites: recurs && precedeWrites(executions, surroundings),
    signature: isLoop ? signatureOf(executions) : '',
    keys,
    pages: isPaged ? pageOrder(executions) : 'none',
    pageCount: executions.length + (isPaged && followsFirstPage(executions, surroundings) ? 1 : 0),
    columns: isLoop ? columnsOf(executions, places) : [],
    areColumnsSure: places.length > 0,
    parents: lists.flatMap((list) => {
      const parent = observeParent(group, list, isLoop)
      return parent ? { ...parent, follows: parent.follows && recurs } : []
    }),
    forms: { statements: executions.length, parameterSets },
  }
}

/** A program that waits between statements, such as a worker for jobs, has nothing to batch. */
const MIN_PACE_MS = 1000

function isPaced(executions: Execution[]): boolean {
  return executions.every(({ statement }, index) => {
    const next = executions[index + 1]?.statement
    return next === undefined || next.startMs - statement.startMs - statement.durationMs >= MIN_PACE_MS
  })
}

/** The progress of one job is written again and again: only what is written differs. */
function rewritesOneRow(executions: Execution[]): boolean {
  const slots = executions[0]?.parsed.slots ?? []
  if (
    !slots.some(({ isAssigned }) => isAssigned) ||
    executions.some(({ parameterSet }) => parameterSet === null)
  )
    return false
  const differing = differingPlaces(executions)
  return differing.length > 0 && differing.every(({ slot }) => slots[slot]?.isAssigned)
}

/** The columns in which the statements differ; where no values are known, those in which they may. */
function columnsOf([first]: Execution[], places: ReturnType<typeof differingPlaces>): string[] {
  const slots = first?.parsed.slots ?? []
  const differing = places.flatMap(({ slot, value }) => slots[slot]?.columns[value] ?? [])
  if (differing.length > 0) return differing
  return slots.flatMap(({ form, columns, positions }) =>
    positions.flatMap((position, value) => {
      const isUnknown = first !== undefined && valueText(first, position) === undefined
      return form !== 'window' && isUnknown ? (columns[value] ?? []) : []
    }),
  )
}

/** Equal for the same parameter sets in any order: a sum of their hashes. */
function signatureOf(executions: Execution[]): string {
  let sum = 0
  for (const { parameterSet } of executions) sum = (sum + hashOf(parameterSet ?? '')) >>> 0
  return `${executions.length} ${sum}`
}

/** 32 bits of FNV-1a (Fowler, Noll and Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
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
