import { type Execution, isAside } from '../../../requests/parsed-request.ts'
import { WRITE_VERBS } from '../../../sql/parsed-statement.ts'
import { spreadOf } from '../../statement-group.ts'

/** All statements of a request, among which those of a group stand. */
export interface Surroundings {
  all: Execution[]
  /** How many before each position have a key that no other has. */
  singles: Int32Array
}

export function createSurroundings(all: Execution[]): Surroundings {
  const counts = new Map<string, number>()
  for (const { parsed } of all) counts.set(parsed.key, (counts.get(parsed.key) ?? 0) + 1)
  const singles = new Int32Array(all.length + 1)
  all.forEach((execution, index) => {
    const isSingle = counts.get(execution.parsed.key) === 1 && !isAside(execution)
    singles[index + 1] = (singles[index] ?? 0) + (isSingle ? 1 : 0)
  })
  return { all, singles }
}

/**
 * Whether what stands between the statements recurs, as in the body of a loop. In a long function it differs: most of it
 * is there once.
 */
export function recursBetween(executions: Execution[], { singles }: Surroundings): boolean {
  const [first] = executions
  const last = executions.at(-1)
  if (first === undefined || last === undefined) return false
  const between = spreadOf(executions) - executions.length
  const once = (singles[last.position] ?? 0) - (singles[first.position] ?? 0)
  return between <= 1 || once * 2 <= between
}

/** Whether all that stands between the statements recurs: the body of a loop, however long. */
export function areAllOfBody(executions: Execution[], { singles }: Surroundings): boolean {
  const [first, last] = [executions[0]?.position ?? 0, executions.at(-1)?.position ?? 0]
  return singles[last] === singles[first]
}

/** Fewer reads that alternate with writes may be there by chance. */
const MIN_ALTERNATING = 3

/** Whether each of these reads comes right before a write of one and the same pattern: "is it there? then add it". */
export function precedeWrites(executions: Execution[], { all }: Surroundings): boolean {
  if (executions.length < MIN_ALTERNATING) return false
  const keys = new Set(
    executions.map(({ position }) => {
      const next = all.slice(position + 1, position + 4).find((each) => !isAside(each))
      const isWrite = next && (WRITE_VERBS.has(next.parsed.verb) || next.parsed.effects.mayWrite)
      return isWrite ? next.parsed.key : ''
    }),
  )
  return keys.size === 1 && !keys.has('')
}

/** The last statement before a position that is no aside. */
export function lastBefore(position: number, { all }: Surroundings): Execution | undefined {
  for (let at = position - 1; at >= 0; at -= 1) {
    const execution = all[at]
    if (execution && !isAside(execution)) return execution
  }
  return undefined
}
