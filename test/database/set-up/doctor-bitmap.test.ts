import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ClientBase } from 'pg'
import { createRandom } from '../../../src/demo-data/random.ts'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { connected } from '../../support/connected.ts'
import { expectedBitmaps, keptBitmaps } from '../../support/expected-bitmaps.ts'
import { randomWrite } from '../../support/random-writes.ts'
import { createTestDatabase } from '../../support/test-database.ts'

const url = await createTestDatabase()

/** The bitmaps are those of the rows that a session sees. */
async function assertRight(session: ClientBase, message?: string): Promise<void> {
  assert.deepEqual(await keptBitmaps(session), await expectedBitmaps(session), message)
}

describe('the bitmaps of doctors', () => {
  it('are right after each of many random writes, in transactions that commit or roll back', () =>
    connected(url, async (session) => {
      const WRITES = 3000
      const random = createRandom(1)
      let failures = 0
      const write = async (statement: string) => {
        await session.query('savepoint write')
        await session.query(statement).catch(async () => {
          failures++
          await session.query('rollback to write')
        })
      }
      for (let writes = 0; writes < WRITES; ) {
        const sent: string[] = []
        await session.query(`begin isolation level ${random.pick(['read committed', 'repeatable read'])}`)
        if (random.chance(0.1)) await session.query("set local session_replication_role = 'replica'")
        const count = random.integer(1, 5)
        for (let number = 0; number < count; number++, writes++) {
          const undone = random.chance(0.2)
          if (undone) await session.query('savepoint undone')
          sent.push(randomWrite(random))
          await write(sent.at(-1) ?? '')
          if (random.chance(0.3)) await assertRight(session, sent.join(';\n'))
          if (undone) await session.query('rollback to undone')
        }
        await session.query(random.chance(0.8) ? 'commit' : 'rollback')
        await assertRight(session, sent.join(';\n'))
      }
      assert.ok(failures < WRITES / 3, `${failures} of ${WRITES} writes failed`)
    }))

  it('are right after a seed', () =>
    connected(url, async (session) => {
      await replaceDemoData({ url, doctors: 3000, force: true })
      await assertRight(session)
      await replaceDemoData({ url, doctors: 50 })
      await assertRight(session)
    }))
})
