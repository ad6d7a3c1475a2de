import type { LoadSamples } from '../../workload/load/load-samples.ts'

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
  /** Whether its round was repeated, and the repetition is used instead. */
  isReplaced: boolean
}

interface Repetition {
  /** Makes the visits of a round once more. */
  visitAgain(planned: readonly Visit[], round: number): Promise<VisitLoad[]>
  /** Whether there is time for another round. */
  hasTime(): boolean
}

/**
 * Repeats rounds in which visits are spoiled, at one number of users each, while there is time. The repetition replaces the round where it has more valid visits, otherwise it is not used. Either is kept among
 * the visits, which this adds to.
 */
export async function repeatSpoiledRounds(
  visits: VisitLoad[],
  { visitAgain, hasTime }: Repetition,
): Promise<void> {
  const groups = Map.groupBy(visits, ({ visit: { round, users } }) => `${round} ${users}`)
  const spoiled = [...groups.values()].filter((group) => countValid(group) < group.length)
  for (const group of spoiled) {
    const [first] = group
    if (first === undefined || !hasTime()) return
    const planned = group.map(({ visit }) => visit)
    const repeated = await visitAgain(planned, first.visit.round)
    const unused = countValid(repeated) > countValid(group) ? group : repeated
    for (const each of unused) each.isReplaced = true
    visits.push(...repeated)
  }
}

function countValid(visits: readonly VisitLoad[]): number {
  return visits.filter(({ load }) => load.valid).length
}
