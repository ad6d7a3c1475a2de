/** What the text of a statement says about it. */
export interface ParsedStatement extends StatementFacts {
  /** The same for statements that differ in nothing but values and the number of values in a list. */
  key: string
  /** The key for people: values are `?`. */
  pattern: string
  /** The values in the order of the text. */
  values: Value[]
}

/** What a statement says whatever its values are. */
export interface StatementFacts {
  /** Such as `select` or `transaction`; `empty` for a text without a statement. */
  verb: string
  /** False where PostgreSQL's parser refuses the text, and the rest was read from its words. */
  isParsed: boolean
  tables: TableUse[]
  slots: ValueSlot[]
  effects: Effects
  /** The names of the columns that a SELECT returns, as far as they are written out. */
  selected: string[]
  /** Where the value of its LIMIT is in `values`; null without one. */
  limitPosition: number | null
  count: SelectCondition | undefined
  pages: SelectCondition[]
}

export interface Effects {
  /** What a transaction statement does; `rollback-to` goes back to a savepoint. Null for others. */
  transaction: 'begin' | 'commit' | 'rollback' | 'rollback-to' | null
  /** Changes what later statements mean, as `set search_path` does. */
  changesSettings: boolean
  /** May return something else each time, or do more than read: sequences, random numbers, locks, sleeping. */
  isVolatile: boolean
  /** Calls a function or a block of code that may write. */
  mayWrite: boolean
  /** Reads rows through a function, whose tables are unknown. */
  readsFunction: boolean
  /** Reads nothing but the system's own tables. */
  readsCatalog: boolean
  /** An INSERT that updates rows that are already there. */
  isUpsert: boolean
  /** Returns one row whatever the data, as an aggregate without groups does. */
  returnsOneRow: boolean
  /** Returns no columns of rows, but a count or whether there are any. */
  returnsFigure: 'count' | 'exists' | null
}

export const NO_EFFECTS: Effects = {
  transaction: null,
  changesSettings: false,
  isVolatile: false,
  mayWrite: false,
  readsFunction: false,
  readsCatalog: false,
  isUpsert: false,
  returnsOneRow: false,
  returnsFigure: null,
}

/** Statements that read or change rows, or may. When transaction control, settings and cursors recur, it means something else. */
export const DATA_VERBS: ReadonlySet<string> = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'replace',
  'execute',
  'call',
])

/** Statements that change rows, or may. */
export const WRITE_VERBS: ReadonlySet<string> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'replace',
  'call',
])

export type ParseStatement = (text: string) => ParsedStatement

export interface TableUse {
  table: string
  access: 'read' | 'write'
}

/** A bound parameter by its number, from 1, and its name if it has one; or a literal by its text. */
export type Value = { parameter: number; name?: string } | { literal: string }

/**
 * A place of a statement that takes values:
 * - `one`: a single value, as in `id = $1`;
 * - `in`, `array`, `rows`, `or`, `union`: any number of values, so one statement can query many keys;
 * - `window`: what cuts a stretch out of a list, as limits, offsets and keyset conditions do.
 */
export interface ValueSlot {
  form: 'one' | 'in' | 'array' | 'rows' | 'or' | 'union' | 'window'
  /** Where the values are in the statement's `values`, from 0. */
  positions: number[]
  /** For each value the column that it is compared with or written to; null where there is none. */
  columns: (string | null)[]
  /** Whether an UPDATE writes the value, which then selects no row. */
  isAssigned: boolean
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
  /** Where its values are in the statement's `values`, from 0. */
  positions: number[]
  /** Compares nothing but what the page is sorted by, and so may say where the page begins. */
  keyset: boolean
}
