import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../../src/demo-data/random.ts'
import { shareCheck } from '../../src/memory/shared-check.ts'

describe('a shared check', () => {
  it('begins after each call that gets its result, one at a time, in random cases', async () => {
    const random = createRandom(5)
    let events = 0
    let running = 0
    let checks = 0
    const check = shareCheck(async () => {
      const began = ++events
      checks += 1
      running += 1
      assert.equal(running, 1)
      await sleep(random.integer(0, 2))
      running -= 1
      if (random.chance(0.2)) throw new Error('failed')
      return began
    }, 60_000)
    let calls = 0
    const caller = async () => {
      for (let time = 0; time < 50; time++) {
        if (random.chance(0.5)) await sleep(random.integer(0, 2))
        const arrived = ++events
        calls += 1
        const began = await check().catch(({ message }) => assert.equal(message, 'failed'))
        if (began !== undefined)
          assert.ok(began > arrived, `a check of ${began} for an arrival at ${arrived}`)
      }
    }
    await Promise.all(Array.from({ length: 10 }, caller))
    assert.ok(checks < calls / 2, `${checks} checks for ${calls} calls`)
  })

  it('is one for all who ask in one turn of the event loop', async () => {
    let checks = 0
    const check = shareCheck(async () => ++checks, 60_000)
    const turns = await Promise.all([check(), check(), Promise.resolve().then(check)])
    assert.deepEqual(turns, [1, 1, 1])
    assert.equal(await check(), 2)
  })

  it('fails for who would wait too long, also behind another, and is there again afterwards', async () => {
    const { promise: hanging, resolve: end } = Promise.withResolvers<string>()
    let checks = 0
    const check = shareCheck(() => (checks++ === 0 ? hanging : Promise.resolve('answered')), 20)
    const first = check()
    await sleep(5)
    const outcomes = await Promise.allSettled([first, check()])
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    end('too late')
    assert.equal(await check(), 'answered')
  })
})
