import { listOf } from '../../report/document/text.ts'

/** Whether `--fail-on` lets a result pass. */
export interface Gate {
  /** What was found, in a few words each. */
  failures: string[]
  /** What could not be looked for, and why, a sentence each. */
  unjudged: string[]
  exitCode: 0 | 1 | 2
}

/** One of the words of `--fail-on`, and the scenarios in which it could not be looked for. */
export interface Unjudged {
  failure: string
  scenarios: string[]
  /** Whether there are others in which it could. */
  isAnyJudged: boolean
  reason: string
}

/**
 * Lets a result pass if nothing was found and enough could be looked for: each scenario that `--in` names, or else any. A
 * result that was not judged must not pass for a good one.
 */
export function decideGate(
  { failures, unjudged }: { failures: string[]; unjudged: readonly Unjudged[] },
  { isNamed }: { isNamed: boolean },
): Gate {
  const missing = unjudged.filter(({ scenarios, isAnyJudged }) => scenarios.length > 0 || !isAnyJudged)
  const isOpen = missing.some(({ isAnyJudged }) => isNamed || !isAnyJudged)
  return {
    failures,
    unjudged: missing.map(
      ({ failure, scenarios, reason }) =>
        `${failure} was not judged in ${listOf(scenarios) || 'any scenario'}: ${reason}`,
    ),
    exitCode: failures.length > 0 ? 2 : isOpen ? 1 : 0,
  }
}
