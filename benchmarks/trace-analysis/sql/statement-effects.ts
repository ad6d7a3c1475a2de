import { type Effects, NO_EFFECTS, type TableUse } from './parsed-statement.ts'
import { type Fields, fieldsOf, isFields, listOf, nameParts, textOf } from './syntax-tree.ts'

/** What the trees of a text do besides reading and writing their tables. */
export function statementEffects(trees: Fields[], tables: TableUse[]): Effects {
  const { calls, keys } = namesIn(trees)
  const [tree = {}] = trees
  const select = fieldsOf(tree, 'SelectStmt')
  return {
    transaction: transactionOf(fieldsOf(tree, 'TransactionStmt')),
    changesSettings: changesSettings(tree) || calls.includes('set_config'),
    isVolatile: calls.some(isVolatileFunction) || keys.has('lockingClause'),
    mayWrite:
      isFields(tree.DoStmt) ||
      isFields(tree.CreateFunctionStmt) ||
      (tables.length === 0 && calls.some(isOwnFunction)),
    readsFunction: keys.has('RangeFunction') && tables.length === 0,
    readsCatalog: tables.length > 0 && tables.every(({ table }) => isCatalogTable(table)),
    isUpsert: isFields(fieldsOf(tree, 'InsertStmt').onConflictClause),
    returnsOneRow: returnsOneRow(select),
    returnsFigure: figureOf(select),
  }
}

/** Whether a function may return something else each time, or has an effect. */
export function isVolatileFunction(name: string): boolean {
  return VOLATILE.test(name)
}

const VOLATILE =
  /^(random|rand|newid|setseed|clock_timestamp|timeofday|nextval|currval|lastval|setval|last_insert_(id|rowid)|gen_random_\w+|uuid\w*|pg_\w+|txid_\w+|set_config|current_setting|version|get_lock|release_lock|sleep|benchmark|found_rows|row_count|changes|scope_identity)$/

/** Functions that only compute; any other that is called for its own sake may be the program's. */
const COMPUTING =
  /^(now|coalesce|nullif|lower|upper|concat|length|abs|round|generate_series|unnest|to_\w+|date_\w+|age|json\w*|array_\w+|string_\w+|current_\w+|count|sum|min|max|avg)$/

function isOwnFunction(name: string): boolean {
  return !COMPUTING.test(name) && !isVolatileFunction(name)
}

/** The system's own tables, and what is no table. */
export function isCatalogTable(table: string): boolean {
  return /^(pg_catalog|information_schema|sys)\.|^(pg|sqlite)_\w+$|^dual$|_seq$/.test(table)
}

/** These change how results are written or how long they may take, and not which rows they have. */
const HARMLESS =
  /^(application_name|client_\w+|statement_timeout|lock_timeout|\w*_timeout|extra_float_digits|datestyle|bytea_output|standard_conforming_strings|enable_\w+|work_mem|jit\w*)$/

function changesSettings(tree: Fields): boolean {
  if (isFields(tree.DiscardStmt)) return true
  return isFields(tree.VariableSetStmt) && !HARMLESS.test(textOf(tree.VariableSetStmt, 'name').toLowerCase())
}

function transactionOf(statement: Fields): Effects['transaction'] {
  const kind = textOf(statement, 'kind')
  if (/ROLLBACK_TO/.test(kind)) return 'rollback-to'
  if (/ROLLBACK/.test(kind)) return 'rollback'
  if (/COMMIT|PREPARE/.test(kind)) return 'commit'
  return /BEGIN|START/.test(kind) ? 'begin' : NO_EFFECTS.transaction
}

/** The names of all functions called, without schemas, of keywords such as CURRENT_USER none; and all keys of the trees. */
function namesIn(trees: Fields[]): { calls: string[]; keys: Set<string> } {
  const calls: string[] = []
  const keys = new Set<string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item)
    else if (isFields(node)) {
      for (const name in node) {
        keys.add(name)
        if (name === 'FuncCall') calls.push(nameParts(listOf(node[name], 'funcname')).at(-1) ?? '')
        walk(node[name])
      }
    }
  }
  walk(trees)
  return { calls, keys }
}

const AGGREGATES = /^(count|sum|avg|min|max|bool_and|bool_or|every|array_agg|string_agg|jsonb?_agg)$/

function returnsOneRow(select: Fields): boolean {
  const targets = listOf(select, 'targetList').map((target) => fieldsOf(target, 'ResTarget').val)
  const isAggregate = (value: unknown) => {
    const call = fieldsOf(value, 'FuncCall')
    return AGGREGATES.test(nameParts(listOf(call, 'funcname')).at(-1) ?? '') && call.over === undefined
  }
  const groups = listOf(select, 'groupClause').length > 0
  return targets.length > 0 && !groups && targets.every(isAggregate)
}

function figureOf(select: Fields): Effects['returnsFigure'] {
  const [target, ...others] = listOf(select, 'targetList')
  const value = fieldsOf(target, 'ResTarget').val
  if (others.length > 0 || target === undefined) return null
  if (nameParts(listOf(fieldsOf(value, 'FuncCall'), 'funcname')).at(-1) === 'count') return 'count'
  const isConstant = isFields(value) && (isFields(value.ParamRef) || isFields(value.A_Const))
  return isConstant || fieldsOf(value, 'SubLink').subLinkType === 'EXISTS_SUBLINK' ? 'exists' : null
}
