import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { clientOf, createRateLimit } from '../../../src/http/connections/rate-limit.ts'

describe('the rate limit', () => {
  it('allows a second’s worth at once and its rate in the long run, for any times', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), gaps, (perSecond, gapsMs) => {
        let nowMs = 0
        const limit = createRateLimit({ perSecond, now: () => nowMs })
        let taken = 0
        for (const gapMs of gapsMs) {
          nowMs += gapMs
          const seconds = limit.take('a client')
          if (seconds === 0) taken++
          else assert.ok(Number.isInteger(seconds) && seconds >= 1)
          assert.ok(taken <= perSecond + (nowMs / 1000) * perSecond + 1e-6)
        }
      }),
    )
  })

  it('lets a client in again after the seconds that it was told', () => {
    let nowMs = 0
    const limit = createRateLimit({ perSecond: 1, now: () => nowMs })
    assert.equal(limit.take('a'), 0)
    const seconds = limit.take('a')
    nowMs += seconds * 1000
    assert.equal(limit.take('a'), 0)
  })

  it('remembers a bounded number of clients', () => {
    const limit = createRateLimit({ perSecond: 1, maxClients: 10 })
    for (let index = 0; index < 1000; index++) limit.take(String(index))
    assert.equal(limit.clients, 10)
  })

  it('takes an IPv6 network of 64 bits for one client, and an IPv4 address in either form', () => {
    assert.equal(clientOf('2001:db8::1'), clientOf('2001:db8::ffff:1'))
    assert.notEqual(clientOf('2001:db8::1'), clientOf('2001:db8:0:1::1'))
    assert.equal(clientOf('::ffff:192.0.2.1'), clientOf('192.0.2.1'))
    assert.equal(clientOf('no address'), 'unknown')
  })
})
