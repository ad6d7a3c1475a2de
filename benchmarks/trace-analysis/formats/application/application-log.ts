import {
  accessedOperation,
  finishRequest,
  MAX_PAUSE_MS,
  type OpenRequest,
  openRequest,
  operationName,
  timeIn,
  transactionStep,
  withoutColours,
} from '../logged-requests.ts'
import type { TraceFormat, TraceReader, TraceSink } from '../trace-format.ts'
import { jsonRequestOf } from './json-request.ts'
import { BARE_STATEMENTS, ENTRY_PATTERNS, HIBERNATE_BIND } from './log-entries.ts'
import type { EntryPattern } from './log-entry.ts'

/** The log of a program whose library writes each statement: Django, Rails, Prisma, TypeORM, Sequelize and others. */
export const APPLICATION_LOG: TraceFormat = {
  name: 'application log',
  recognises: (sample) => patternsIn(sample).length > 0,
  createReader: (sink, { sample }) => createApplicationReader(sink, patternsIn(sample), boundariesIn(sample)),
}

/** An entry that takes more lines than these does not decide what a file is. */
const MAX_ENTRY_SAMPLE = 40

/** The patterns of the libraries in a log; only where there are none, lines that are statements count. */
function patternsIn(sample: readonly string[]): readonly EntryPattern[] {
  const lines = sample.map(withoutColours)
  const isKnown = lines.some((line, index) => {
    const pattern = ENTRY_PATTERNS.find(({ start }) => start.test(line))
    const several = () => lines.slice(index, index + MAX_ENTRY_SAMPLE).join('\n')
    return pattern !== undefined && (pattern.read(line) ?? pattern.read(several())) !== undefined
  })
  if (isKnown) return ENTRY_PATTERNS
  return lines.some((line) => BARE_STATEMENTS.start.test(line)) ? [BARE_STATEMENTS] : []
}

/** What ends a request in a log. */
interface Boundaries {
  /** Rails logs where a request starts, other servers where it ended. */
  hasStarts: boolean
  hasAccessLines: boolean
}

const STARTED = /^(?:.*?\s)?(?:\[([0-9a-f-]{36})\] )?Started (GET|POST|PUT|PATCH|DELETE|HEAD) "([^"]*)"/
const COMPLETED = /\bCompleted \d{3} /

function boundariesIn(sample: readonly string[]): Boundaries {
  const hasStarts = sample.some((line) => STARTED.test(line))
  return {
    hasStarts,
    hasAccessLines: !hasStarts && sample.some((line) => accessedOperation(line) !== undefined),
  }
}

/** Other things are logged as queries too, such as documents of GraphQL. */
const SQL =
  /^[\s(]*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(select|with|insert|update|delete|merge|replace|call|execute|exec|begin|start|commit|end|rollback|savepoint|release|set|reset|show|pragma|explain|create|alter|drop|truncate|copy|declare|fetch|close|lock|values|table|do|use|refresh|listen|notify|prepare|deallocate|discard)\b/i

/** How the text of a statement goes on in the next line. */
const CONTINUATION =
  /^\s(?!\s*(?:↳|Rendered |Processing |Parameters: ))|^[()]|^(select|from|where|and|or|left|right|inner|join|on|group|order|having|limit|offset|values|set|returning|union|with|for|--)\b/i
const MAX_ENTRY_LENGTH = 1_000_000

/** A log need not say when a request ends. */
const MAX_OPEN_REQUESTS = 10_000

/** An entry whose lines are being read. */
interface OpenEntry {
  pattern: EntryPattern
  text: string
  timeMs: number | null
  tag: string
}

/**
 * Requests are what the log says they are, by their identifier where lines, tagged or of JSON, have one; else what lies
 * between two access lines; else one for each pause in a log with times; else the whole log is one.
 */
function createApplicationReader(
  sink: TraceSink,
  patterns: readonly EntryPattern[],
  { hasStarts, hasAccessLines }: Boundaries,
): TraceReader {
  const open = new Map<string, OpenRequest>()
  let entry: OpenEntry | undefined
  let inTransaction = false
  let isInferred = false

  const finish = (tag: string, operation?: string) => {
    const request = open.get(tag)
    open.delete(tag)
    if (request === undefined) return
    request.operation ??= operation ?? null
    const finished = finishRequest(request)
    if (finished) sink.request(finished)
  }
  const endEntry = () => {
    if (entry === undefined) return
    const { pattern, text, timeMs, tag } = entry
    entry = undefined
    const statement = pattern.read(text)
    const last = open.get(tag)?.statements.at(-1)
    if (statement === undefined && last !== undefined) Object.assign(last, pattern.amend?.(text))
    if (statement === undefined || !SQL.test(statement.text)) return
    const pauseMs = timeMs === null ? 0 : timeMs - (last?.timeMs ?? timeMs)
    if (!hasStarts && !hasAccessLines && !inTransaction && tag === '' && pauseMs > MAX_PAUSE_MS) {
      isInferred = true
      finish(tag)
    }
    const request = open.get(tag) ?? openRequest(null, tag || null)
    open.set(tag, request)
    request.statements.push({ ...statement, timeMs })
    const [oldest] = open.keys()
    if (open.size > MAX_OPEN_REQUESTS && oldest !== undefined) finish(oldest)
    const step = transactionStep(statement.text)
    if (step !== null) inTransaction = step === 'begin'
  }

  return {
    line(raw) {
      const line = withoutColours(raw)
      const pattern = patterns.find(({ start }) => start.test(line))
      const started = pattern ? null : STARTED.exec(line)
      const operation = pattern || started ? undefined : accessedOperation(line)
      const json = hasStarts ? undefined : jsonRequestOf(line)
      const tag = hasStarts ? tagOf(line) : (json?.id ?? '')
      if (started) {
        endEntry()
        const [, , method = '', target = ''] = started
        finish(tag)
        open.set(tag, openRequest(operationName(method, target), tag || null))
      } else if (operation !== undefined) {
        endEntry()
        finish('', operation)
      } else if (pattern !== undefined) {
        endEntry()
        entry = { pattern, text: line, timeMs: timeIn(line) ?? json?.timeMs ?? null, tag }
      } else if (
        entry &&
        (CONTINUATION.test(line) || HIBERNATE_BIND.test(line)) &&
        entry.text.length < MAX_ENTRY_LENGTH &&
        line.trim() !== ''
      ) {
        entry.text += `\n${line}`
      } else {
        endEntry()
        if (hasStarts && COMPLETED.test(line)) finish(tag)
        if (json?.isEnd) finish(tag)
        else if (json?.operation !== undefined && !open.has(tag))
          open.set(tag, openRequest(json.operation, tag))
      }
    },
    end() {
      endEntry()
      for (const tag of [...open.keys()]) finish(tag)
      if (isInferred)
        sink.note('the log does not say where requests end: a pause was taken for the end of one')
    },
  }
}

/** The identifier of the request, where lines are tagged with it. */
function tagOf(line: string): string {
  return /\[([0-9a-f]{8}-[0-9a-f-]{27})\]/.exec(line)?.[1] ?? ''
}
