import type {
  ArticleTable,
  BenchmarkResult,
  Comparison,
  HeadToHead,
  HeadToHeadMeasure,
} from '../../../benchmarks/result.ts'
import { FASTER, NOT_ESTIMATED } from './sample-comparison.ts'
import {
  LOADS,
  type SampleScenario,
  SCENARIOS,
  sampleDistribution,
  sampleScenario,
  UNPAGED,
} from './sample-scenario.ts'

/** An invented result of the size and shape of a real run; every call returns an equal, new object. */
export function sampleResult(): BenchmarkResult {
  return {
    version: 2,
    startedAt: '2026-03-14T09:26:53.000Z',
    durationSeconds: 1184,
    command: 'npm run bench -- --full --seed 7',
    checkout: { commit: '0123456789abcdef0123456789abcdef01234567', isDirty: false },
    machine: { cpu: 'Example CPU at 2.4 GHz', cores: 8, memoryBytes: 16 * 2 ** 30, platform: 'linux x64' },
    machineNoise: {
      schedulingLagMs: { p50: 0.06, p99: 0.4, max: 2.1 },
      stealShare: 0.001,
      busyShare: 0.04,
      processStartMs: 42,
      problems: [],
    },
    versions: { node: '24.21.0', postgresql: '18.4', prisma: '7.10.0', 'graphql-yoga': '5.24.1' },
    settings: {
      doctors: 15,
      seed: 7,
      headToHead: {
        ...{ pairsPerBlock: 1000, secondsPerPair: 120, maxSecondsPerPair: 180 },
        ...{ minBlocks: 6, wantedBlocks: 12, equivalenceMargin: 0.01 },
      },
      users: USERS,
      visitSeconds: 10,
      rounds: 6,
      ratePerSecond: null,
      aa: false,
      equivalenceMargin: 0.05,
      confidence: 0.95,
    },
    scenarios: SCENARIOS.map((scenario) => sampleScenario(scenario, USERS)),
    headToHead: SCENARIOS.slice(1).map((to, index) => headToHead(SCENARIOS[index] ?? to, to)),
    comparisons: SCENARIOS.slice(1).flatMap(comparisonsWithPrevious),
    article: ARTICLE,
  }
}

/** A run of `optimised` against itself with these comparisons. */
export function sampleAaResult(comparisons: Partial<Comparison>[]): BenchmarkResult {
  const { settings, scenarios, ...result } = sampleResult()
  const [from, to] = ['optimised (a)', 'optimised (b)']
  return {
    ...result,
    settings: { ...settings, aa: true },
    scenarios: [from, to].flatMap((name) => scenarios.slice(2, 3).map((scenario) => ({ ...scenario, name }))),
    headToHead: result.headToHead.slice(2).map((pair) => ({ ...pair, from, to })),
    comparisons: comparisons.map((each) => ({ ...FASTER, ...each, from, to })),
  }
}

const MEASURES: { measure: HeadToHeadMeasure; ms: number }[] = [
  { measure: 'service time', ms: 2.4 },
  { measure: 'server CPU', ms: 1.3 },
  { measure: 'database CPU', ms: 0.6 },
]

function headToHead(from: SampleScenario, to: SampleScenario): HeadToHead {
  const change = (to.slowness / from.slowness - 1) * 0.3
  const serviceTime = ({ slowness }: SampleScenario) => sampleDistribution(12_000, 2.4 * slowness)
  return {
    from: from.name,
    to: to.name,
    blocks: 12,
    pairs: 12_000,
    differences: MEASURES.map(({ measure, ms }) => ({
      measure,
      fromMs: ms * from.slowness,
      toMs: ms * from.slowness * (1 + change),
      blockLogRatios: Array.from({ length: 12 }, (_, block) => Math.log1p(change) + (block - 5.5) / 500),
      ...figures(change, 0.012),
    })),
    unavailable: [],
    serviceTimes: { from: serviceTime(from), to: serviceTime(to) },
    ratios: sampleDistribution(12_000, 1 + change),
  }
}

const ARTICLE: ArticleTable = {
  from: 'baseline',
  to: 'optimised',
  rows: [
    {
      figure: 'statements of a page',
      article: { before: 4, after: 3 },
      here: [
        { measuredBy: 'capture', users: null, before: 4, after: 3, change: -0.25, low: null, high: null },
      ],
    },
    {
      figure: 'p50',
      article: { before: 17, after: 14 },
      here: [
        {
          measuredBy: 'head to head',
          users: null,
          before: 2.9,
          after: 2.73,
          change: -0.06,
          low: -0.075,
          high: -0.045,
        },
        { measuredBy: 'load', users: 10, before: 8, after: 6.6, change: -0.17, low: -0.22, high: -0.12 },
      ],
    },
    { figure: 'p90', article: { before: 25, after: 18 }, here: [] },
    { figure: 'p95', article: { before: 150, after: 98 }, here: [] },
    { figure: 'p99', article: { before: 230, after: 170 }, here: [] },
  ],
}

const USERS = [1, 10, 50]
const SAMPLES_PER_USER_AND_ROUND = 5
/** A round with fewer samples is not used. */
const MIN_SAMPLES = { p50: 1, p95: 13 }

function comparisonsWithPrevious(to: SampleScenario, previousIndex: number): Comparison[] {
  const from = SCENARIOS[previousIndex] ?? to
  const metrics = [
    { metric: 'p50' as const, loads: LOADS },
    { metric: 'p95' as const, loads: LOADS.slice(0, 1) },
  ]
  return metrics.flatMap(({ metric, loads }) =>
    loads.flatMap(({ name, share }) =>
      USERS.map((users): Comparison => {
        const compared = { from: from.name, to: to.name, users, operation: name, metric, rounds: 6 }
        const samples = users * share * SAMPLES_PER_USER_AND_ROUND
        if (samples < MIN_SAMPLES[metric]) return { ...compared, ...NOT_ESTIMATED }
        const slower = to.indexes && name === UNPAGED && users === 50
        const paged = (to.slowness / from.slowness - 1) * (1.1 - share / 4)
        const change = slower ? 0.08 : name === UNPAGED ? 0.004 : paged
        return { ...compared, ...figures(change, 0.15 / Math.sqrt(samples)) }
      }),
    ),
  )
}

function figures(change: number, reach: number) {
  const [low, high] = [change - reach, change + reach]
  return {
    change,
    low,
    high,
    pValue: 0.05 ** Math.abs(change / reach),
    verdict: verdictOf(low, high),
    detectable: reach * 1.4,
  }
}

function verdictOf(low: number, high: number): Comparison['verdict'] {
  // Equivalence is tested on a narrower interval than the one shown.
  const inset = (high - low) / 8
  if (low + inset > -0.05 && high - inset < 0.05) return 'equivalent'
  if (high < 0) return 'faster'
  return low > 0 ? 'slower' : 'cannot tell'
}
