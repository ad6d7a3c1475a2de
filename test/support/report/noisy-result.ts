import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { NOT_ESTIMATED } from './sample-comparison.ts'
import { sampleResult } from './sample-result.ts'

/** Wider than a phone, as those of large statements are. */
const DEEP_PLAN = Array.from({ length: 20 }, (_, depth) => `${' '.repeat(6 * depth)}->  Nested Loop`).join(
  '\n',
)

/**
 * The sample as a busy machine would give it, with long names and deep plans: a load that is not valid, intervals that
 * leave any scale, comparisons without an estimate, and hardly any samples.
 */
export function noisyResult(): BenchmarkResult {
  const result = sampleResult()
  result.machineNoise = {
    schedulingLagMs: { p50: 1.2, p99: 41.7, max: 388 },
    processStartMs: 160,
    stealShare: null,
    busyShare: 0.97,
    problems: ['a sleeping thread was woken 41.7 ms late (p99), 10 ms are the most'],
  }
  for (const [index, { validity, load }] of result.scenarios.entries()) {
    for (const each of validity.filter(({ users }) => users === 50 && index < 2)) {
      Object.assign(each, { validRounds: 2, isValid: false, lagP99Ms: { median: 35, worst: 1141.2 } })
      each.spoiled = [1, 2, 3, 5].map((round) => ({
        round,
        reason: `the load generator was late by ${round * 200} ms at percentile 99`,
        lagP99Ms: round * 200,
        isRepeated: round === 1,
      }))
    }
    for (const each of load.filter(({ operation }) => operation !== 'all')) {
      Object.assign(each, { samples: 3, p50: { needed: 6 }, p90: { needed: 36 }, p95: { needed: 72 } })
    }
  }
  for (const { plans } of result.scenarios) {
    for (const each of plans) each.plan = DEEP_PLAN
  }
  result.comparisons = result.comparisons
    .filter(({ operation }) => operation === 'all')
    .map((each) =>
      each.users === 50
        ? { ...each, ...NOT_ESTIMATED }
        : {
            ...each,
            ...{ change: 0.04, low: -0.93, high: 4033, pValue: 0.9, detectable: 40.34 },
            verdict: 'cannot tell',
          },
    )
  const [pair] = result.headToHead
  Object.assign(pair?.differences[0] ?? {}, {
    change: -0.004,
    low: -0.31,
    high: 0.42,
    verdict: 'cannot tell',
  })
  pair?.unavailable.push({ measure: 'database CPU', reason: 'PostgreSQL runs on another machine' })
  pair?.differences.pop()
  return JSON.parse(
    JSON.stringify(result)
      .replaceAll('"optimised-indexed"', '"optimised-with-every-index-of-the-migration"')
      .replaceAll('"specializations_of_doctor"', '"specializations_of_one_doctor_in_a_page_of_doctors"'),
  )
}
