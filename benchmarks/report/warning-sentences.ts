import { MIN_ROUNDS } from '../result/min-rounds.ts'
import type { BenchmarkResult, LoadValidity, Settings } from '../result.ts'
import { code, countOf, formatCount, listOf } from './document/text.ts'
import { formatLoad, formatValidities, formatValidity, roundsMade } from './latency/loads.ts'

/** Why not to rely on parts of a result, and what to do about each; empty where there is no reason. */
export function warningSentences(result: BenchmarkResult): string[] {
  const { machineNoise, checkout, headToHead, settings } = result
  const measuresTime = settings.headToHead !== null || settings.users.length > 0
  return [
    ...(measuresTime && machineNoise.problems.length > 0
      ? [
          `The machine was too busy before the run: ${listOf(machineNoise.problems)}. Head to head allows for it, latencies under load less so: stop other programs, or run again later.`,
        ]
      : []),
    ...headToHead
      .filter(({ blocks }) => blocks < MIN_ROUNDS)
      .map(
        ({ from, to, blocks }) =>
          `There was time for ${countOf(blocks, 'block')} of ${code(from)} and ${code(to)} head to head, and a comparison takes ${MIN_ROUNDS}. Run with --head-to-head 120s, or on a machine that is less busy.`,
      ),
    ...loadWarnings(result),
    ...headToHead.flatMap(({ from, to, unavailable }) =>
      unavailable.map(
        ({ measure, reason }) =>
          `There is no ${measure} of ${code(from)} and ${code(to)}: ${reason}. Run it on Linux with the embedded PostgreSQL, or one on the same machine.`,
      ),
    ),
    ...(checkout?.isDirty
      ? [
          `Files differed from commit ${checkout.commit.slice(0, 10)}, so this result cannot be repeated from it: commit them, and run again.`,
        ]
      : []),
  ]
}

type NamedLoad = LoadValidity & { name: string }

/** One sentence for all loads that are not valid, one for those that lost rounds, and one for rounds that were not made. */
function loadWarnings({ scenarios, settings }: BenchmarkResult): string[] {
  const loads = scenarios.flatMap(({ name, validity }): NamedLoad[] =>
    validity.map((each) => ({ name, ...each })),
  )
  const made = roundsMade({ scenarios })
  const invalid = loads.filter(({ isValid }) => !isValid)
  const spoiled = loads.filter(({ isValid, spoiled }) => isValid && spoiled.some((each) => !each.isRepeated))
  return [
    ...(invalid.length === 0
      ? []
      : [
          `Too few rounds of load were valid, so latencies are not compared: ${describeLoads(invalid, settings)}. Run again with more --rounds, or on a machine that is less busy.`,
        ]),
    ...(spoiled.length === 0
      ? []
      : [
          `Spoiled rounds are left out: ${describeLoads(spoiled, settings)}. Run again on a machine that is less busy for narrower intervals.`,
        ]),
    ...(loads.length === 0 || settings.rounds >= MIN_ROUNDS
      ? []
      : [
          `The load had ${countOf(settings.rounds, 'round')}, and a comparison takes ${MIN_ROUNDS}: latencies are not compared, and their intervals are wide. Run again with --rounds ${MIN_ROUNDS} or more.`,
        ]),
    ...(loads.length === 0 || made >= settings.rounds
      ? []
      : [
          `There was time for ${formatCount(made)} of ${countOf(settings.rounds, 'round')} of load. Run without --quick, or on a machine that is less busy.`,
        ]),
  ]
}

/** More loads share one description for each number of users; the table of loads has the rest. */
const MAX_SINGLE_LOADS = 2

function describeLoads(loads: readonly NamedLoad[], settings: Settings): string {
  const place = (users: number, same: readonly NamedLoad[]) =>
    `${listOf(same.map(({ name }) => code(name)))} ${formatLoad(users, settings)}`
  if (loads.length <= MAX_SINGLE_LOADS) {
    return listOf(
      loads.map((load) => `${place(load.users, [load])} (${formatValidity(load)})${withoutRounds(load)}`),
    )
  }
  const groups = [...Map.groupBy(loads, ({ users }) => users)]
  return groups.map(([users, same]) => `${place(users, same)} (${formatValidities(same)})`).join('; ')
}

function withoutRounds({ isValid, spoiled }: LoadValidity): string {
  const rounds = spoiled.filter(({ isRepeated }) => !isRepeated).map(({ round }) => String(round))
  if (!isValid || rounds.length === 0) return ''
  return `, without ${rounds.length === 1 ? 'round' : 'rounds'} ${listOf(rounds)}`
}
