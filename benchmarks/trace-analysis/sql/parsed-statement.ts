/** What the text of a statement says about it. */
export interface ParsedStatement {
  /** The same for statements that differ in nothing but values and the number of values in a list. */
  key: string
  pattern: string
  /** Such as `select` or `transaction`; `unparsed` where PostgreSQL's parser refuses the text. */
  verb: string
  tables: TableUse[]
  slots: ValueSlot[]
  /** Starts over after a failure: a savepoint, or a rollback. */
  startsOver: boolean
  count: SelectCondition | undefined
  pages: SelectCondition[]
}

/** Statements that read or change rows, or may. When transaction control, settings and cursors recur, it means something else. */
export const DATA_VERBS: ReadonlySet<string> = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'execute',
  'call',
  'unparsed',
])

export type ParseStatement = (text: string) => ParsedStatement

export interface TableUse {
  table: string
  access: 'read' | 'write'
}

/** A bound parameter by its number, or a literal by its text: both are values that a statement was given. */
export type Value = { parameter: number } | { literal: string }

/**
 * A place of a statement that takes values:
 * - `one`: a single value, as in `id = $1`;
 * - `in`, `array`, `rows`, `or`, `union`: any number of values, so one statement can query many keys;
 * - `window`: what cuts a stretch out of a list, as limits, offsets and keyset conditions do.
 */
export interface ValueSlot {
  form: 'one' | 'in' | 'array' | 'rows' | 'or' | 'union' | 'window'
  values: Value[]
  /** How many keys it has room for; `length` where that is the length of its only value, an array. */
  size: number | 'length'
}

/** What a SELECT takes its rows from and which of them it takes, in a form in which two statements can be compared. */
export interface SelectCondition {
  from: string
  conjuncts: Conjunct[]
}

/** One of the conditions that AND joins. */
export interface Conjunct {
  shape: string
  values: Value[]
  /** Compares nothing but what the page is sorted by, and so may say where the page begins. */
  keyset: boolean
}
