import { jsonList } from './json-list.ts'
import type { EntryPattern, LogEntry } from './log-entry.ts'
import { inspectedEntry, jsonEntry } from './object-entry.ts'
import { parsePythonLiteral } from './python-literal.ts'

/** Knex logs through the package debug. In colour that repeats the name before each line of an entry. */
const KNEX_ENTRY =
  /knex:(?:bindings (?:\[|undefined)|query (?=select|insert|update|delete|with|merge|begin|start|commit|rollback|savepoint|release|set|show|call|truncate|create|alter|drop|declare|fetch|close|lock|prepare|execute|\())/i

function withoutPrefixes(entry: string): string {
  return entry.replace(/\n\s*knex:(?:query|bindings) /g, '\n')
}

/** What Hibernate logs below a statement for each of its values: `binding parameter (1:BIGINT) <- [7]`. */
export const HIBERNATE_BIND = /\bbinding parameter (?=[([]\d)/
const HIBERNATE_BIND_LINE = new RegExp(`\\n[^\\n]*?${HIBERNATE_BIND.source}`)

/** The value of `(1:BIGINT) <- [7]`, or of `[1] as [BIGINT] - [7]`, as Hibernate 5 writes it. */
function hibernateValue(bind: string): string | null {
  const [, value = ''] = /(?:<-|\] -) \[([\s\S]*)\]\s*$/.exec(bind) ?? []
  return value === 'null' ? null : value
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
    library: 'Kysely',
    start: /kysely:(?:query|error): /,
    read(entry) {
      const [, level, text = ''] = /kysely:(query|error): ([\s\S]*)$/.exec(entry) ?? []
      if (/^duration: [\d.]+ms\s*$/.test(text)) return undefined
      return { text, ...(level === 'error' && { error: 'failed' }) }
    },
    amend(entry) {
      const [, ms] = /kysely:query: duration: ([\d.]+)ms\s*$/.exec(entry) ?? []
      return ms === undefined ? undefined : { durationMs: Number(ms) }
    },
  },
  {
    library: 'Knex',
    start: KNEX_ENTRY,
    read(entry) {
      const [, text, session] =
        /^.*?knex:query ([\s\S]*?)(?: (undefined|trx\d+))?(?: \+[\d.]+m?s)?\s*$/.exec(
          withoutPrefixes(entry),
        ) ?? []
      return text === undefined ? undefined : { text, ...(session && { session }) }
    },
    amend(entry) {
      const [, list] = /knex:bindings (\[[\s\S]*\])/.exec(withoutPrefixes(entry)) ?? []
      const parameters = list === undefined ? undefined : jsonList(list)
      return parameters && { parameters }
    },
  },
  {
    library: 'Hibernate',
    start: /(?:^|\s)Hibernate: |org\.hibernate\.SQL\b/,
    read(entry) {
      const [statement = '', ...binds] = entry.split(HIBERNATE_BIND_LINE)
      const text = statement.replace(/^.*?(?:Hibernate: |org\.hibernate\.SQL\b\s*(?:[:-]\s*)+)/, '').trim()
      if (text === '') return undefined
      return binds.length === 0 ? { text } : { text, parameters: binds.map(hibernateValue) }
    },
  },
  {
    library: 'an object with `sql`',
    start: /^\s*(?:[\w$]+ )?\{\s*$/,
    read: inspectedEntry,
  },
  {
    library: 'a JSON log',
    start: /^\s*\{.*"(?:query|sql|statement)"\s*:\s*["{]/,
    read: jsonEntry,
  },
]

/** Lines that are statements and nothing else, with or without a list of their parameters, as programs print them. */
export const BARE_STATEMENTS: EntryPattern = {
  library: 'bare statements',
  start:
    /^(?:\S{1,40} )?(?:select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\w+.*\bas\b|begin\b|start transaction\b|commit\b|rollback\b|savepoint\s|release savepoint\s)/i,
  read(entry) {
    const text = entry.replace(
      /^\S+ (?=(?:select|insert|update|delete|with|begin|start|commit|rollback|savepoint|release)\b)/i,
      '',
    )
    return withParameters(text, /\s+(\[[\s\S]*\])\s*$/)
  },
}

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
