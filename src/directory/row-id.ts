/** The smallest and the largest `integer` of PostgreSQL. Rows are numbered from 1, but may be given any id. */
const MIN_INT4 = -(2 ** 31)
const MAX_INT4 = 2 ** 31 - 1

/** Whether a value can be the id of a row. */
export function isRowId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= MIN_INT4 && value <= MAX_INT4
}
