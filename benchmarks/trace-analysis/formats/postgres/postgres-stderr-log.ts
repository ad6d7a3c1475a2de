import { timeIn } from '../logged-requests.ts'
import type { TraceFormat, TraceReader, TraceSink } from '../trace-format.ts'
import type { PostgresEntry } from './postgres-entries.ts'
import { createPostgresRequests } from './postgres-requests.ts'

const SEVERITY =
  /(?:^|[\s:>\]])(LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG\d?|DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION): {2}(?! )/
/** Other programs log at the level INFO too. */
const UNMISTAKABLE = /(?:^|[\s:>\]])(LOG|FATAL|STATEMENT|DETAIL): {2}(?! )/

/** PostgreSQL's log as text, with any `log_line_prefix`. */
export const POSTGRES_STDERR_LOG: TraceFormat = {
  name: 'PostgreSQL log',
  recognises: (sample) => sample.some((line) => UNMISTAKABLE.test(line)),
  createReader: (sink, { logLinePrefix }) => createStderrReader(sink, logLinePrefix),
}

/** What a prefix says of the session. */
interface Prefix {
  session: string
  application: string | null
}

function createStderrReader(sink: TraceSink, logLinePrefix: string | undefined): TraceReader {
  const requests = createPostgresRequests(sink)
  const readPrefix = logLinePrefix === undefined ? guessPrefix : prefixReader(logLinePrefix)
  let entry: PostgresEntry | undefined
  /** The part of the entry to which the next lines belong. */
  let part: 'message' | 'detail' | 'statement' | undefined

  const start = (line: string, at: number, severity: string) => {
    const prefix = line.slice(0, at)
    const text = line.slice(line.indexOf(':  ', at) + 3)
    const { session, application } = readPrefix(prefix)
    if (severity === 'DETAIL' || severity === 'STATEMENT') {
      part = severity === 'DETAIL' ? 'detail' : 'statement'
      if (entry?.session === session) entry[part] = text
      else part = undefined
    } else if (/^(HINT|CONTEXT|QUERY|LOCATION)$/.test(severity)) part = undefined
    else {
      if (entry) requests.entry(entry)
      part = 'message'
      entry = {
        timeMs: timeIn(prefix),
        session,
        application,
        severity,
        message: text,
        detail: null,
        statement: null,
      }
    }
  }

  return {
    line(line) {
      const match = /^[\t ]/.test(line) ? null : SEVERITY.exec(line)
      if (match !== null) start(line, match.index + match[0].indexOf(match[1] ?? ''), match[1] ?? '')
      else if (entry && part) entry[part] = `${entry[part] ?? ''}\n${line.replace(/^\t/, '')}`
    },
    end() {
      if (entry) requests.entry(entry)
      requests.end()
    },
  }
}

/** The process in brackets or after the time, and the application where the prefix names it. */
function guessPrefix(prefix: string): Prefix {
  const session =
    /\[(\d+)(?:-\d+)?\]/.exec(prefix)?.[1] ??
    /\b([0-9a-f]{8}\.[0-9a-f]+)\b/.exec(prefix)?.[1] ??
    /(?:^|[\s:,])(\d{2,7})(?=[\s:,]*$)/.exec(prefix)?.[1] ??
    ''
  const application = /\bapp(?:lication(?:_name)?)?=(?:"([^"]*)"|([^,\s]*))/.exec(prefix)
  const name = application?.[1] ?? application?.[2] ?? /\w@[\w-]+\/(.+?)\s*$/.exec(prefix)?.[1] ?? ''
  return { session, application: name === '' || name === '[unknown]' ? null : name }
}

/** What the escapes of `log_line_prefix` stand for. */
const ESCAPES: Record<string, string> = {
  a: '(?<application>.*?)',
  u: '.*?',
  d: '.*?',
  r: '\\S*?(?:\\(\\d+\\))?',
  h: '\\S*?',
  b: '.*?',
  p: '(?<process>\\d+)',
  P: '\\d*',
  t: '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\S+',
  m: '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ \\S+',
  n: '\\d+\\.\\d+',
  i: '.*?',
  e: '\\w{5}',
  c: '(?<session>[0-9a-f]+\\.[0-9a-f]+)',
  l: '\\d+',
  s: '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\S+',
  v: '\\S*?',
  x: '\\d+',
  Q: '-?\\d+',
  q: '',
  '%': '%',
}

/** Reads prefixes of the value that `log_line_prefix` has. */
function prefixReader(setting: string): (prefix: string) => Prefix {
  const pattern = setting.replace(
    /%-?\d*([a-zA-Z%])|([.*+?^${}()|[\]\\])/g,
    (_, letter?: string, char?: string) =>
      letter === undefined ? `\\${char}` : `\\s*${ESCAPES[letter] ?? '.*?'}\\s*`,
  )
  const expression = new RegExp(`^${pattern}$`)
  return (prefix) => {
    const groups = expression.exec(prefix)?.groups
    const session = groups?.session ?? groups?.process ?? groups?.remote
    const application = groups?.application?.trim() ?? ''
    if (session === undefined) return guessPrefix(prefix)
    return { session, application: application === '' || application === '[unknown]' ? null : application }
  }
}
