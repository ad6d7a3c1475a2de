/** A message of PostgreSQL's log, in whichever form it was written. */
export interface PostgresEntry {
  timeMs: number | null
  /** The session, by its identifier or process. */
  session: string
  application: string | null
  severity: string
  message: string
  /** Parameters of a statement, among other things. */
  detail: string | null
  /** The statement that caused an error. */
  statement: string | null
}

/** A statement, or the time that the last one took, as a message says it. */
export interface PostgresStatement {
  text: string | null
  durationMs: number | null
  parameters: (string | null | undefined)[] | undefined
  rowCount: number | null
  /** Whether it repeats what an earlier message of the session says, with more to it. */
  isPlan: boolean
}

/** What a message of severity LOG says about a statement; undefined where it says nothing. */
export function readStatementMessage({ message, detail }: PostgresEntry): PostgresStatement | undefined {
  const [all = '', ms] = /^duration: (\d+(?:\.\d+)?) ms\s*/.exec(message) ?? []
  const rest = message.slice(all.length)
  const durationMs = ms === undefined ? null : Number(ms)
  const none = { durationMs, parameters: undefined, rowCount: null, isPlan: false }
  if (ms !== undefined && rest === '') return { ...none, text: null }
  if (rest.startsWith('plan:')) return planStatement(rest, durationMs)
  const [head, fetch] = /^(?:statement|execute(?: (fetch) from)? [^:]*?): /.exec(rest) ?? []
  if (head === undefined || fetch !== undefined) return undefined
  const parameters = parametersIn(detail ?? '')
  return { ...none, text: rest.slice(head.length), parameters: parameters ?? [] }
}

/** auto_explain: the text of the query, and how many rows the plan's first node returned. */
function planStatement(plan: string, durationMs: number | null): PostgresStatement | undefined {
  const json = jsonPlan(plan)
  if (json !== undefined) return { ...json, durationMs, isPlan: true }
  const text = queryTextOf(plan)
  if (text === undefined) return undefined
  const [, rows] = /\(actual (?:time=[\d.]+ ?\.\.[\d.]+ )?rows=(\d+)/.exec(plan) ?? []
  const [, given] = /\nQuery Parameters: ([^\n]*)/.exec(plan) ?? []
  return {
    text,
    durationMs,
    parameters: given === undefined ? undefined : parametersIn(`parameters: ${given}`),
    rowCount: rows === undefined ? null : Number(rows),
    isPlan: true,
  }
}

/** The text goes on until the parameters or the first node of the plan. */
function queryTextOf(plan: string): string | undefined {
  const start = plan.indexOf('Query Text: ')
  if (start === -1) return undefined
  const lines = plan.slice(start + 'Query Text: '.length).split('\n')
  const end = lines.findIndex((line) => /^Query (Parameters|Identifier): |\((?:cost|actual)[ =]/.test(line))
  return lines.slice(0, end === -1 ? lines.length : end).join('\n')
}

function jsonPlan(plan: string): Pick<PostgresStatement, 'text' | 'parameters' | 'rowCount'> | undefined {
  const start = plan.indexOf('{')
  if (!/^plan:\s*\{/.test(plan) || start === -1) return undefined
  try {
    const { 'Query Text': text, Plan: node }: Record<string, unknown> = JSON.parse(plan.slice(start))
    const rows =
      typeof node === 'object' && node !== null && 'Actual Rows' in node ? node['Actual Rows'] : null
    if (typeof text !== 'string') return undefined
    return { text, parameters: undefined, rowCount: typeof rows === 'number' ? rows : null }
  } catch {
    return undefined
  }
}

/**
 * `Parameters: $1 = '5', $2 = NULL`, in the order of their numbers. A value that the server cut, as it does beyond
 * `log_parameter_max_length`, is not known.
 */
export function parametersIn(detail: string): (string | null | undefined)[] | undefined {
  const [, list] = /^\s*parameters: ([\s\S]*)$/i.exec(detail) ?? []
  if (list === undefined) return undefined
  const values: (string | null | undefined)[] = []
  for (const [, number, quoted] of list.matchAll(/\$(\d+) = (?:NULL|'((?:[^']|'')*)')/g)) {
    values[Number(number) - 1] =
      quoted === undefined ? null : quoted.endsWith('...') ? undefined : quoted.replaceAll("''", "'")
  }
  return values
}
