import type { BenchmarkResult, LoadValidity } from '../result.ts'
import { code, listOf } from './document/text.ts'
import { formatLoad, formatValidity } from './latency/loads.ts'

/** Why not to rely on parts of a result, and what to do about each; empty where there is no reason. */
export function warningSentences(result: BenchmarkResult): string[] {
  const { machineNoise, checkout, headToHead, settings } = result
  const measuresTime = settings.headToHead !== null || settings.users.length > 0
  return [
    ...(measuresTime ? machineNoise.problems : []).map(
      (problem) =>
        `The machine was too busy before the run: ${problem}. Head to head allows for it, latencies under load less so: stop other programs, or run again later.`,
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

/** One sentence for all loads that are not valid, and one for those that lost rounds. */
function loadWarnings({ scenarios, settings }: BenchmarkResult): string[] {
  const loads = scenarios.flatMap(({ name, validity }) => validity.map((each) => ({ name, ...each })))
  const describe = (load: LoadValidity & { name: string }) =>
    `${code(load.name)} ${formatLoad(load.users, settings)} (${formatValidity(load)})`
  const invalid = loads.filter(({ isValid }) => !isValid)
  const spoiled = loads.filter(({ isValid, spoiled }) => isValid && spoiled.some((each) => !each.isRepeated))
  return [
    ...(invalid.length === 0
      ? []
      : [
          `Too few rounds of load were valid, so latencies are not compared: ${listOf(invalid.map(describe))}. Run again with more --rounds, or on a machine that is less busy.`,
        ]),
    ...(spoiled.length === 0
      ? []
      : [
          `Spoiled rounds are left out: ${listOf(spoiled.map((load) => `${describe(load)}, ${roundsOf(load)}`))}. Run again on a machine that is less busy for narrower intervals.`,
        ]),
  ]
}

function roundsOf({ spoiled }: LoadValidity): string {
  const rounds = spoiled.filter(({ isRepeated }) => !isRepeated).map(({ round }) => String(round))
  return `without ${rounds.length === 1 ? 'round' : 'rounds'} ${listOf(rounds)}`
}
