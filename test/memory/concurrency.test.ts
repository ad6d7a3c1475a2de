import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EXACT_RULES, type MemoryRules } from '../../src/memory/answer-memory.ts'
import { createTestDatabase } from '../support/database/test-database.ts'
import { playWithRestarts } from './memory-restarts.ts'
import { createMemoryRounds } from './memory-rounds.ts'

const ROUNDS = 60
/** Enough that a rule that is missing is noticed. */
const MAX_ROUNDS = 2_000

describe('with readers and writers at the same time, on two servers', () => {
  it(`no answer is older than what was known before its request, in ${ROUNDS} rounds`, async (test) => {
    const game = await createMemoryRounds(await createTestDatabase())
    const { violations, outcomes } = await game.play({ rounds: ROUNDS, seed: 1 })
    test.diagnostic(JSON.stringify(outcomes))
    assert.deepEqual(violations, [])
    assert.deepEqual(Object.keys(outcomes).sort(), ['hit', 'joined', 'miss', 'stale'])
  })

  it('nor while PostgreSQL stops and crashes, and servers are replaced', async (test) => {
    test.diagnostic(JSON.stringify(await playWithRestarts({ restarts: 4, rounds: 10 })))
  })

  it('more than half of all answers are from memory while nobody writes', async (test) => {
    const game = await createMemoryRounds(await createTestDatabase())
    const { violations, outcomes } = await game.play({ rounds: ROUNDS, seed: 2, writers: 0 })
    test.diagnostic(JSON.stringify(outcomes))
    assert.deepEqual(violations, [])
    const { hit = 0, ...others } = outcomes
    assert.ok(hit > Object.values(others).reduce((sum, count) => sum + count, 0))
  })
})

describe('the same rounds find violations', () => {
  const without: [rule: string, rules: Partial<MemoryRules>][] = [
    [
      'if a request joins a check that began before it arrived',
      {
        checkAfterArrival(readVersion) {
          let running: Promise<string> | undefined
          return () => {
            running ??= readVersion().finally(() => {
              running = undefined
            })
            return running
          }
        },
      },
    ],
    [
      'if one check is good for ever',
      {
        checkAfterArrival(readVersion) {
          let first: Promise<string> | undefined
          return () => {
            first ??= readVersion()
            return first
          }
        },
      },
    ],
    [
      'if an answer is kept whose statements saw several versions',
      { versionToKeep: (seen) => [...seen].at(-1) },
    ],
    ['if a request takes the result of any execution under way', { mayTake: async () => true }],
  ]
  for (const [rule, rules] of without) {
    it(rule, async (test) => {
      const game = await createMemoryRounds(await createTestDatabase(), { ...EXACT_RULES, ...rules })
      const { violations, outcomes } = await game.play({ rounds: MAX_ROUNDS, seed: 3 })
      test.diagnostic(`${violations[0]} ${JSON.stringify(outcomes)}`)
      assert.notDeepEqual(violations, [])
    })
  }
})
