import * as v from 'valibot'
import type { TracedRequest } from '../requests/traced-request.ts'

/**
 * A line of a trace file: all that one operation did, as one JSON object. `src/observability` writes these lines;
 * so can any other program.
 */
export interface TraceLine extends TracedRequest {
  version: 1
}

const TEXT = v.pipe(v.string(), v.nonEmpty())
const OBJECT = v.custom<Record<string, unknown>>(isObject)

const textOrNull = () => expecting('a string that is not empty, or null', v.nullable(TEXT))
const milliseconds = () => expecting('a number of at least 0', v.pipe(v.number(), v.finite(), v.minValue(0)))
const wholeFrom = (min: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min))

const STATEMENT = v.looseObject({
  name: textOrNull(),
  text: expecting('a string that is not empty', TEXT),
  parameters: expecting('a list, or absent', v.optional(v.array(v.unknown()))),
  parametersHash: expecting('a string', v.string()),
  startMs: milliseconds(),
  durationMs: milliseconds(),
  rowCount: expecting('a whole number of at least 0', wholeFrom(0)),
  path: textOrNull(),
  loader: textOrNull(),
  batchSize: expecting('a whole number of at least 1, or null', v.nullable(wholeFrom(1))),
  rows: expecting('a list of objects, or absent', v.optional(v.array(OBJECT))),
  error: expecting('a string, or null, or absent', v.optional(v.nullable(v.string()))),
})

const LINE = v.looseObject({
  version: expecting('1', v.literal(1)),
  operation: textOrNull(),
  origin: expecting('"operation" or "outside"', v.picklist(['operation', 'outside'])),
  documentHash: textOrNull(),
  requestId: textOrNull(),
  startedAt: expecting('a time such as "2026-01-31T09:30:00.000Z"', v.pipe(v.string(), v.check(isTime))),
  durationMs: milliseconds(),
  statements: expecting('a list', v.array(v.pipe(OBJECT, STATEMENT))),
})

const LINE_EXPECTATIONS = expectationsOf(LINE.entries)
const STATEMENT_EXPECTATIONS = expectationsOf(STATEMENT.entries)

/** What one line of text holds: a trace line, or what is wrong with it, of the form "expected X, got Y". */
export type ParsedTraceLine = { line: TraceLine } | { problem: string }

/** Reads one line. Fields that a trace line does not have are a program's own and are kept. */
export function parseTraceLine(text: string): ParsedTraceLine {
  const value = parseJson(text)
  if (!isObject(value)) return { problem: problem('a trace line', 'a JSON object', value) }
  const result = v.safeParse(LINE, value, { abortEarly: true })
  return result.success ? { line: result.output } : { problem: problemOf(result.issues[0]) }
}

/** Notes what a schema expects, for the message about a value that is something else. */
function expecting<const Schema extends v.GenericSchema>(expected: string, schema: Schema) {
  return v.pipe(schema, v.description(expected))
}

function expectationsOf(entries: Record<string, v.GenericSchema>): Map<unknown, string | undefined> {
  return new Map(Object.entries(entries).map(([field, schema]) => [field, v.getDescription(schema)]))
}

/** Names the field of the line, or of the statement, in which the problem lies. */
function problemOf({ path }: v.BaseIssue<unknown>): string {
  const [field, statement, part] = path ?? []
  if (statement === undefined)
    return problem(`${field?.key}`, LINE_EXPECTATIONS.get(field?.key), field?.value)
  const name = `statements[${statement.key}]`
  if (part === undefined) return problem(name, 'a JSON object', statement.value)
  return problem(`${name}.${part.key}`, STATEMENT_EXPECTATIONS.get(part.key), part.value)
}

function problem(what: string, expected: string | undefined, value: unknown): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value)
  return `expected ${what} to be ${expected}, got ${json.length > 60 ? `${json.slice(0, 60)}…` : json}`
}

/** The text itself if it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return text
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))
}
