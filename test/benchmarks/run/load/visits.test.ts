import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { planVisits } from '../../../../benchmarks/run/load/visits.ts'

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
