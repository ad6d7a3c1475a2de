import { oneOf, UsageError } from '../../../src/command.ts'
import { isEstimated } from '../../report/comparisons/estimated.ts'
import { formatLoad } from '../../report/latency/loads.ts'
import type { BenchmarkResult } from '../../result.ts'
import type { Unjudged } from './gate.ts'

/** What can fail a run. */
export const FAILURES = ['n-plus-one', 'count-pair', 'repeated', 'slower', 'invalid'] as const
export type Failure = (typeof FAILURES)[number]

/** Those that can be seen without measuring a time. */
export const STATEMENT_FAILURES: readonly Failure[] = ['n-plus-one', 'count-pair', 'repeated']

/** Reads the value of `--fail-on`. @throws UsageError with the list of words. */
export function readFailOn(text: string): Failure[] {
  const words = text.split(',').map((word) => word.trim())
  return words.filter(Boolean).map((word) => oneOf('--fail-on', word, FAILURES))
}

/** Reads the value of `--in`, comma-separated; undefined for all scenarios. @throws UsageError with the list of names. */
export function readIn(text: string | undefined, names: readonly string[]): string[] | undefined {
  const chosen = text?.split(',').map((name) => name.trim())
  const unknown = chosen?.find((name) => !names.includes(name))
  if (unknown === undefined) return chosen
  throw new UsageError(`expected --in to be some of ${names.join(', ')}, got "${unknown}"`)
}

/** What of these a run found in the scenarios, in a few words each; a scenario is slower than the one that it is compared with. */
export function failuresOf(
  { scenarios, headToHead, comparisons, settings }: BenchmarkResult,
  { failOn, meant }: { failOn: readonly Failure[]; meant: readonly string[] },
): string[] {
  const chosen = scenarios.filter(({ name }) => meant.includes(name))
  const found: Record<Failure, () => string[]> = {
    'n-plus-one': () => findingsOf('n-plus-one'),
    'count-pair': () => findingsOf('count-pair'),
    repeated: () => findingsOf('repeated'),
    slower: () => [
      ...headToHead
        .filter(({ to }) => meant.includes(to))
        .flatMap(({ from, to, differences }) =>
          differences
            .filter(({ verdict }) => verdict === 'slower')
            .map(({ measure }) => `${to} needs more ${measure} than ${from}`),
        ),
      ...comparisons
        .filter(({ to, verdict }) => verdict === 'slower' && meant.includes(to))
        .map(
          ({ from, to, users, metric }) =>
            `${to} is slower than ${from} ${formatLoad(users, settings)} (${metric})`,
        ),
    ],
    invalid: () => invalidLoads({ scenarios, settings }, meant),
  }
  const findingsOf = (kind: Failure) =>
    chosen.flatMap(({ name, operations }) => {
      const flagged = operations.filter(({ findings }) => findings.some((finding) => finding.kind === kind))
      return flagged.length === 0
        ? []
        : [`${kind} in ${name}: ${flagged.map((operation) => operation.name).join(', ')}`]
    })
  return [...new Set(failOn)].flatMap((failure) => found[failure]())
}

/** What a run could not look for: a scenario that was not compared with the one before is not judged `slower`. */
export function unjudgedIn(
  {
    scenarios: [first],
    headToHead,
    comparisons,
  }: Pick<BenchmarkResult, 'scenarios' | 'headToHead' | 'comparisons'>,
  { failOn, meant }: { failOn: readonly Failure[]; meant: readonly string[] },
): Unjudged[] {
  if (!failOn.includes('slower')) return []
  const judged = [
    ...headToHead.filter(({ differences }) => differences.some(isEstimated)),
    ...comparisons.filter(isEstimated),
  ].map(({ to }) => to)
  const later = meant.filter((name) => name !== first?.name)
  return [
    {
      failure: 'slower',
      scenarios: later.filter((name) => !judged.includes(name)),
      isAnyJudged: later.some((name) => judged.includes(name)),
      reason: 'no comparison with the scenario before could be made',
    },
  ]
}

export function invalidLoads(
  { scenarios, settings }: Pick<BenchmarkResult, 'scenarios' | 'settings'>,
  meant: readonly string[],
): string[] {
  return scenarios
    .filter(({ name }) => meant.includes(name))
    .flatMap(({ name, validity }) =>
      validity.flatMap(({ users, isValid }) =>
        isValid ? [] : [`the load on ${name} ${formatLoad(users, settings)} is not valid`],
      ),
    )
}
