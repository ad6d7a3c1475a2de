import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { LoadJob } from '../../../../benchmarks/workload/load/load-job.ts'
import {
  OPEN_MODEL_SENDERS,
  type PlannedRequest,
  planLoad,
} from '../../../../benchmarks/workload/load/plan-load.ts'

const WEIGHTS = { Browse: 30, ByName: 20, BySpecialty: 20, ByHours: 20, Combined: 5, Specializations: 5 }
const JOB: LoadJob = {
  url: 'http://127.0.0.1/graphql',
  operations: Object.entries(WEIGHTS).map(([name, weight]) => ({
    name,
    weight,
    bodies: [`${name} 1`, `${name} 2`, `${name} 3`],
  })),
  users: 3,
  thinkTimeMs: [1000, 3000],
  ratePerSecond: null,
  warmUpMs: 5_000,
  durationMs: 30_000,
  seed: 7,
  requestTimeoutMs: 1000,
}

const plansOf = (change: Partial<LoadJob> = {}) => planLoad({ ...JOB, ...change }).map((plan) => [...plan])
const take = (plan: Iterable<PlannedRequest> | undefined, count: number) => [
  ...Iterator.from(plan ?? []).take(count),
]
const intendedMsOf = (plan: PlannedRequest[]) =>
  plan.map(({ intendedMs }) => {
    assert.ok(intendedMs !== null)
    return intendedMs
  })
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const gapsOf = (times: number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0))

/** How often each value occurs. */
function countBy(values: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Within four standard deviations of the mean of a binomial distribution. */
function assertShare(count: number, of: number, share: number): void {
  const deviation = Math.sqrt(of * share * (1 - share))
  assert.ok(Math.abs(count - of * share) <= 4 * deviation, `${count} of ${of} is not a share of ${share}`)
}

describe('a plan depends only on the seed', () => {
  const anySeed = fc.integer()

  it('the same seed gives the same plan', () =>
    fc.assert(
      fc.property(anySeed, fc.constantFrom(null, 10), (seed, ratePerSecond) => {
        const change = { seed, ratePerSecond, durationMs: 10_000 }
        assert.deepEqual(plansOf(change), plansOf(change))
      }),
      { seed: 1, numRuns: 20 },
    ))

  it('another seed gives another plan', () =>
    fc.assert(
      fc.property(fc.uniqueArray(anySeed, { minLength: 2, maxLength: 2 }), ([one, other]) => {
        assert.notDeepEqual(plansOf({ seed: one }), plansOf({ seed: other }))
      }),
      { seed: 1, numRuns: 20 },
    ))

  it('more users do not change the plans of the others', () => {
    const [few, many] = [plansOf({ users: 3 }), plansOf({ users: 10 })]
    assert.deepEqual(many.slice(0, 3), few)
  })

  it('a longer duration does not change its beginning', () => {
    const [short, long] = [plansOf(), plansOf({ durationMs: 60_000 })]
    for (const [user, plan] of short.entries()) assert.deepEqual(long[user]?.slice(0, plan.length), plan)
  })

  it('no two users have the same plan', () => {
    const plans = plansOf({ users: 50 }).map((plan) => JSON.stringify(plan))
    assert.equal(new Set(plans).size, 50)
  })
})

describe('operations', () => {
  const requests = take(planLoad({ ...JOB, thinkTimeMs: [0, 0] })[0], 20_000)

  it('occur in proportion to their weights', () => {
    const counts = countBy(requests.map(({ operation }) => operation))
    assert.deepEqual([...counts.keys()].toSorted(), Object.keys(WEIGHTS).toSorted())
    for (const [name, weight] of Object.entries(WEIGHTS)) {
      assertShare(counts.get(name) ?? 0, requests.length, weight / 100)
    }
  })

  it('have each of their bodies equally often, and no other', () => {
    for (const { name, bodies } of JOB.operations) {
      const own = requests.filter(({ operation }) => operation === name).map(({ body }) => body)
      const counts = countBy(own)
      assert.deepEqual([...counts.keys()].toSorted(), bodies)
      for (const count of counts.values()) assertShare(count, own.length, 1 / 3)
    }
  })

  it('do not depend on the previous one', () => {
    const pairs = requests.slice(1).map(({ operation }, index) => [requests[index]?.operation, operation])
    const browseTwice = pairs.filter(([one, other]) => one === 'Browse' && other === 'Browse').length
    assertShare(browseTwice, pairs.length, 0.3 * 0.3)
  })
})

describe('with users', () => {
  const starts = plansOf({ users: 50, durationMs: 300_000 }).map(intendedMsOf)

  it('each user has its own plan', () => assert.equal(planLoad(JOB).length, JOB.users))

  it('a think time lies between one intended start and the next, uniform over the range', () => {
    const gaps = starts.flatMap(gapsOf)
    assert.ok(gaps.every((gap) => gap >= 999.999 && gap <= 3000.001))
    for (const limit of [1500, 2000, 2500]) {
      assertShare(gaps.filter((gap) => gap < limit).length, gaps.length, (limit - 1000) / 2000)
    }
  })

  it('they do not all start at once', () => {
    const first = starts.map(([start]) => start ?? Number.NaN)
    assert.ok(first.every((start) => start >= 0 && start < 3000))
    assert.ok(Math.min(...first) < 500 && Math.max(...first) > 1500)
  })

  it('the last start is intended within a think time before the end', () => {
    for (const times of starts) {
      const last = times.at(-1) ?? 0
      assert.ok(last < 305_000 && last >= 302_000)
    }
  })

  it('without a think time a start follows the previous answer', () => {
    const requests = take(planLoad({ ...JOB, thinkTimeMs: [0, 0] })[0], 100)
    assert.equal(requests.length, 100)
    assert.ok(requests.every(({ intendedMs }) => intendedMs === null))
  })
})

describe('with a rate', () => {
  const plans = planLoad({ ...JOB, ratePerSecond: 50, durationMs: 395_000 })

  it('all senders share one plan', () => {
    assert.equal(plans.length, OPEN_MODEL_SENDERS)
    assert.equal(new Set(plans).size, 1)
  })

  it('arrivals are a Poisson process: gaps are exponential', () => {
    const times = intendedMsOf([...(plans[0] ?? [])])
    const gaps = gapsOf(times)
    // A Poisson count has its mean as its variance.
    assert.ok(Math.abs(times.length - 20_000) < 4 * Math.sqrt(20_000), `${times.length} arrivals`)
    for (const limitMs of [5, 20, 60]) {
      assertShare(gaps.filter((gap) => gap < limitMs).length, gaps.length, 1 - Math.exp(-limitMs / 20))
    }
    const deviation = Math.sqrt(mean(gaps.map((gap) => (gap - mean(gaps)) ** 2)))
    assert.ok(Math.abs(deviation / mean(gaps) - 1) < 0.05)
  })
})
