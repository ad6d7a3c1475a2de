import { drawUniform } from '../workload/load/plan-load.ts'

/** One visit of a scenario: some seconds of load. */
export interface Visit {
  round: number
  scenario: string
  users: number
  /** Of the load: the same for all scenarios of a round, so that they are asked the same at the same moments. */
  seed: number
}

interface VisitPlan {
  scenarios: readonly string[]
  users: readonly number[]
  rounds: number
  seed: number
}

/**
 * Rounds in which every scenario is visited once at each number of users, in an order drawn anew for each. What slows
 * the machine for a while then slows all scenarios alike, and none is always the first.
 */
export function planVisits({ scenarios, users, rounds, seed }: VisitPlan): Visit[] {
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) =>
    users.flatMap((count) => {
      const place = (scenario: string) => drawUniform(seed, 'visit', round, count, scenario)
      const order = scenarios.toSorted((a, b) => place(a) - place(b))
      const loadSeed = Math.floor(drawUniform(seed, 'load', round, count) * 2 ** 31)
      return order.map((scenario) => ({ round, scenario, users: count, seed: loadSeed }))
    }),
  )
}
