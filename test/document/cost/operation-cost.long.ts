import { describe, it } from 'node:test'
import { expectAnnouncedCosts } from './announced-costs.ts'

const OPERATIONS = 5000

describe('the static cost of an operation', () => {
  it(`is never exceeded, and close, in ${OPERATIONS} random operations`, () =>
    expectAnnouncedCosts(OPERATIONS))
})
