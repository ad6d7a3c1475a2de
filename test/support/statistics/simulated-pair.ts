import type { MeasuredBlock, MeasuredPair } from '../../../benchmarks/run/head-to-head/judge-pairs.ts'
import type { AnsweredPair } from '../../../benchmarks/workload/send-pairs.ts'
import { createNormal, type DrawNormal } from './simulated-rounds.ts'

export interface SimulatedPair {
  /** True changes, such as -0.04. Those of single operations differ; this is their mean, as a logarithm. */
  serviceTime: number
  cpu: number
  blocks: number
  /** The share of requests that wait for a core which another process has. */
  neighbours: number
}

const ROUNDS = 30
/** How often an operation is in a round, what it takes in ms, and its part of the change: the mean part is 1. */
const OPERATIONS = [
  { name: 'browse', times: 6, ms: 1.2, part: 1.5 },
  { name: 'filter', times: 8, ms: 1, part: 1 },
  { name: 'hours', times: 4, ms: 1.4, part: 0.75 },
  { name: 'list', times: 2, ms: 0.4, part: 0 },
]

/**
 * A machine on which everything varies: requests by 15 %, processes by 1.5 %, the CPU time of a round by 7 %, and the pace
 * from block to block by 30 %. Neighbours delay requests by times with a heavy tail, of either side by chance. Now and
 * then the compiler makes a round cost twice as much.
 */
export function simulatePair(
  seed: number,
  { serviceTime, cpu, blocks, neighbours }: SimulatedPair,
): MeasuredPair {
  const draw = createNormal(seed)
  const isDrawn = (probability: number) => probability > 0 && uniform(draw) < probability
  const delayMs = () => (isDrawn(neighbours) ? 0.5 / Math.max(1e-4, uniform(draw)) ** 0.7 : 0)
  const block = (): MeasuredBlock => {
    const pace = Math.exp(0.3 * draw())
    const process = Math.exp(0.015 * draw())
    const pairs = Array.from({ length: ROUNDS }, () =>
      OPERATIONS.flatMap(({ name, times, ms, part }) =>
        Array.from({ length: times }, (): AnsweredPair => {
          const request = ms * pace * Math.exp(0.1 * draw())
          const change = process * (1 + serviceTime) ** part
          return {
            operation: name,
            from: request * Math.exp(0.15 * draw()) + delayMs(),
            to: request * change * Math.exp(0.15 * draw()) + delayMs(),
          }
        }),
      ),
    ).flat()
    const cpuMs = (change: number) =>
      Array.from({ length: ROUNDS }, () => pace * change * Math.exp(0.07 * draw()) * (isDrawn(0.04) ? 2 : 1))
    return {
      pairs,
      serverCpuMs: { from: cpuMs(1), to: cpuMs(process * (1 + cpu)) },
      databaseCpuMs: { reason: 'PostgreSQL runs elsewhere' },
    }
  }
  return { from: 'before', to: 'after', blocks: Array.from({ length: blocks }, block) }
}

/** By the distribution function of the logistic distribution that is close to the normal one. */
function uniform(draw: DrawNormal): number {
  return 1 / (1 + Math.exp(-1.702 * draw()))
}
