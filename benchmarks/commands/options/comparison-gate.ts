import type { ResultComparison } from '../../compare/compare-results.ts'
import type { TimeComparison } from '../../compare/compare-times.ts'
import { listOf } from '../../report/document/text.ts'
import type { BenchmarkResult } from '../../result.ts'
import { type Failure, invalidLoads } from './fail-on.ts'
import type { Unjudged } from './gate.ts'

/** What the newer run has and the older had not, in a few words each, and what could not be judged. */
export function judgeComparison(
  comparison: ResultComparison,
  newer: BenchmarkResult,
  { failOn, meant }: { failOn: readonly Failure[]; meant: readonly string[] },
): { failures: string[]; unjudged: Unjudged[] } {
  const words = [...new Set(failOn)]
  return {
    failures: words.flatMap((failure) => failuresOf(failure, comparison, newer, meant)),
    unjudged: words.flatMap((failure) => unjudgedOf(failure, comparison, meant)),
  }
}

function failuresOf(
  failure: Failure,
  { findings, times }: ResultComparison,
  newer: BenchmarkResult,
  meant: readonly string[],
): string[] {
  if (failure === 'invalid') return invalidLoads(newer, meant)
  if (failure === 'slower') {
    return changesOf(times)
      .filter(({ scenario, verdict }) => verdict === 'slower' && meant.includes(scenario))
      .map(({ scenario, what }) => `${scenario} became slower in ${what}`)
  }
  return findings.came
    .filter(({ kind, scenario }) => kind === failure && meant.includes(scenario))
    .map(({ kind, scenario, operation }) => `${kind} came to ${operation} in ${scenario}`)
}

/** A load of the newer run is valid or not whatever the older run had. */
function unjudgedOf(
  failure: Failure,
  { scenarios, times }: ResultComparison,
  meant: readonly string[],
): Unjudged[] {
  if (failure === 'invalid') return []
  const isJudged =
    failure === 'slower'
      ? (scenario: string) => changesOf(times).some((change) => change.scenario === scenario)
      : (scenario: string) => !scenarios.came.includes(scenario)
  return [
    {
      failure,
      scenarios: meant.filter((scenario) => !isJudged(scenario)),
      isAnyJudged: meant.some(isJudged),
      reason: failure === 'slower' ? whyNotCompared(times) : 'only the newer run has it',
    },
  ]
}

function changesOf(times: TimeComparison) {
  return times.kind === 'compared' ? times.changes : []
}

function whyNotCompared(times: TimeComparison): string {
  return times.kind === 'not comparable'
    ? `the runs differ in ${listOf(times.reasons)}`
    : 'both runs have no time of it to compare'
}
