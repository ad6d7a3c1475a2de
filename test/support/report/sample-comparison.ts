import type { Comparison } from '../../../benchmarks/result.ts'

/** An invented comparison that found a difference. */
export const FASTER = {
  from: 'baseline',
  to: 'optimised',
  users: 10,
  operation: 'browse',
  metric: 'p50',
  rounds: 6,
  change: -0.17,
  low: -0.22,
  high: -0.12,
  pValue: 0.001,
  verdict: 'faster',
  detectable: 0.08,
} as const satisfies Comparison

/** The figures of a comparison with too few rounds. */
export const NOT_ESTIMATED = {
  rounds: 2,
  change: null,
  low: null,
  high: null,
  pValue: 1,
  verdict: 'cannot tell',
  detectable: null,
} as const satisfies Partial<Comparison>
