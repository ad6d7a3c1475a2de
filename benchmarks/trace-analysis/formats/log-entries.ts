import type { LoggedStatement } from './logged-requests.ts'
import { parsePythonLiteral } from './python-literal.ts'

/** A line, or several, in which a library logs one statement. */
export interface LogEntry extends Omit<LoggedStatement, 'timeMs'> {
  /** The connection or transaction that it belongs to, where the log names it. */
  session?: string
}

/** How a library writes the statements that it sends. */
export interface EntryPattern {
  library: string
  /** What an entry begins with. */
  start: RegExp
  /** Undefined where the entry is none after all, or was not sent to the database. */
  read(entry: string): LogEntry | undefined
}

/** The libraries whose logs are known. The first whose pattern matches a line reads it. */
export const ENTRY_PATTERNS: readonly EntryPattern[] = [
  {
    library: 'Django',
    start: /\(\d+\.\d{3}\) /,
    read(entry) {
      const match = /\((\d+\.\d{3})\) ([\s\S]*?)(?:; args=([\s\S]*?)(?:; alias=(\S+))?)?\s*$/.exec(entry)
      if (match === null) return undefined
      const [, seconds, sql = '', args, session] = match
      return {
        ...djangoStatement(sql, args),
        durationMs: Number(seconds) * 1000,
        ...(session && { session }),
      }
    },
  },
  {
    library: 'Rails',
    start:
      /^(?:.*?\s)?(?:CACHE )?(?:[A-Z][\w:]*(?: [A-Z]\w*| Exists\?)*|SQL|TRANSACTION|CACHE|SCHEMA)? ?\(\d+(?:\.\d+)?ms\)\s+[A-Za-z(/-]/,
    read(entry) {
      const match =
        /(CACHE )?([\w:?]+(?: [\w?]+)*)?\s*\((\d+(?:\.\d+)?)ms\)\s+([\s\S]*?)\s*(\[\[[\s\S]*\]\]|\[nil[\s\S]*\])?\s*$/.exec(
          entry,
        )
      if (match === null) return undefined
      const [, cached, name = '', ms, text = '', binds] = match
      if (cached !== undefined || /^(CACHE|SCHEMA)\b/.test(name)) return undefined
      return {
        name: name || null,
        text,
        durationMs: Number(ms),
        ...(binds && { parameters: railsBinds(binds) }),
      }
    },
  },
  {
    library: 'Prisma',
    start: /prisma:query /,
    read: (entry) => ({ text: entry.replace(/^[\s\S]*?prisma:query /, '') }),
  },
  {
    library: 'TypeORM',
    start: /(?:^|\s)query(?: failed| is slow)?: |\[QUERY\]: /,
    read(entry) {
      const text = entry.replace(/^[\s\S]*?(?:query(?: failed| is slow)?: |\[QUERY\]: )/, '')
      const isFailed = /query failed: /.test(entry)
      return {
        ...withParameters(text, /\s*-- PARAMETERS: (\[[\s\S]*\])\s*$/),
        ...(isFailed && { error: 'failed' }),
      }
    },
  },
  {
    library: 'Drizzle',
    start: /(?:^|\s)Query: /,
    read: (entry) => withParameters(entry.replace(/^[\s\S]*?Query: /, ''), /\s*-- params: (\[[\s\S]*\])\s*$/),
  },
  {
    library: 'Sequelize',
    start: /Execut(?:ing|ed) \([^)]+\): /,
    read(entry) {
      const [, session = 'default', rest = ''] = /Execut(?:ing|ed) \(([^)]+)\): ([\s\S]*)$/.exec(entry) ?? []
      // Where values are logged, they come after the semicolon.
      const [, text = rest, list] = /^([\s\S]*); ([\s\S]*[^;\s])\s*$/.exec(rest) ?? []
      const parameters = list === undefined ? undefined : jsonList(`[${list}]`)
      return parameters ? { text, session, parameters } : { text: rest, session }
    },
  },
  {
    library: 'MikroORM',
    start: /\[query\] /,
    read(entry) {
      const [, rest = ''] = /\[query\] ([\s\S]*)$/.exec(entry) ?? []
      const [, ms, rows] = /\[took (\d+) ms(?:, (\d+) (?:results?|rows?)[^\]]*)?\]/.exec(rest) ?? []
      const text = rest.replace(/ \[took [\s\S]*$/, '')
      return {
        ...withParameters(text, /\s*-- params: (\[[\s\S]*\])\s*$/),
        ...(ms && { durationMs: Number(ms) }),
        ...(rows && { rowCount: Number(rows) }),
      }
    },
  },
  {
    library: 'a JSON log',
    start: /^\s*\{.*"(?:query|sql|statement)"\s*:\s*"/,
    read: jsonEntry,
  },
]

/** Django writes the values into the text, and again as `args`; where it could not, they are only in `args`. */
function djangoStatement(sql: string, args: string | undefined): Pick<LogEntry, 'text' | 'parameters'> {
  const values = args === undefined ? undefined : parsePythonLiteral(args)?.value
  const isOpen = /%s|%\(\w+\)s/.test(sql)
  return isOpen && Array.isArray(values) ? { text: sql, parameters: values } : { text: sql }
}

/** `[["id", 1], ["LIMIT", 1]]`; values of columns that are filtered or cut are not known. */
function railsBinds(binds: string): unknown[] | undefined {
  const json = binds.replace(/\bnil\b/g, 'null').replace(/"\[FILTERED\]"/g, 'null')
  const pairs = jsonList(json) ?? parsePythonLiteral(json)?.value
  return Array.isArray(pairs)
    ? pairs.map((pair: unknown) => (Array.isArray(pair) ? pair[1] : pair))
    : undefined
}

function withParameters(text: string, pattern: RegExp): LogEntry {
  const [all, list] = pattern.exec(text) ?? []
  if (all === undefined || list === undefined) return { text }
  const parameters = jsonList(list)
  return { text: text.slice(0, -all.length), ...(parameters && { parameters }) }
}

function jsonList(text: string): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : undefined
  } catch {
    const value = parsePythonLiteral(text)?.value
    return Array.isArray(value) ? value : undefined
  }
}

/** Such as an event of Prisma's: `{"query":"…","params":"[1]","duration":2}`. */
function jsonEntry(entry: string): LogEntry | undefined {
  const fields = jsonObject(entry)
  const text = fields?.query ?? fields?.sql ?? fields?.statement
  if (fields === undefined || typeof text !== 'string') return undefined
  const given = fields.params ?? fields.parameters ?? fields.bindings ?? fields.args ?? fields.values
  const list = typeof given === 'string' ? jsonList(given) : given
  const durationMs = Number(fields.durationMs ?? fields.duration_ms ?? fields.duration ?? 0)
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
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
