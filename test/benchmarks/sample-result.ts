import type { BenchmarkResult, Comparison } from '../../benchmarks/result.ts'
import { OPERATIONS, type SampleScenario, SCENARIOS, sampleScenario, UNPAGED } from './sample-scenario.ts'

/** An invented result of the size and shape that a real run gives; every call makes the same one anew. */
export function sampleResult(): BenchmarkResult {
  return {
    version: 1,
    startedAt: '2026-03-14T09:26:53.000Z',
    durationSeconds: 1184,
    command: 'npm run bench -- --full --seed 7',
    machine: { cpu: 'Example CPU at 2.4 GHz', cores: 8, memoryBytes: 16 * 2 ** 30, platform: 'linux x64' },
    versions: { node: '24.21.0', postgresql: '18.4', prisma: '7.10.0', 'graphql-yoga': '5.24.1' },
    settings: {
      doctors: 15,
      seed: 7,
      users: USERS,
      visitSeconds: 10,
      rounds: 6,
      ratePerSecond: null,
      aa: false,
      equivalenceMargin: 0.05,
      confidence: 0.95,
    },
    scenarios: SCENARIOS.map((scenario) => sampleScenario(scenario, USERS)),
    comparisons: SCENARIOS.slice(1).flatMap(comparisonsWithPrevious),
    detectors: [
      { detector: 'evidence (this benchmark)', traces: 46, precision: 1, recall: 1 },
      {
        detector: 'any SELECT pattern ten times or more (the article)',
        traces: 46,
        precision: 0.56,
        recall: 0.7,
      },
    ],
    warnings: [],
  }
}

const USERS = [1, 10, 50]

function comparisonsWithPrevious(to: SampleScenario, previousIndex: number): Comparison[] {
  const from = SCENARIOS[previousIndex] ?? to
  return OPERATIONS.flatMap(({ name, share }) =>
    USERS.map((users): Comparison => {
      const slower = to.indexes && name === UNPAGED && users === 50
      const paged = (to.slowness / from.slowness - 1) * (1.1 - share)
      const change = slower ? 0.08 : name === UNPAGED ? 0.004 : paged
      const width = 0.07 / Math.sqrt(users * share)
      const [low, high] = [change - width, change + width]
      return {
        from: from.name,
        to: to.name,
        users,
        operation: name,
        metric: 'p50',
        change,
        low,
        high,
        pValue: Math.min(1, Math.exp(-4 * Math.abs(change / width))),
        verdict: verdictOf(low, high),
        detectable: width * 1.4,
      }
    }),
  )
}

function verdictOf(low: number, high: number): Comparison['verdict'] {
  if (low > -0.05 && high < 0.05) return 'equivalent'
  if (high < 0) return 'faster'
  return low > 0 ? 'slower' : 'cannot tell'
}
