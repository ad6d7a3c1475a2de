import {
  ALL_OPERATIONS,
  type BenchmarkResult,
  type Estimate,
  type LoadValidity,
  type Settings,
} from '../../result.ts'
import { code, countOf, formatCount, formatDecimal, formatMs, listOf } from '../document/text.ts'

/** The operations that were put under load, in the order of the result. */
export function loadedOperations({ scenarios }: Pick<BenchmarkResult, 'scenarios'>): string[] {
  return [...new Set(scenarios.flatMap(({ load }) => load.map(({ operation }) => operation)))]
}

/** The numbers of users under which any scenario was loaded, ascending. */
export function loadedUsers({ scenarios }: Pick<BenchmarkResult, 'scenarios'>): number[] {
  const users = scenarios.flatMap(({ load }) => load.map((each) => each.users))
  return [...new Set(users)].toSorted((a, b) => a - b)
}

/** The rounds that there was time for: as many as were planned, or fewer. */
export function roundsMade({ scenarios }: Pick<BenchmarkResult, 'scenarios'>): number {
  return Math.max(0, ...scenarios.flatMap(({ validity }) => validity.map(({ rounds }) => rounds)))
}

/** The name of an operation under load, or of all operations, for use in a sentence. */
export function operationText(name: string): string {
  return isOneOperation(name) ? code(name) : 'all operations'
}

/** Whether a latency is that of a single operation, not of all of them. */
export function isOneOperation(name: string): boolean {
  return name !== ALL_OPERATIONS
}

/** Those of these loads that are not valid, by name; null where all are valid. */
export function invalidLoadsText(
  { scenarios, settings }: Pick<BenchmarkResult, 'scenarios' | 'settings'>,
  users: readonly number[],
): string | null {
  const invalid = scenarios.flatMap(({ name, validity }) =>
    validity.filter((each) => !each.isValid && users.includes(each.users)).map((each) => ({ name, ...each })),
  )
  if (invalid.length === 0) return null
  const byUsers = Map.groupBy(invalid, (each) => each.users)
  const loads = [...byUsers].map(
    ([count, same]) => `${listOf(same.map(({ name }) => code(name)))} ${formatLoad(count, settings)}`,
  )
  return loads.join('; ')
}

/** `valid 7 of 8 rounds, lag p99 4 ms median, 12 ms worst`. */
export function formatValidity({ rounds, validRounds, lagP99Ms }: LoadValidity): string {
  const { median, worst } = lagP99Ms
  return `valid ${formatCount(validRounds)} of ${countOf(rounds, 'round')}, lag p99 ${formatMs(median)}\u00a0ms median, ${formatMs(worst)}\u00a0ms worst`
}

/** Of several loads: `valid 2 to 3 of 4 rounds, lag p99 26 ms worst`. */
export function formatValidities(loads: readonly LoadValidity[]): string {
  const valid = loads.map(({ validRounds }) => validRounds)
  const [fewest, most] = [Math.min(...valid), Math.max(...valid)]
  const rounds = Math.max(...loads.map((load) => load.rounds))
  const worst = Math.max(...loads.map(({ lagP99Ms }) => lagP99Ms.worst))
  const counts = fewest === most ? formatCount(most) : `${formatCount(fewest)} to ${formatCount(most)}`
  return `valid ${counts} of ${countOf(rounds, 'round')}, lag p99 ${formatMs(worst)}\u00a0ms worst`
}

/** `at 10 users`, or the rate of the open model. */
export function formatLoad(users: number, settings: Settings): string {
  if (settings.ratePerSecond !== null)
    return `at ${formatDecimal(settings.ratePerSecond)} requests per second`
  return `at ${countOf(users, 'user')}`
}

/** `12.3 (11.9–12.8)`, or how many samples are missing. */
export function formatEstimate(estimate: Estimate, samples: number): string {
  if ('needed' in estimate) {
    return `needs ${formatCount(estimate.needed)} samples, has ${formatCount(samples)}`
  }
  const { value, low, high } = estimate
  return `${formatMs(value)} (${formatMs(low)}–${formatMs(high)})`
}
