import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createPlaces } from '../../../src/database/statements/places.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('places', () => {
  it('are given first come, first served', async () => {
    const places = createPlaces(1)
    const order: string[] = []
    const leave = await places.take()
    const others = ['b', 'c'].map(async (name) => {
      const leaveNext = await places.take()
      order.push(name)
      leaveNext()
    })
    assert.deepEqual([places.taken, places.waiting], [1, 2])
    leave()
    await Promise.all(others)
    assert.deepEqual(order, ['b', 'c'])
    assert.deepEqual([places.taken, places.waiting], [0, 0])
  })

  it('are given back once, however often that is done', async () => {
    const places = createPlaces(1)
    const leave = await places.take()
    leave()
    leave()
    assert.equal(places.taken, 0)
  })

  it('are not waited for once the signal is aborted', async () => {
    const places = createPlaces(1)
    const leave = await places.take()
    const controller = new AbortController()
    const waiting = assert.rejects(places.take(controller.signal), { message: 'enough' })
    const next = places.take()
    controller.abort(new Error('enough'))
    await waiting
    assert.equal(places.waiting, 1)
    leave()
    const leaveNext = await next
    assert.deepEqual([places.taken, places.waiting], [1, 0])
    leaveNext()
    await assert.rejects(places.take(controller.signal), { message: 'enough' })
    await settled()
    assert.equal(places.taken, 0)
  })
})
