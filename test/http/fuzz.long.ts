import { describe, it } from 'node:test'
import { fuzz } from './fuzz.ts'

describe('a client that sends anything, in 5,000 cases', () => {
  it('gets no 5xx and no stack trace, and the server answers on', () => fuzz({ cases: 5_000, seed: 88 }))
})
