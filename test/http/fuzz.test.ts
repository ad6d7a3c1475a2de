import { describe, it } from 'node:test'
import { fuzz } from './fuzz.ts'

describe('a client that sends anything', () => {
  it('gets no 5xx and no stack trace, and the server answers on', () => fuzz({ cases: 500, seed: 8 }))
})
