import type { Difficulty } from '../pages/scale-operations.ts'
import type { MeasuredOperation, ScaledDirectory, Verdict } from './scale-result.ts'

/** A page without a total is within its target below this, whatever it takes in a small directory. */
const FLOOR_MS = 20
const MAX_GROWTH = 2
const MAX_COUNTS: Record<Exclude<Difficulty, 'page'>, number> = { 'hard page': 2, total: 1.5 }

/** Compares operations in a large directory with the same in a small one, and with one count of all public doctors. */
export function verdictsOf(small: ScaledDirectory, large: ScaledDirectory): Verdict[] {
  return large.operations.map((operation) => {
    const { name, difficulty, statement } = operation
    const executionMs = statement?.executionMs ?? null
    const limit = limitOf(operation, { small, large })
    return {
      operation: name,
      difficulty,
      executionMs,
      ...limit,
      met: executionMs !== null && executionMs <= limit.limitMs,
    }
  })
}

function limitOf(
  { name, difficulty }: MeasuredOperation,
  { small, large }: { small: ScaledDirectory; large: ScaledDirectory },
): Pick<Verdict, 'limitMs' | 'limit'> {
  if (difficulty !== 'page') {
    const counts = MAX_COUNTS[difficulty]
    return { limitMs: counts * large.countMs, limit: `${counts} × count(*)` }
  }
  const inSmall = small.operations.find((operation) => operation.name === name)?.statement?.executionMs ?? 0
  return MAX_GROWTH * inSmall > FLOOR_MS
    ? { limitMs: MAX_GROWTH * inSmall, limit: `${MAX_GROWTH} × its time at ${small.doctors} doctors` }
    : { limitMs: FLOOR_MS, limit: `${FLOOR_MS} ms` }
}
