import type { TracedStatement } from '../requests/traced-request.ts'
import { isFields } from '../sql/syntax-tree.ts'
import type { TraceLine } from './trace-line.ts'

export interface ReadTrace {
  lines: TraceLine[]
  problems: TraceProblem[]
}

export interface TraceProblem {
  /** Counted from 1. */
  line: number
  /** Of the form "expected X, got Y". */
  message: string
}

/**
 * Reads the lines of a trace file. A malformed one is a problem and is left out; an empty one is nothing. Fields
 * that a trace line does not have are a program's own and are kept.
 */
export function readTrace(texts: Iterable<string>): ReadTrace {
  const lines: TraceLine[] = []
  const problems: TraceProblem[] = []
  let line = 0
  for (const text of texts) {
    line += 1
    if (text.trim() === '') continue
    const value = parseJson(text)
    if (isTraceLine(value, (message) => problems.push({ line, message }))) lines.push(value)
  }
  return { lines, problems }
}

interface Rule {
  expected: string
  accepts: (value: unknown) => boolean
}

const STRING: Rule = { expected: 'a string', accepts: (value) => typeof value === 'string' }
const TEXT: Rule = { expected: 'a string that is not empty', accepts: isText }
const TEXT_OR_NULL = orNull(TEXT)
const MILLISECONDS: Rule = {
  expected: 'a number of at least 0',
  accepts: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
}

const LINE: Record<keyof TraceLine, Rule> = {
  version: { expected: '1', accepts: (value) => value === 1 },
  operation: TEXT_OR_NULL,
  origin: {
    expected: '"operation" or "outside"',
    accepts: (value) => value === 'operation' || value === 'outside',
  },
  documentHash: TEXT_OR_NULL,
  requestId: TEXT_OR_NULL,
  startedAt: {
    expected: 'a time such as "2026-01-31T09:30:00.000Z"',
    accepts: (value) => isText(value) && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
  },
  durationMs: MILLISECONDS,
  statements: { expected: 'a list', accepts: Array.isArray },
}

const STATEMENT: Record<keyof TracedStatement, Rule> = {
  name: TEXT_OR_NULL,
  text: TEXT,
  parameters: orAbsent({ expected: 'a list', accepts: Array.isArray }),
  parametersHash: STRING,
  startMs: MILLISECONDS,
  durationMs: MILLISECONDS,
  rowCount: wholeFrom(0),
  path: TEXT_OR_NULL,
  loader: TEXT_OR_NULL,
  batchSize: orNull(wholeFrom(1)),
  rows: orAbsent({
    expected: 'a list of objects',
    accepts: (value) => Array.isArray(value) && value.every(isFields),
  }),
  error: orAbsent(orNull(STRING)),
}

/** Says why not, where it is none. */
function isTraceLine(value: unknown, report: (message: string) => void): value is TraceLine {
  const statements = isFields(value) && Array.isArray(value.statements) ? value.statements : []
  const problem =
    problemIn(value, LINE, { what: 'a trace line', prefix: '' }) ??
    statements
      .map((statement: unknown, index) =>
        problemIn(statement, STATEMENT, { what: `statements[${index}]`, prefix: `statements[${index}].` }),
      )
      .find((found) => found !== undefined)
  if (problem !== undefined) report(problem)
  return problem === undefined
}

function problemIn(
  value: unknown,
  rules: Record<string, Rule>,
  { what, prefix }: { what: string; prefix: string },
): string | undefined {
  if (!isFields(value)) return `expected ${what} to be a JSON object, got ${shown(JSON.stringify(value))}`
  for (const [field, { expected, accepts }] of Object.entries(rules)) {
    if (accepts(value[field])) continue
    return `expected ${prefix}${field} to be ${expected}, got ${shown(JSON.stringify(value[field]))}`
  }
  return undefined
}

function orNull({ expected, accepts }: Rule): Rule {
  return { expected: `${expected}, or null`, accepts: (value) => value === null || accepts(value) }
}

function orAbsent({ expected, accepts }: Rule): Rule {
  return { expected: `${expected}, or absent`, accepts: (value) => value === undefined || accepts(value) }
}

function wholeFrom(least: number): Rule {
  return {
    expected: `a whole number of at least ${least}`,
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= least,
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** The text itself, where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return text
  }
}

function shown(json: string | undefined): string {
  if (json === undefined) return 'nothing'
  return json.length > 60 ? `${json.slice(0, 60)}…` : json
}
