import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestDatabase } from '../support/database/test-database.ts'
import { playWithRestarts } from './memory-restarts.ts'
import { createMemoryRounds } from './memory-rounds.ts'

const ROUNDS = 3_000

describe('with readers and writers at the same time, on two servers', () => {
  it(`no answer is older than what was known before its request, in ${ROUNDS} rounds`, async (test) => {
    const game = await createMemoryRounds(await createTestDatabase())
    const { violations, outcomes } = await game.play({ rounds: ROUNDS, seed: 11 })
    test.diagnostic(JSON.stringify(outcomes))
    assert.deepEqual(violations, [])
    assert.deepEqual(Object.keys(outcomes).sort(), ['hit', 'joined', 'miss', 'stale'])
  })

  it('nor while PostgreSQL stops and crashes 20 times, and servers are replaced', async (test) => {
    test.diagnostic(JSON.stringify(await playWithRestarts({ restarts: 20, rounds: 30 })))
  })
})
