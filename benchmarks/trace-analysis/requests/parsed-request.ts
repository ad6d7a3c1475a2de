import type { ParsedStatement, ParseStatement, Value } from '../sql/parsed-statement.ts'
import type { TracedRequest, TracedStatement } from './traced-request.ts'

/** A traced request, its statements parsed and in the order in which they were sent. */
export interface ParsedRequest {
  traced: TracedRequest
  executions: Execution[]
}

/** One statement, as it was run in one request. */
export interface Execution {
  statement: TracedStatement
  parsed: ParsedStatement
  /**
   * Equal for equal values, whether they were bound or written into the text; null where neither the bound ones nor
   * their hash were traced.
   */
  parameterSet: string | null
  /** Its place in the request, from 0. */
  position: number
}

export function parseRequest(traced: TracedRequest, parse: ParseStatement): ParsedRequest {
  const executions = traced.statements
    .toSorted((a, b) => a.startMs - b.startMs)
    .map((statement, position) => {
      const parsed = parse(statement.text)
      return { statement, parsed, parameterSet: parameterSetOf(statement, parsed), position }
    })
  return { traced, executions }
}

/** A value as text; undefined where it was bound and the parameters were not traced. */
export function valueText(value: Value, { parameters }: TracedStatement): string | undefined {
  if ('literal' in value) return value.literal
  return parameters === undefined ? undefined : textOfValue(parameters[value.parameter - 1])
}

/** The same text for the same value, whether it was a parameter, a literal or read from a row. */
export function textOfValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? null)
}

/** How many different parameter sets these are known to have. */
export function countParameterSets(executions: Execution[]): number {
  return new Set(executions.flatMap(({ parameterSet }) => parameterSet ?? [])).size
}

export function countRows(executions: Execution[]): number {
  return executions.reduce((rows, { statement }) => rows + statement.rowCount, 0)
}

function parameterSetOf({ parametersHash, parameters }: TracedStatement, parsed: ParsedStatement) {
  const values = parsed.slots.flatMap((slot) => slot.values)
  const literals = values.flatMap((value) => ('literal' in value ? [value.literal] : []))
  const bound = parametersHash || JSON.stringify(parameters ?? '')
  const isUnknown = parametersHash === '' && parameters === undefined
  const mayBind = parsed.verb === 'unparsed' || literals.length < values.length
  return isUnknown && mayBind ? null : JSON.stringify([bound, ...literals])
}
