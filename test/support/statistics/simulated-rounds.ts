import type { Rounds } from '../../../benchmarks/statistics/paired-rounds.ts'
import { createRandom } from '../../../src/demo-data/random.ts'

/** Draws of a standard normal variable; the same for the same seed. */
export type DrawNormal = () => number

const FAR_APART = 2 ** 28

/**
 * By Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958).
 *
 * @param part which part of the stream, for simulations that share nothing: 0 to 15.
 */
export function createNormal(seed: number, part = 0): DrawNormal {
  // Streams of neighbouring seeds are the same one, a step apart.
  const random = createRandom(seed + part * FAR_APART)
  const drawUniform = () => (random.integer(1, 2 ** 32 - 1) - 0.5) / 2 ** 32
  return () => Math.sqrt(-2 * Math.log(drawUniform())) * Math.cos(2 * Math.PI * drawUniform())
}

/** Makes latencies in ms of a standard normal variable: rising, so that percentiles go where it takes them. */
export type Shape = (normal: number) => number

export const lognormal: Shape = (normal) => 20 * Math.exp(0.5 * normal)
/** One in a hundred is over 8 times the median, one in 10,000 over 500 times. */
export const heavyTailed: Shape = (normal) => 20 * Math.exp(0.3 * normal + 0.1 * normal ** 3)
/** A cache that misses one time in nine. */
export const twoModes: Shape = (normal) => (normal > 1.2 ? 100 : 20) * Math.exp(0.2 * normal)

export interface SimulatedRounds {
  rounds: number
  /** Of each round; on average where rounds differ in size. */
  samples: number
  uneven?: boolean
  /** The share of the variance that lies between rounds: 0 where rounds do not matter, 1 where nothing else does. */
  betweenRounds?: number
  /** Between one sample and the next of its round. */
  autocorrelation?: number
  shape: Shape
}

/** Rounds of latencies whose percentiles are those of `shape`. */
export function simulateRounds(draw: DrawNormal, simulated: SimulatedRounds): number[][] {
  const { rounds, samples, uneven = false, betweenRounds = 0, autocorrelation = 0, shape } = simulated
  return Array.from({ length: rounds }, () => {
    const level = Math.sqrt(betweenRounds) * draw()
    const length = uneven ? Math.max(1, Math.round(samples * (1 + draw() / 4))) : samples
    let within = draw()
    return Array.from({ length }, () => {
      within = autocorrelation * within + Math.sqrt(1 - autocorrelation ** 2) * draw()
      return shape(level + Math.sqrt(1 - betweenRounds) * within)
    })
  })
}

/** The same latencies with those of each round multiplied by its factor: what the machine did to that round. */
export function scaleRounds(rounds: Rounds, factors: readonly number[]): number[][] {
  return rounds.map((samples, round) => samples.map((sample) => sample * (factors[round] ?? 1)))
}
