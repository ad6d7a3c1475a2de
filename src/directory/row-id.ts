/** The largest `integer` of PostgreSQL, and so the largest id of a row. */
const MAX_INT4 = 2 ** 31 - 1

/** Whether a value can be the id of a row: a whole number from 1 to 2147483647. */
export function isRowId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_INT4
}
