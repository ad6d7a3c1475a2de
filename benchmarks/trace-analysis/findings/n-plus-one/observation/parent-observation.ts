import { countParameterSets, countRows, type Execution, valueText } from '../../../requests/parsed-request.ts'
import { WRITE_VERBS } from '../../../sql/parsed-statement.ts'
import { isKeyOf } from '../../column-names.ts'
import { type StatementGroup, spreadOf } from '../../statement-group.ts'
import { differingPlaces } from './keys-served.ts'
import { type ParameterSource, parameterSource, showsSource } from './parameter-source.ts'

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

/**
 * What an earlier list says about the statements of a group; undefined where none of them came after it.
 *
 * @param isLoop whether the group's statements may be a loop. Otherwise they only count.
 */
export function observeParent(
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
  if (first === undefined || executions.length < MIN_RUN) return false
  const isOtherTable =
    WRITE_VERBS.has(first.parsed.verb) || first.parsed.tables[0]?.table !== list.parsed.tables[0]?.table
  return isOtherTable && first.ordinal - list.ordinal <= 2 && spreadOf(executions) <= 3 * executions.length
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
