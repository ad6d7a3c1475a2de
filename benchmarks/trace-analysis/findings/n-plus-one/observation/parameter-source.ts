import type { Execution } from '../../../requests/parsed-request.ts'
import { isEnumeration, refersTo } from '../../column-names.ts'
import { differingPlaces, textsAt } from './keys-served.ts'

/** Where the parameters of several statements came from. */
export interface ParameterSource {
  /** The key of the earlier statement. */
  key: string
  column: string
  /** How many different values are those of the column. */
  matched: number
  /** Whether there was a statement for every value of the column, save perhaps the last row's, read ahead. */
  coversColumn: boolean
  /** Whether chance is ruled out: by the names of the columns, or by what the values look like. */
  isSure: boolean
}

/** A place of the statements, with the values that it took. */
interface Place {
  column: string | null
  table: string | null
  values: Set<string>
}

/** More values than these are not compared: the first ones decide. */
const MAX_VALUES = 1000

/**
 * The column of earlier rows that most of the values are of, in one of the places in which these statements differ;
 * undefined where there is none, or where parameters or rows were not traced. A program may also send statements
 * for other values, and none for some of the rows.
 *
 * @param earlier statements of one group, whose rows are taken together.
 */
export function parameterSource(executions: Execution[], earlier: Execution[]): ParameterSource | undefined {
  const [parent] = earlier
  if (parent === undefined || !earlier.some(({ statement }) => statement.rows?.length)) return undefined
  const places = placesOf(executions)
  const table = parent.parsed.tables[0]?.table ?? null
  const isComplete = hasAllRows(earlier)
  let best: ParameterSource | undefined
  for (const [column, values] of columnsOf(earlier)) {
    for (const place of places) {
      const source = compare(place, { key: parent.parsed.key, table, column, values, isComplete })
      if (source && (best === undefined || rankOf(source) > rankOf(best))) best = source
    }
  }
  return best
}

/** Whether the trace shows enough to rule out every column as the source. */
export function showsSource(executions: Execution[], earlier: Execution[]): boolean {
  return (
    earlier.length > 0 &&
    hasAllRows(earlier) &&
    executions.every(({ statement, parsed }) => statement.parameters !== undefined || bindsNothing(parsed))
  )
}

function bindsNothing({ values }: Execution['parsed']): boolean {
  return values.every((value) => 'literal' in value)
}

function hasAllRows(executions: Execution[]): boolean {
  return executions.every(
    ({ statement }) => statement.rows !== undefined && statement.rows.length >= (statement.rowCount ?? 0),
  )
}

function placesOf(executions: Execution[]): Place[] {
  const sample = executions.slice(0, MAX_VALUES)
  return differingPlaces(sample).map(({ slot, value }) => ({
    column: executions[0]?.parsed.slots[slot]?.columns[value] ?? null,
    table: executions[0]?.parsed.tables[0]?.table ?? null,
    values: new Set(sample.flatMap((execution) => textsAt(execution, slot, value))),
  }))
}

/** Each column with its values that are not null, in the order of the rows. */
function columnsOf(executions: Execution[]): Map<string, string[]> {
  const columns = new Map<string, string[]>()
  for (const { statement } of executions) {
    for (const row of statement.rows ?? []) {
      for (const [column, value] of Object.entries(row)) {
        if (value === null) continue
        const values = columns.get(column) ?? []
        if (values.length < MAX_VALUES) values.push(cellText(value))
        columns.set(column, values)
      }
    }
  }
  return columns
}

function cellText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function compare(
  place: Place,
  source: { key: string; table: string | null; column: string; values: string[]; isComplete: boolean },
): ParameterSource | undefined {
  const known = new Set(source.values)
  const common = [...place.values].filter((value) => known.has(value))
  const matched = common.length
  // Where only the first rows were traced, those have to be among the values, since the others cannot.
  const isEnough = source.isComplete
    ? matched * 2 >= place.values.size
    : [...known].filter((value) => place.values.has(value)).length * 2 >= known.size
  if (matched < 2 || !isEnough) return undefined
  const isNamed = place.column !== null && refersTo(place.column, source)
  const isListed = place.column !== null && isEnumeration(place.column, place.table)
  return {
    key: source.key,
    column: source.column,
    matched,
    coversColumn: source.values.every((value) => place.values.has(value) || value === source.values.at(-1)),
    isSure: !isListed && (isNamed || common.every(isDistinctive) || matched >= 5),
  }
}

/** A value that two columns hardly share by chance. */
function isDistinctive(value: string): boolean {
  return value.length >= 4 && value !== 'true' && value !== 'false' && value !== 'null'
}

function rankOf({ isSure, coversColumn, matched }: ParameterSource): number {
  return (isSure ? 4e6 : 0) + (coversColumn ? 2e6 : 0) + Math.min(matched, 1e6)
}
