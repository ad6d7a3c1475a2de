import { ALL_OPERATIONS, type BenchmarkResult, type Estimate, type Settings } from '../../result.ts'
import { code, countOf, formatCount, formatDecimal, formatMs, listOf } from '../document/text.ts'

/** The operations that were put under load, in the order of the result. */
export function loadedOperations({ scenarios }: Pick<BenchmarkResult, 'scenarios'>): string[] {
  return [...new Set(scenarios.flatMap(({ load }) => load.map(({ operation }) => operation)))]
}

/** The name of an operation under load, or of all operations, for use in a sentence. */
export function operationText(name: string): string {
  return isOneOperation(name) ? code(name) : 'all operations'
}

/** Whether a latency is that of a single operation, not of all of them. */
export function isOneOperation(name: string): boolean {
  return name !== ALL_OPERATIONS
}

/** A sentence for each scenario that was under a load that is not valid. */
export function invalidLoadSentences({ scenarios, settings }: BenchmarkResult): string[] {
  return scenarios.flatMap(({ name, load }) => {
    const invalid = load.filter(({ valid }) => !valid)
    if (invalid.length === 0) return []
    const loads = new Set(invalid.map(({ users }) => formatLoad(users, settings)))
    const lagMs = Math.max(...invalid.map(({ generatorLagP99 }) => generatorLagP99))
    return [
      `The load on ${code(name)} ${listOf([...loads])} is not valid: the load generator lagged by up to ${formatMs(lagMs)}\u00a0ms (p99). Do not rely on its latencies or on comparisons with them.`,
    ]
  })
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
