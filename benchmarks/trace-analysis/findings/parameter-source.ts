import { type Execution, textOfValue, valueText } from '../requests/parsed-request.ts'

/** Where the parameters of several statements came from. */
export interface ParameterSource {
  /** The key of the earlier statement. */
  key: string
  column: string
  /** Whether there was a statement for every value of the column, save perhaps the last row's, read ahead. */
  coversColumn: boolean
}

/**
 * The column of earlier rows that holds every value in which these statements differ; undefined where there is
 * none, or where parameters or rows were not traced. Of several columns it is one that the values cover, then
 * the first.
 *
 * @param earlier statements of one group, whose rows are taken together.
 */
export function parameterSource(executions: Execution[], earlier: Execution[]): ParameterSource | undefined {
  const [parent] = earlier
  if (parent === undefined) return undefined
  const differing = differingValues(executions)
  const sources = columnsOf(earlier).flatMap(([column, values]) =>
    differing
      .filter((wanted) => comesFrom(wanted, values, hasAllRows(earlier)))
      .map((wanted) => ({ key: parent.parsed.key, column, coversColumn: covers(wanted, values) })),
  )
  return sources.find(({ coversColumn }) => coversColumn) ?? sources[0]
}

/** Whether the trace shows enough to rule out every column as the source. */
export function showsSource(executions: Execution[], earlier: Execution[]): boolean {
  return hasAllRows(earlier) && executions.every(({ statement }) => statement.parameters !== undefined)
}

function hasAllRows(executions: Execution[]): boolean {
  return executions.every(({ statement }) => (statement.rows?.length ?? 0) >= statement.rowCount)
}

/** For each place in which the statements differ: the values there. */
function differingValues(executions: Execution[]): Set<string>[] {
  const slots = executions[0]?.parsed.slots ?? []
  return slots
    .map((_, index) => executions.map((execution) => valuesAt(execution, index)))
    .filter((values) => new Set(values.map(String)).size > 1)
    .map((values) => new Set(values.flat()))
}

function valuesAt({ parsed, statement }: Execution, index: number): string[] {
  return (parsed.slots[index]?.values ?? []).flatMap((value) => {
    const bound = 'parameter' in value ? statement.parameters?.[value.parameter - 1] : undefined
    return Array.isArray(bound) ? bound.map(textOfValue) : (valueText(value, statement) ?? [])
  })
}

/** Each column with its values that are not null, in the order of the rows. */
function columnsOf(executions: Execution[]): [column: string, values: string[]][] {
  const cells = executions
    .flatMap(({ statement }) => statement.rows ?? [])
    .flatMap((row) => Object.entries(row))
    .filter(([, value]) => value !== null)
  const byColumn = Map.groupBy(cells, ([column]) => column)
  return [...byColumn].map(([column, found]) => [column, found.map(([, value]) => textOfValue(value))])
}

/** Where only the first rows were traced, those have to be among the values, since the others cannot. */
function comesFrom(wanted: Set<string>, values: string[], complete: boolean): boolean {
  const known = new Set(values)
  if (complete) return [...wanted].every((value) => known.has(value))
  return known.size > 1 && [...known].every((value) => wanted.has(value))
}

function covers(wanted: Set<string>, values: string[]): boolean {
  return values.every((value) => wanted.has(value) || value === values.at(-1))
}
