import type { TracedStatement } from '../../../benchmarks/trace-analysis/requests/traced-request.ts'
import type { RecordedTrace } from './corpus.ts'

/** What other recorders of the same programs would have left out or written differently. */
export const VARIATIONS: Record<string, (trace: RecordedTrace) => RecordedTrace> = {
  'without rows': (trace) => withStatements(trace, withoutRows),
  'without rows and their counts': (trace) =>
    withStatements(trace, (statement) => ({ ...withoutRows(statement), rowCount: null })),
  'without rows, counts and times': (trace) =>
    withoutTimes(
      withStatements(trace, (statement, index) => ({
        ...withoutRows(statement),
        rowCount: null,
        startMs: index,
        durationMs: 0,
      })),
    ),
  'with values in the texts': (trace) =>
    withStatements(trace, ({ parameters, ...statement }) => ({
      ...statement,
      parametersHash: '',
      text: inlined(statement.text, Array.isArray(parameters) ? parameters : []),
    })),
  'with hashes instead of values': (trace) =>
    withStatements(trace, ({ parameters, ...statement }) => ({
      ...withoutRows(statement),
      parametersHash: JSON.stringify(parameters),
    })),
  'without rows, with long values cut': (trace) =>
    withStatements(trace, ({ parameters, ...statement }) => ({
      ...withoutRows(statement),
      parametersHash: '',
      ...(Array.isArray(parameters) && { parameters: parameters.map(cut) }),
    })),
  'without rows and values': (trace) =>
    withStatements(trace, ({ parameters: _parameters, ...statement }) => ({
      ...withoutRows(statement),
      parametersHash: '',
    })),
}

function withoutTimes(trace: RecordedTrace): RecordedTrace {
  return { ...trace, requests: trace.requests.map((request) => ({ ...request, isTimed: false })) }
}

function withStatements(
  trace: RecordedTrace,
  change: (statement: TracedStatement, index: number) => TracedStatement,
): RecordedTrace {
  return {
    ...trace,
    requests: trace.requests.map((request) => ({ ...request, statements: request.statements.map(change) })),
  }
}

function withoutRows({ rows: _rows, ...statement }: TracedStatement): TracedStatement {
  return statement
}

/** What a logger does with values beyond some length; none is known then. */
function cut(value: unknown): unknown {
  return typeof value === 'number' || String(value).length <= 5 ? value : undefined
}

function inlined(text: string, parameters: readonly unknown[]): string {
  let next = 0
  return text.replace(/\$(\d+)|\?/g, (_, number?: string) =>
    literalOf(parameters[number === undefined ? next++ : Number(number) - 1]),
  )
}

function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `'{${value.join(',')}}'`
  return typeof value === 'number'
    ? String(value)
    : value == null
      ? 'null'
      : `'${String(value).replaceAll("'", "''")}'`
}
