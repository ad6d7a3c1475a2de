import { planVisits } from '../run/load/visits.ts'
import type { Contender } from '../targets/contenders/contender.ts'
import { MANY } from '../targets/contenders/operations.ts'
import type { ContenderCost, ContenderStart, FloorResult, FloorSettings } from './floor-result.ts'
import { residentMb } from './process-usage.ts'
import { type VisitContender, type VisitedContender, warmUpOf } from './visit-contender.ts'

/** What the article's stack receives of the requests of the others: it needs ten times as long for each. */
const ARTICLE_SHARE = 1 / 10

/** What the rounds of all contenders measure. */
export type ContenderRounds = Pick<FloorResult, 'costs' | 'throughput' | 'starts'>

/** Visits each contender once in every round, in a random order and with a new process. */
export async function visitInRounds(
  contenders: readonly Contender[],
  settings: FloorSettings,
  { visit, report }: { visit: VisitContender; report: (what: string) => void },
): Promise<ContenderRounds> {
  const measured: ContenderRounds = { costs: [], throughput: [], starts: [] }
  const visits = planVisits({
    ...{ rounds: settings.rounds, seed: settings.seed, users: [settings.connections] },
    scenarios: contenders.map(({ name }) => name),
  })
  for (const [index, { scenario, round }] of visits.entries()) {
    const contender = contenders.find(({ name }) => name === scenario)
    if (contender === undefined) continue
    report(`visit ${index + 1} of ${visits.length}: round ${round + 1}, ${contender.title}`)
    const startMs = performance.now()
    await visit(contender, (visited) => measureRound(visited, { contender, settings, startMs }, measured))
  }
  return measured
}

interface Round {
  contender: Contender
  settings: FloorSettings
  /** When the process was started. */
  startMs: number
}

async function measureRound(
  visited: VisitedContender,
  { contender, settings, startMs }: Round,
  { costs, throughput, starts }: ContenderRounds,
): Promise<void> {
  const { name, kind, operations } = contender
  const { connections, otherConnections, requests, warmUp } = settings
  const share = kind === 'article' ? ARTICLE_SHARE : 1
  const count = Math.ceil(requests * share)
  const warming = Math.ceil(warmUp * share)
  const compared = operations.filter((operation) => operation !== MANY)
  const [first = 'page'] = operations

  const addCost = async (of: Pick<ContenderCost, 'operation' | 'connections'>) => {
    const us = await visited.costUs(of.operation, { count, connections: of.connections })
    const isOf = (cost: ContenderCost) =>
      cost.contender === name && cost.operation === of.operation && cost.connections === of.connections
    entryOf(costs, isOf, { contender: name, ...of, roundsUs: [] }).roundsUs.push(us)
  }

  await visited.send(first, { count: 1, connections: 1 })
  const firstAnswerMs = performance.now() - startMs
  await visited.send(first, { count: warming, connections })
  for (const operation of compared) await addCost({ operation, connections })

  const answered = 1 + warming + compared.length * (count + warmUpOf(count))
  const isTheirs = ({ contender }: { contender: string }) => contender === name
  const noRound = { contender: name, firstAnswerMs: [], residentMb: [], operations: answered }
  const start = entryOf<ContenderStart>(starts, isTheirs, noRound)
  start.firstAnswerMs.push(firstAnswerMs)
  start.residentMb.push(await residentMb(visited.pid))

  if (operations.includes(MANY)) {
    const { roundsPerSecond } = entryOf(throughput, isTheirs, { contender: name, roundsPerSecond: [] })
    roundsPerSecond.push(await visited.throughput(requests))
  }
  const others = kind === 'own' && operations.includes('page') ? otherConnections : []
  for (const other of others) await addCost({ operation: 'page', connections: other })
}

/** The entry of which something is true; the first time, what is given. */
function entryOf<Entry>(entries: Entry[], isIt: (entry: Entry) => boolean, first: Entry): Entry {
  const known = entries.find(isIt)
  if (known === undefined) entries.push(first)
  return known ?? first
}
