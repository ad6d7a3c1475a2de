import type { ServerFigures } from '../../result.ts'
import type { LoadJob } from '../../workload/load/load-job.ts'
import { drawUniform } from '../../workload/load/plan-load.ts'
import { runLoad } from '../../workload/load/run-load.ts'
import { loadOperations } from '../../workload/operations.ts'
import type { LoadOptions, RunContext, RunOptions } from '../context/run-options.ts'
import type { ScenarioServers } from '../servers/scenario-servers.ts'
import { figuresBetween, figuresOf, type ScenarioFigures, sumFigures } from '../servers/server-figures.ts'
import { repeatSpoiledRounds, type Visit, type VisitLoad } from './visit-load.ts'

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
/** Of all new servers of a round at once, without a pause: their first answers are their slowest. */
const FIRST_WARM_UP = {
  users: 10,
  thinkTimeMs: [0, 0],
  ratePerSecond: null,
  warmUpMs: 0,
  durationMs: 1_500,
  seed: 0,
} as const

/** What the load phase measured. */
export interface LoadPhase {
  /** In the order in which they were made; those of repeated rounds come last. */
  visits: VisitLoad[]
  /** For each scenario, over the servers of all rounds. */
  figures: ReadonlyMap<string, ServerFigures>
}

/** The time for repeating spoiled rounds, as a share of the time that all rounds took. */
const MAX_REPEATED_SHARE = 0.25

/**
 * Makes all visits, one after the other: while one scenario is under load, the servers of the others are idle. Each round
 * has its own server processes, because a process keeps its own pace for as long as it runs: rounds on one process
 * would agree too well, and a scenario would be found to differ from itself.
 *
 * A round with a spoiled visit is repeated at the end, when what disturbed it may be over, while there is time. Rounds for
 * which there is no time left are not made, but for the first.
 *
 * @param options.limitMs when it has to end, on the clock of `performance.now()`; infinite where it may take any time.
 */
export async function visitScenarios(
  options: Pick<RunOptions, 'scenarios' | 'seed'> & { load: LoadOptions; limitMs: number },
  startServers: () => Promise<ScenarioServers>,
  { progress, signal }: Pick<RunContext, 'progress' | 'signal'>,
): Promise<LoadPhase> {
  const { users, rounds, ratePerSecond, durationSeconds } = options.load
  const scenarios = options.scenarios.map(({ name }) => name)
  const durationMs = (durationSeconds * 1000) / rounds
  const plan = planVisits({ scenarios, users, rounds, seed: options.seed })
  const visits: VisitLoad[] = []
  const figures: ScenarioFigures[] = []

  const visitRound = async (planned: readonly Visit[], title: string): Promise<VisitLoad[]> => {
    const advance = (what: string) =>
      progress.advance(Math.min(1, visits.length / plan.length), `${title}: ${what}`)
    advance('starting and warming up')
    await using servers = await startServers()
    await Promise.all(servers.all.map(({ url }) => runLoad({ ...jobOn(url), ...FIRST_WARM_UP }, { signal })))
    const before = await figuresOf(servers, scenarios)
    const made: VisitLoad[] = []
    for (const visit of planned) {
      const { scenario, users, seed } = visit
      advance(`${scenario}, ${ratePerSecond === null ? `${users} users` : `${users} requests/s`}`)
      const pace = { ...PACE, users, ratePerSecond, durationMs, seed }
      const load = await runLoad({ ...jobOn(servers.of(scenario).url), ...pace }, { signal })
      made.push({ visit, load, isReplaced: false })
    }
    figures.push(figuresBetween(before, await figuresOf(servers, scenarios)))
    return made
  }

  const startMs = performance.now()
  let roundMs = 0
  for (const [round, planned] of Map.groupBy(plan, (visit) => visit.round)) {
    if (round > 0 && performance.now() + roundMs > options.limitMs) break
    visits.push(...(await visitRound(planned, `round ${round + 1}`)))
    roundMs = (performance.now() - startMs) / (round + 1)
  }
  const groupMs = roundMs / users.length
  // Of a few rounds, a quarter is less than one.
  const repeatingMs = Math.max(1.5 * groupMs, MAX_REPEATED_SHARE * (performance.now() - startMs))
  const endMs = Math.min(options.limitMs, performance.now() + repeatingMs)
  await repeatSpoiledRounds(visits, {
    visitAgain: (planned, round) => visitRound(planned, `round ${round + 1} again`),
    hasTime: () => performance.now() + groupMs <= endMs,
  })
  return { visits, figures: sumFigures(figures) }
}

function jobOn(url: string): Pick<LoadJob, 'url' | 'operations' | 'requestTimeoutMs'> {
  return { url, operations: loadOperations(), requestTimeoutMs: REQUEST_TIMEOUT_MS }
}
