import assert from 'node:assert/strict'
import { applyMigrations, readMigrations } from '../../src/database/set-up/migrations.ts'
import { createPostgresProcess } from '../support/database/postgres-process.ts'
import { createMemoryRounds } from './memory-rounds.ts'

/**
 * Plays rounds on a PostgreSQL of their own, which is stopped and started during them: every second time it crashes. After
 * each time, the servers are replaced, too. Fails at a violation.
 *
 * @returns how often an operation ended how.
 */
export async function playWithRestarts({
  restarts,
  rounds,
}: {
  restarts: number
  /** For each restart. */
  rounds: number
}): Promise<Record<string, number>> {
  const server = await createPostgresProcess()
  await server.start()
  await applyMigrations(server.url, await readMigrations())
  const game = await createMemoryRounds(server.url)
  const total: Record<string, number> = {}
  for (let restart = 0; restart < restarts; restart++) {
    const playing = game.play({ rounds, seed: restart })
    await server.stop(restart % 2 === 0 ? 'fast' : 'immediate')
    await server.start()
    const played = [await playing, await game.play({ rounds, seed: restart + 0.5 })]
    for (const { violations, outcomes } of played) {
      assert.deepEqual(violations, [])
      for (const [outcome, count] of Object.entries(outcomes)) total[outcome] = (total[outcome] ?? 0) + count
    }
    await game.replaceServers()
  }
  return total
}
