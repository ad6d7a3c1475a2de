import type { Execution, ParsedRequest } from '../requests/parsed-request.ts'

/** Why the same statement ran again with the same values in one request. */
export type Repetition = 'retry' | 'reread' | 'repeat'

/**
 * For each execution that had been there before: what it is.
 *
 * - `retry`: the first failed, or a savepoint or a rollback lies between the two; or the first returned nothing and
 *   the second did, since a trace may not say what failed.
 * - `reread`: what it reads was written in between.
 * - `repeat`: neither, so the first result could be reused.
 */
export function repetitions({ executions }: ParsedRequest): Map<Execution, Repetition> {
  const found = new Map<Execution, Repetition>()
  const before = new Map<string, Execution>()
  for (const execution of executions) {
    const identity = identityOf(execution)
    if (identity === null) continue
    const earlier = before.get(identity)
    if (earlier !== undefined) found.set(execution, classify(earlier, execution, executions))
    before.set(identity, execution)
  }
  return found
}

/** Equal for the same statement with the same values; null where these are not known. */
export function identityOf({ parsed, parameterSet }: Execution): string | null {
  return parameterSet === null ? null : JSON.stringify([parsed.key, parameterSet])
}

function classify(earlier: Execution, later: Execution, executions: Execution[]): Repetition {
  const between = executions.slice(earlier.position + 1, later.position)
  const cameEmpty = earlier.statement.rowCount === 0 && later.statement.rowCount > 0
  if (hasFailed(earlier) || cameEmpty || between.some(({ parsed }) => parsed.startsOver)) return 'retry'
  const read = new Set(later.parsed.tables.map(({ table }) => table))
  const written = between
    .filter(({ parsed }) => parsed.key !== later.parsed.key)
    .flatMap(({ parsed }) => parsed.tables)
    .some(({ table, access }) => access === 'write' && read.has(table))
  return written ? 'reread' : 'repeat'
}

function hasFailed({ statement }: Execution): boolean {
  return statement.error != null
}
