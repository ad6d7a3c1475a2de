import type { BenchmarkResult } from '../../result.ts'
import { code } from '../document/inline-text.ts'
import { formatLoad, formatMs, listOf } from './figures.ts'

/** Where a load is not valid: a sentence for each scenario. */
export function invalidLoadSentences({ scenarios, settings }: BenchmarkResult): string[] {
  return scenarios.flatMap(({ name, load }) => {
    const invalid = load.filter(({ valid }) => !valid)
    if (invalid.length === 0) return []
    const loads = new Set(invalid.map(({ users }) => formatLoad(users, settings)))
    const lagMs = Math.max(...invalid.map(({ generatorLagP99 }) => generatorLagP99))
    return [
      `The load on ${code(name)} ${listOf([...loads])} is not valid, with a generator lag of up to ${formatMs(lagMs)}\u00a0ms (p99): its latencies, and what is concluded from them, cannot be relied on.`,
    ]
  })
}
