import { jsonList } from './json-list.ts'
import type { LogEntry } from './log-entry.ts'
import { parsePythonLiteral } from './python-literal.ts'

/** Such as an event of Prisma's: `{"query":"…","params":"[1]","duration":2}`. */
export function jsonEntry(entry: string): LogEntry | undefined {
  const logged = jsonObject(entry)
  // Kysely's event has the statement in an object of its own.
  const fields = isObject(logged?.query) ? { ...logged, ...logged.query, query: undefined } : logged
  return fields && statementIn(fields)
}

/** An object as Node prints it: Knex does with `debug: true`. */
export function inspectedEntry(entry: string): LogEntry | undefined {
  // The last brace stands in a line that continues nothing.
  const fields = parsePythonLiteral(`${entry.replace(/^[^{]*/, '')}\n}`)?.value
  return isObject(fields) ? statementIn(fields) : undefined
}

function statementIn(fields: Record<string, unknown>): LogEntry | undefined {
  const text = fields.query ?? fields.sql ?? fields.statement
  if (typeof text !== 'string') return undefined
  const given = fields.params ?? fields.parameters ?? fields.bindings ?? fields.args ?? fields.values
  const list = typeof given === 'string' ? jsonList(given) : given
  const durationMs = Number(
    fields.durationMs ?? fields.duration_ms ?? fields.duration ?? fields.queryDurationMillis ?? 0,
  )
  const rowCount = fields.rowCount ?? fields.row_count ?? fields.rows
  return {
    text,
    durationMs: Number.isFinite(durationMs) ? durationMs : 0,
    ...(Array.isArray(list) && { parameters: list }),
    ...(typeof rowCount === 'number' && { rowCount }),
  }
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
