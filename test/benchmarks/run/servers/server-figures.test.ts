import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ServerFigures } from '../../../../benchmarks/result.ts'
import { figuresBetween, sumFigures } from '../../../../benchmarks/run/servers/server-figures.ts'

const reading = (count: number, gauges: Partial<ServerFigures> = {}): ServerFigures => ({
  servers: 1,
  cpuSeconds: count,
  requests: 10 * count,
  statements: 30 * count,
  statementMsTotal: 100 * count,
  eventLoopDelayP99Ms: 12,
  residentMemoryBytes: 1000,
  ...gauges,
})

describe('the figures of servers', () => {
  const round = (before: number, after: number, gauges?: Partial<ServerFigures>) =>
    figuresBetween(new Map([['one', reading(before)]]), new Map([['one', reading(after, gauges)]]))

  it('count what happened between two readings, so that the warm-up is in none', () =>
    assert.deepEqual(round(2, 5).get('one'), reading(3)))

  it('are summed over the servers of all rounds; delays and memory are the largest', () => {
    const rounds = [
      round(1, 3, { eventLoopDelayP99Ms: null }),
      round(0, 4, { eventLoopDelayP99Ms: 40, residentMemoryBytes: 2000 }),
      round(0, 1, { eventLoopDelayP99Ms: 20 }),
    ]
    assert.deepEqual(
      sumFigures(rounds).get('one'),
      reading(7, { servers: 3, eventLoopDelayP99Ms: 40, residentMemoryBytes: 2000 }),
    )
  })
})
