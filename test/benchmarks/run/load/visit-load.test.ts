import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadValidity, validVisits } from '../../../../benchmarks/run/load/load-validity.ts'
import {
  repeatSpoiledRounds,
  type Visit,
  type VisitLoad,
} from '../../../../benchmarks/run/load/visit-load.ts'

const LAG = { latenessMs: null, eventLoopDelayMs: { p50: 0, p99: 0, max: 0 } }
const SCENARIOS = ['one', 'other']

const made = (visit: Visit, valid: boolean): VisitLoad => ({
  visit,
  load: { samples: [], lag: LAG, lagP99Ms: 1, ...(valid ? { valid } : { valid, reason: 'it was late' }) },
  isReplaced: false,
})

/** Six rounds of two scenarios at two numbers of users, of which these are spoiled. */
function visitsWith(...spoiled: { round: number; users: number; scenario: string }[]): VisitLoad[] {
  return Array.from({ length: 6 }, (_, round) => round).flatMap((round) =>
    [1, 10].flatMap((users) =>
      SCENARIOS.map((scenario) => {
        const isSpoiled = spoiled.some(
          (each) => each.round === round && each.users === users && each.scenario === scenario,
        )
        return made({ round, users, scenario, seed: round }, !isSpoiled)
      }),
    ),
  )
}

/** Repeats, and notes which rounds. */
async function repeat(visits: VisitLoad[], { valid, rounds = 99 }: { valid: boolean; rounds?: number }) {
  const repeated: Visit[][] = []
  await repeatSpoiledRounds(visits, {
    visitAgain: async (planned) => {
      repeated.push([...planned])
      return planned.map((visit) => made(visit, valid))
    },
    hasTime: () => repeated.length < rounds,
  })
  return repeated
}

const LATE = { round: 2, users: 10, scenario: 'one' }
const LATER = { round: 4, users: 1, scenario: 'other' }

describe('repeatSpoiledRounds', () => {
  it('repeats all scenarios of a round with a spoiled visit, with the same requests, at its number of users', async () => {
    const visits = visitsWith(LATE)
    assert.deepEqual(await repeat(visits, { valid: true }), [
      SCENARIOS.map((scenario) => ({ round: 2, users: 10, scenario, seed: 2 })),
    ])
    assert.equal(validVisits(visits).length, 6 * 2 * 2, 'each visit counts once')
    assert.ok(
      loadValidity(visits.filter(({ visit }) => visit.scenario === 'one')).every((each) => each.isValid),
    )
  })

  it('repeats nothing where all visits are valid', async () =>
    assert.deepEqual(await repeat(visitsWith(), { valid: true }), []))

  it('keeps the valid visits of a round where its repetition is no better', async () => {
    const visits = visitsWith(LATE)
    await repeat(visits, { valid: false })
    const kept = validVisits(visits).filter(({ visit }) => visit.round === 2 && visit.users === 10)
    assert.deepEqual(
      kept.map(({ visit }) => visit.scenario),
      ['other'],
    )
    const [, validity] = loadValidity(visits.filter(({ visit }) => visit.scenario === 'one'))
    assert.deepEqual([validity?.rounds, validity?.validRounds], [6, 5])
  })

  it('repeats only while there is time', async () => {
    assert.equal((await repeat(visitsWith(LATE, LATER), { valid: true, rounds: 1 })).length, 1)
    assert.equal((await repeat(visitsWith(LATE, LATER), { valid: true, rounds: 99 })).length, 2)
  })
})
