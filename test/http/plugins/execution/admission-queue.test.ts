import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { AdmissionQueue } from '../../../../src/http/plugins/execution/admission-queue.ts'

describe('the admission queue', () => {
  it('stays within its bounds, loses nobody, and lets nobody wait who could run', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('enter' as const), isExpensive: fc.boolean() }),
      fc.record({ kind: fc.constant('leave' as const), which: fc.nat(50) }),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.nat(6),
        fc.array(step),
        (maxRunning, maxWaiting, steps) => {
          const queue = new AdmissionQueue({ maxRunning, maxWaiting })
          const running = new Set<{ isExpensive: boolean }>()
          const waiting = new Set<{ isExpensive: boolean }>()
          for (const next of steps) {
            if (next.kind === 'enter') {
              const ticket = { isExpensive: next.isExpensive }
              const entry = queue.enter(ticket)
              if (entry !== 'refused') (entry === 'running' ? running : waiting).add(ticket)
            } else {
              const here = [...running, ...waiting]
              const ticket = here[next.which % Math.max(1, here.length)]
              if (ticket === undefined) continue
              running.delete(ticket)
              waiting.delete(ticket)
              for (const started of queue.leave(ticket)) {
                assert.ok(waiting.delete(started))
                running.add(started)
              }
            }
            assert.deepEqual([queue.running, queue.waiting], [running.size, waiting.size])
            assert.ok(running.size <= maxRunning && waiting.size <= maxWaiting)
            const maxExpensive = Math.max(1, Math.floor(maxRunning / 2))
            const expensive = [...running].filter(({ isExpensive }) => isExpensive).length
            assert.ok(expensive <= maxExpensive)
            const couldRun = [...waiting].filter(
              ({ isExpensive }) => !isExpensive || expensive < maxExpensive,
            )
            assert.ok(running.size === maxRunning || couldRun.length === 0)
          }
        },
      ),
      { seed: 8 },
    )
  })

  it('keeps half of the places for cheap operations, and starts those that wait in their order', () => {
    const queue = new AdmissionQueue<{ name: string; isExpensive: boolean }>({ maxRunning: 2, maxWaiting: 4 })
    const ticket = (name: string, isExpensive: boolean) => ({ name, isExpensive })
    const first = ticket('expensive 1', true)
    assert.equal(queue.enter(first), 'running')
    assert.equal(queue.enter(ticket('expensive 2', true)), 'waiting')
    assert.equal(queue.enter(ticket('cheap 1', false)), 'running')
    assert.equal(queue.enter(ticket('cheap 2', false)), 'waiting')
    assert.deepEqual(
      queue.leave(first).map(({ name }) => name),
      ['expensive 2'],
    )
  })
})
