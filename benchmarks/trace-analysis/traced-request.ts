import type { TracedStatement, TraceLine } from './formats/trace-line.ts'
import type { ParsedStatement, ParseStatement, Value } from './sql/parsed-statement.ts'

/** One line of a trace, its statements in the order in which they were sent. */
export interface TracedRequest {
  line: TraceLine
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

export function tracedRequest(line: TraceLine, parse: ParseStatement): TracedRequest {
  const executions = line.statements
    .toSorted((a, b) => a.startMs - b.startMs)
    .map((statement, position) => {
      const parsed = parse(statement.text)
      return { statement, parsed, parameterSet: parameterSetOf(statement, parsed), position }
    })
  return { line, executions }
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

function parameterSetOf({ parametersHash, parameters }: TracedStatement, parsed: ParsedStatement) {
  const values = parsed.slots.flatMap((slot) => slot.values)
  const literals = values.flatMap((value) => ('literal' in value ? [value.literal] : []))
  const bound = parametersHash || JSON.stringify(parameters ?? '')
  const isUnknown = parametersHash === '' && parameters === undefined
  const mayBind = parsed.verb === 'unparsed' || literals.length < values.length
  return isUnknown && mayBind ? null : JSON.stringify([bound, ...literals])
}
