import type { TracedRequest, TracedStatement } from '../requests/traced-request.ts'
import type { TraceFormat } from './trace-format.ts'

/**
 * A line of a trace file: all that one operation did, as one JSON object. `src/observability` writes these lines;
 * so can any other program.
 */
export interface TraceLine extends TracedRequest {
  version: 1
}

/** The lines that this project's server writes. */
export const TRACE_LINES: TraceFormat = {
  name: 'trace lines',
  recognises: (sample) => sample.some((line) => /^\s*\{.*"statements"\s*:\s*[[n]/.test(line)),
  createReader: (sink) => ({
    line(text, number) {
      if (text.trim() === '') return
      const { line, problems } = parseTraceLine(text)
      for (const problem of problems) sink.problem(number, problem)
      if (line) sink.request(line)
    },
    end() {},
  }),
}

/** What one line of text holds, and what is wrong with it, of the form "expected X, got Y". */
export interface ParsedTraceLine {
  /** Undefined where nothing of the line can be used. */
  line: TraceLine | undefined
  problems: string[]
}

/**
 * Reads one line. Only its statements and their texts have to be there: what else is missing, or is not what it
 * should be, is not known. A statement without a text costs itself.
 */
export function parseTraceLine(text: string): ParsedTraceLine {
  const value = parseJson(text)
  if (!isObject(value)) return refused('a trace line', 'a JSON object', value)
  const { version = 1, origin = 'operation', statements, startedAt } = value
  if (version !== 1) return refused('version', '1', version)
  if (origin !== 'operation' && origin !== 'outside') {
    return refused('origin', '"operation" or "outside"', origin)
  }
  if (!Array.isArray(statements)) return refused('statements', 'a list', statements)
  const problems: string[] = []
  return {
    line: {
      version: 1,
      operation: textOrNull(value.operation),
      origin,
      documentHash: textOrNull(value.documentHash),
      requestId: textOrNull(value.requestId),
      startedAt: isTime(startedAt) ? startedAt : new Date(0).toISOString(),
      durationMs: amount(value.durationMs) ?? 0,
      statements: readStatements(statements, problems),
    },
    problems,
  }
}

function readStatements(statements: unknown[], problems: string[]): TracedStatement[] {
  let lastMs = 0
  return statements.flatMap((statement, index): TracedStatement[] => {
    const name = `statements[${index}]`
    if (!isObject(statement)) problems.push(problem(name, 'a JSON object', statement))
    else if (typeof statement.text !== 'string')
      problems.push(problem(`${name}.text`, 'a string', statement.text))
    else {
      // A statement whose time is not known is taken to follow the one before.
      lastMs = amount(statement.startMs) ?? lastMs
      return [readStatement(statement, statement.text, lastMs)]
    }
    return []
  })
}

function readStatement(statement: Record<string, unknown>, text: string, startMs: number): TracedStatement {
  const { parameters, parametersHash, rows, error } = statement
  const batchSize = amount(statement.batchSize) ?? 0
  return {
    name: textOrNull(statement.name),
    text,
    ...((Array.isArray(parameters) || isObject(parameters)) && { parameters }),
    parametersHash: typeof parametersHash === 'string' ? parametersHash : '',
    startMs,
    durationMs: amount(statement.durationMs) ?? 0,
    rowCount: amount(statement.rowCount),
    path: textOrNull(statement.path),
    loader: textOrNull(statement.loader),
    batchSize: batchSize >= 1 ? batchSize : null,
    ...(Array.isArray(rows) && { rows: rows.filter(isObject) }),
    ...((typeof error === 'string' || error === null) && { error }),
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** A finite number of at least 0; null for anything else. */
function amount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}

function refused(what: string, expected: string, value: unknown): ParsedTraceLine {
  return { line: undefined, problems: [problem(what, expected, value)] }
}

function problem(what: string, expected: string, value: unknown): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value)
  return `expected ${what} to be ${expected}, got ${json.length > 60 ? `${json.slice(0, 60)}…` : json}`
}

/** The text itself if it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
}
