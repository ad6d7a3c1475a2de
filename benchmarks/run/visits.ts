import type { LoadJob } from '../workload/load/load-job.ts'
import type { LoadSamples } from '../workload/load/load-samples.ts'
import { drawUniform } from '../workload/load/plan-load.ts'
import { runLoad } from '../workload/load/run-load.ts'
import { loadOperations } from '../workload/operations.ts'
import type { RunContext, RunOptions } from './run-options.ts'
import type { ScenarioServers } from './scenario-servers.ts'

/** One visit of a scenario: some seconds of load. */
export interface Visit<Name extends string = string> {
  round: number
  scenario: Name
  users: number
  /** Of the load: the same for all scenarios of a round, so that they receive the same requests at the same times. */
  seed: number
}

/** The load of one visit. */
export interface VisitLoad {
  visit: Visit
  load: LoadSamples
}

interface VisitPlan<Name extends string> {
  scenarios: readonly Name[]
  users: readonly number[]
  rounds: number
  seed: number
}

/**
 * Rounds in which every scenario is visited once at each number of users, in a random order for each. Whatever slows the
 * machine for a while then slows all scenarios alike, and none is always first.
 */
export function planVisits<Name extends string>(planned: VisitPlan<Name>): Visit<Name>[] {
  const { scenarios, users, rounds, seed } = planned
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) =>
    users.flatMap((count) => {
      const place = (scenario: string) => drawUniform(seed, 'visit', round, count, scenario)
      const order = scenarios.toSorted((a, b) => place(a) - place(b))
      const loadSeed = Math.floor(drawUniform(seed, 'load', round, count) * 2 ** 31)
      return order.map((scenario) => ({ round, scenario, users: count, seed: loadSeed }))
    }),
  )
}

const REQUEST_TIMEOUT_MS = 10_000
const PACE = { thinkTimeMs: [1000, 3000], warmUpMs: 300 } as const
/** Of a new server, without a pause: its first answers are its slowest. */
const FIRST_WARM_UP = {
  users: 10,
  thinkTimeMs: [0, 0],
  ratePerSecond: null,
  warmUpMs: 0,
  durationMs: 1_000,
  seed: 0,
} as const

/**
 * Makes all visits, one after the other: while one scenario is under load, the servers of the others are idle. Each round
 * has its own server processes, because a process keeps its own pace for as long as it lives: rounds on one process
 * would agree too well, and a scenario would be found to differ from itself.
 *
 * @returns the servers of the last round too, which still run.
 */
export async function visitScenarios(
  options: RunOptions,
  startServers: () => Promise<ScenarioServers>,
  { progress, signal }: RunContext,
): Promise<{ visits: VisitLoad[]; servers: ScenarioServers }> {
  const { users, rounds, seed, ratePerSecond, durationSeconds } = options
  const scenarios = options.scenarios.map(({ name }) => name)
  const durationMs = (durationSeconds * 1000) / rounds
  const plan = planVisits({ scenarios, users, rounds, seed })
  const visits: VisitLoad[] = []
  let servers: ScenarioServers | undefined
  for (const [round, planned] of Map.groupBy(plan, (visit) => visit.round)) {
    const advance = (what: string) =>
      progress.advance(visits.length / plan.length, `round ${round + 1}: ${what}`)
    advance('starting and warming up')
    await servers?.stop()
    servers = await startServers()
    for (const { url } of servers.all) {
      await runLoad({ ...jobOn(url), ...FIRST_WARM_UP }, { signal })
    }
    for (const visit of planned) {
      const { scenario, users, seed } = visit
      advance(`${scenario}, ${ratePerSecond === null ? `${users} users` : `${users} requests/s`}`)
      const pace = { ...PACE, users, ratePerSecond, durationMs, seed }
      const load = await runLoad({ ...jobOn(servers.of(scenario).url), ...pace }, { signal })
      visits.push({ visit, load })
    }
  }
  if (servers === undefined) throw new RangeError(`expected at least one round, got ${rounds}`)
  return { visits, servers }
}

function jobOn(url: string): Pick<LoadJob, 'url' | 'operations' | 'requestTimeoutMs'> {
  return { url, operations: loadOperations(), requestTimeoutMs: REQUEST_TIMEOUT_MS }
}
