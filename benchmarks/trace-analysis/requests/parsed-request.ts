import type { ParsedStatement, ParseStatement } from '../sql/parsed-statement.ts'
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
   * Equal for equal values, whether they were bound or written into the text; null where they are not known.
   */
  parameterSet: string | null
  /** Its place in the request, from 0. */
  position: number
  /** Its place among those that are no asides, from 0; an aside has that of the next one. */
  ordinal: number
}

export function parseRequest(traced: TracedRequest, parse: ParseStatement): ParsedRequest {
  let ordinal = 0
  const executions = traced.statements
    .toSorted((a, b) => a.startMs - b.startMs)
    .map((statement, position) => {
      const parsed = parse(statement.text)
      const execution = {
        statement,
        parsed,
        parameterSet: parameterSetOf(statement, parsed),
        position,
        ordinal,
      }
      if (!isAside(execution)) ordinal += 1
      return execution
    })
  return { traced, executions }
}

/** Transaction control, settings and look-ups in the catalog, which may stand between any two statements. */
export function isAside({ parsed: { verb, effects } }: Pick<Execution, 'parsed'>): boolean {
  return verb === 'transaction' || verb === 'variableset' || verb === 'empty' || effects.readsCatalog
}

/** A value as text, by its position in the text of the statement; undefined where it is not known. */
export function valueText({ parsed, statement }: ExecutionValues, position: number): string | undefined {
  const value = boundValue({ parsed, statement }, position)
  return value === undefined ? undefined : textOfValue(value)
}

/** A value as it was bound, or its literal. */
export function boundValue({ parsed, statement }: ExecutionValues, position: number): unknown {
  const value = parsed.values[position]
  if (value === undefined || 'literal' in value) return value?.literal
  const { parameters } = statement
  if (parameters === undefined) return undefined
  if (isList(parameters)) return parameters[value.parameter - 1]
  return value.name === undefined ? Object.values(parameters)[value.parameter - 1] : parameters[value.name]
}

type ExecutionValues = Pick<Execution, 'parsed' | 'statement'>

/** The same text for the same value, whether it was a parameter, a literal or read from a row. */
export function textOfValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? null)
}

/** How many different parameter sets these are known to have. */
export function countParameterSets(executions: Execution[]): number {
  return new Set(executions.flatMap(({ parameterSet }) => parameterSet ?? [])).size
}

/** How many rows these are known to have returned or changed. */
export function countRows(executions: Execution[]): number {
  return executions.reduce((rows, { statement }) => rows + (statement.rowCount ?? 0), 0)
}

function parameterSetOf(statement: TracedStatement, parsed: ParsedStatement): string | null {
  const { parametersHash, parameters } = statement
  const binds = parsed.values.some((value) => 'parameter' in value)
  if (parameters === undefined && binds) {
    const literals = parsed.values.flatMap((value) => ('literal' in value ? [value.literal] : []))
    return parametersHash === '' ? null : JSON.stringify([parametersHash, ...literals])
  }
  const texts = parsed.values.map((_, position) => valueText({ parsed, statement }, position))
  return texts.includes(undefined) ? null : JSON.stringify(texts)
}

function isList(parameters: NonNullable<TracedStatement['parameters']>): parameters is readonly unknown[] {
  return Array.isArray(parameters)
}
