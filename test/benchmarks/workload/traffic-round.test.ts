import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadOperations } from '../../../benchmarks/workload/operations.ts'
import { planTrafficRound, type TrafficRequest } from '../../../benchmarks/workload/traffic-round.ts'

const operations = loadOperations()

describe('planTrafficRound', () => {
  const rounds = Array.from({ length: 12 }, (_, round) => planTrafficRound({ operations, seed: 1 }, round))

  it('has each operation as often as its weight says, in every round', () => {
    const weights = operations.reduce((sum, { weight }) => sum + weight, 0)
    for (const round of rounds) {
      for (const { name, weight } of operations) {
        const share = round.filter(({ operation }) => operation === name).length / round.length
        assert.equal(share, weight / weights)
      }
    }
  })

  it('sends the bodies of an operation equally often', () => {
    for (const { name, bodies } of operations) {
      const sent = rounds.flat().filter(({ operation }) => operation === name)
      const times = bodies.map((body) => sent.filter((request) => request.body === body).length)
      assert.ok(Math.max(...times) - Math.min(...times) <= 1, `${name}: ${times}`)
    }
  })

  it('is in another order each time, and in the same for the same seed', () => {
    const orderOf = (round: readonly TrafficRequest[]) => round.map(({ operation }) => operation).join()
    assert.equal(new Set(rounds.map(orderOf)).size, rounds.length)
    assert.deepEqual(planTrafficRound({ operations, seed: 1 }, 3), rounds[3])
    assert.notDeepEqual(planTrafficRound({ operations, seed: 2 }, 3), rounds[3])
  })

  it('has whole requests only', () => {
    const fractional = operations.map((operation) => ({ ...operation, weight: 0.5 }))
    assert.throws(
      () => planTrafficRound({ operations: fractional, seed: 1 }, 0),
      /expected whole numbers as weights, got 0.5/,
    )
  })
})
