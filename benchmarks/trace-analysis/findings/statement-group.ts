import type { Execution } from '../requests/parsed-request.ts'
import { DATA_VERBS } from '../sql/parsed-statement.ts'
import type { ExaminedRequest } from './repetition.ts'

/** The statements of one request that have one key and one path. */
export interface StatementGroup {
  /** The key and the path as one text. */
  id: string
  key: string
  path: string | null
  /** At least one, in order. */
  executions: [Execution, ...Execution[]]
}

/** Groups the statements of a request that touch data. One that was tried again is not counted again. */
export function groupStatements({ request, repetitions }: ExaminedRequest): StatementGroup[] {
  const groups = new Map<string, StatementGroup>()
  for (const execution of request.executions) {
    const { parsed, statement } = execution
    if (!touchesData(parsed)) continue
    if (repetitions.get(execution) === 'retry') continue
    const id = statement.path === null ? parsed.key : `${parsed.key}\n${statement.path}`
    const group = groups.get(id)
    if (group === undefined) {
      groups.set(id, { id, key: parsed.key, path: statement.path, executions: [execution] })
    } else group.executions.push(execution)
  }
  return [...groups.values()]
}

function touchesData({ verb, tables, effects }: Execution['parsed']): boolean {
  if (!DATA_VERBS.has(verb) || effects.readsCatalog || effects.changesSettings) return false
  // Such as a lock, or the next number of a sequence. The program's own functions may do anything.
  return tables.length > 0 || !effects.isVolatile || effects.mayWrite
}

/** Whether the field runs once for each item of a list: its path has a `*`. */
export function isUnderList(path: string | null): boolean {
  return path?.split('.').includes('*') ?? false
}

/** How many statements there are from the first of these to the last, without transaction control. */
export function spreadOf(executions: Execution[]): number {
  return (executions.at(-1)?.ordinal ?? 0) - (executions[0]?.ordinal ?? 0) + 1
}
