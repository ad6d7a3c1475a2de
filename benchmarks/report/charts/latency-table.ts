import type { BenchmarkResult } from '../../result.ts'
import { code } from '../document/inline-text.ts'
import { numbers, type Table, words } from '../document/table.ts'
import { formatCount, formatDecimal, formatEstimate, formatMs } from '../sections/figures.ts'
import { operationText } from '../sections/operation-text.ts'

/** The latencies of one operation in ms, and what they rest on. */
export function latencyTable({ scenarios, settings }: BenchmarkResult, operation: string): Table {
  const loads = scenarios.flatMap((scenario) =>
    scenario.load
      .filter((load) => load.operation === operation)
      .map((load) => ({ ...load, scenario: scenario.name })),
  )
  return {
    caption: `Latency of ${operationText(operation)} in ms, with ${formatDecimal(settings.confidence * 100)} % confidence intervals`,
    columns: [
      words('Scenario'),
      numbers(settings.ratePerSecond === null ? 'Users' : 'Requests per second'),
      numbers('p50, corrected'),
      numbers('p50, naive'),
      ...['p90', 'p95', 'p99', 'Longest', 'Samples', 'Errors', 'Generator lag, p99'].map(numbers),
    ],
    rows: loads
      .toSorted((a, b) => a.users - b.users)
      .map((load) => [
        code(load.scenario),
        formatDecimal(settings.ratePerSecond ?? load.users),
        formatEstimate(load.p50, load.samples),
        formatMs(load.naiveP50),
        formatEstimate(load.p90, load.samples),
        formatEstimate(load.p95, load.samples),
        formatEstimate(load.p99, load.samples),
        formatMs(load.max),
        formatCount(load.samples),
        formatCount(load.errors),
        load.valid ? formatMs(load.generatorLagP99) : `${formatMs(load.generatorLagP99)}, not valid`,
      ]),
  }
}
