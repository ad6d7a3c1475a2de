import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, describe, it } from 'node:test'
import { planVisits, visitScenarios } from '../../../../benchmarks/run/load/visits.ts'
import type { ScenarioServers } from '../../../../benchmarks/run/servers/scenario-servers.ts'
import { SCENARIOS } from '../../../../benchmarks/targets/scenarios.ts'
import { listen } from '../../../support/system/listen.ts'

const scenarios = ['slow', 'quick', 'other']
const plan = planVisits({ scenarios, users: [1, 10], rounds: 6, seed: 3 })

describe('planVisits', () => {
  it('visits every scenario once per round and number of users', () => {
    assert.equal(plan.length, 3 * 2 * 6)
    const seen = plan.map(({ round, scenario, users }) => `${round} ${scenario} ${users}`)
    assert.equal(new Set(seen).size, seen.length)
    assert.deepEqual(
      plan.map(({ round }) => round),
      plan.map(({ round }) => round).toSorted((a, b) => a - b),
      'one round after the other',
    )
  })

  it('orders the scenarios at random in each round, so that none is always first', () => {
    const orders = Map.groupBy(plan, ({ round, users }) => `${round} ${users}`)
    const firsts = new Set([...orders.values()].map(([first]) => first?.scenario))
    assert.ok(firsts.size > 1)
  })

  it('gives all scenarios of a round the same seed, and each round another', () => {
    const seedsOf = (round: number) =>
      new Set(plan.filter((visit) => visit.round === round && visit.users === 1).map(({ seed }) => seed))
    assert.equal(seedsOf(0).size, 1)
    assert.notDeepEqual(seedsOf(0), seedsOf(1))
  })

  it('gives the same plan for the same seed, and another plan for another seed', () => {
    assert.deepEqual(planVisits({ scenarios, users: [1, 10], rounds: 6, seed: 3 }), plan)
    assert.notDeepEqual(planVisits({ scenarios, users: [1, 10], rounds: 6, seed: 4 }), plan)
  })
})

describe('visitScenarios', async () => {
  const server = createServer((_, response) => response.end('{"data":{}}'))
  const origin = `http://127.0.0.1:${await listen(server)}`
  after(() => server.close())

  const one = {
    pid: process.pid,
    url: `${origin}/graphql`,
    urlOf: (path: string) => `${origin}${path}`,
    stop: async () => {},
  }
  const servers: ScenarioServers = {
    all: [one],
    of: () => one,
    stop: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
  const progress = { step() {}, note() {}, advance() {}, end() {} }

  /** The rounds that were visited. */
  async function roundsWithin(limitMs: number): Promise<number[]> {
    const load = { users: [2], durationSeconds: 1.5, rounds: 3, ratePerSecond: null }
    const { visits } = await visitScenarios(
      { scenarios: SCENARIOS.slice(0, 1), seed: 1, load, limitMs },
      async () => servers,
      { progress, signal: new AbortController().signal },
    )
    return [...new Set(visits.map(({ visit: { round } }) => round))].sort()
  }

  it('makes all rounds where it may take any time', async () =>
    assert.deepEqual(await roundsWithin(Number.POSITIVE_INFINITY), [0, 1, 2]))

  it('makes the first round and no other where there is no time', async () =>
    assert.deepEqual(await roundsWithin(performance.now()), [0]))
})
