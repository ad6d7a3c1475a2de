import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decideGate, type Unjudged } from '../../../../benchmarks/commands/options/gate.ts'

const some: Unjudged = {
  failure: 'slower',
  scenarios: ['baseline', 'optimised'],
  isAnyJudged: true,
  reason: 'there was no time',
}
const none = { ...some, isAnyJudged: false }
const all = { ...some, scenarios: [] }
const codeOf = (failures: string[], unjudged: Unjudged[], isNamed: boolean) =>
  decideGate({ failures, unjudged }, { isNamed }).exitCode

describe('decideGate', () => {
  it('lets pass what was judged and has no failure', () => {
    assert.equal(codeOf([], [], false), 0)
    assert.equal(codeOf([], [all], true), 0)
  })

  it('fails with 2 on what was found, whatever could not be looked for', () => {
    assert.equal(codeOf(['too slow'], [], false), 2)
    assert.equal(codeOf(['too slow'], [none], true), 2)
  })

  it('fails with 1 where nothing could be judged, or not all that --in names', () => {
    assert.equal(codeOf([], [none], false), 1)
    assert.equal(codeOf([], [some], true), 1)
    assert.equal(codeOf([], [some], false), 0)
    assert.equal(codeOf([], [{ ...none, scenarios: [] }], false), 1, 'of a result without scenarios')
  })

  it('says what could not be judged, and why', () =>
    assert.deepEqual(decideGate({ failures: [], unjudged: [some, all] }, { isNamed: false }).unjudged, [
      'slower was not judged in baseline and optimised: there was no time',
    ]))
})
