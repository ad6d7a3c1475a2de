import type { Execution } from '../../requests/parsed-request.ts'
import type { ParsedStatement } from '../../sql/parsed-statement.ts'
import type { LoopSubkind } from '../finding.ts'
import { readsStretches } from './observation/loop-observation.ts'

const PERMISSIONS =
  /(permission|privilege|policy|policies|acl|grant|role|member|access|allow|authori[sz]|entitle)/i

/** What the statements of a loop do for each row. */
export function subkindOf(executions: Execution[]): LoopSubkind {
  const [first] = executions
  if (first === undefined) return 'look-ups'
  const { parsed } = first
  if (parsed.verb === 'execute' || parsed.verb === 'call') return 'calls'
  const write = writeSubkind(parsed)
  if (write !== undefined) return write
  if (readsStretches(executions)) return 'pages'
  if (parsed.effects.returnsFigure === 'count') return 'counts'
  const isCheck = parsed.tables.some(({ table }) => PERMISSIONS.test(table))
  return isCheck && (parsed.effects.returnsFigure === 'exists' || isShort(executions))
    ? 'permission-checks'
    : 'look-ups'
}

/** No or one row each. */
function isShort(executions: Execution[]): boolean {
  return executions.every(({ statement }) => (statement.rowCount ?? 1) <= 1)
}

function writeSubkind({ verb, effects }: ParsedStatement): LoopSubkind | undefined {
  if (effects.isUpsert || verb === 'merge' || verb === 'replace') return 'upserts'
  if (verb === 'insert') return 'inserts'
  if (verb === 'update') return 'updates'
  return verb === 'delete' ? 'deletes' : undefined
}

/** The batch that would replace the statements of a loop. */
export function batchInstead(subkind: LoopSubkind, column: string | undefined): string {
  const key = column ?? 'key'
  switch (subkind) {
    case 'look-ups':
      return `send one statement for all rows, with \`${key} = any($1)\`, such as from a loader`
    case 'counts':
      return `count once for all rows: \`select ${key}, count(*) … where ${key} = any($1) group by ${key}\``
    case 'permission-checks':
      return `check all rows in one statement, with \`${key} = any($1)\``
    case 'inserts':
      return 'insert all rows in one statement: `insert … values (…), (…)` or `insert … select … from unnest(…)`'
    case 'upserts':
      return 'write all rows in one statement: `insert … values (…), (…) on conflict … do update`'
    case 'updates':
      return 'update all rows in one statement: `update … from (values (…), (…))`'
    case 'deletes':
      return `delete all rows in one statement, with \`${key} = any($1)\``
    case 'pages':
      return 'read the list in one statement, through a cursor if it is long'
    case 'recursion':
      return 'read the tree in one statement, with `with recursive`'
    case 'calls':
      return 'call a function that takes all keys at once'
  }
}
