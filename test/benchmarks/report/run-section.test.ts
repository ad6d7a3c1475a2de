import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runSection } from '../../../benchmarks/report/run-section.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

describe('the run section', () => {
  it('has a row for each server, with dashes for what it did not report', () => {
    const other = sampleResult()
    const [first] = other.scenarios
    if (first?.server) Object.assign(first.server, { eventLoopDelayP99Ms: null, residentMemoryBytes: null })
    const rows = runSection(other).blocks.flatMap((block) => (block.kind === 'table' ? block.table.rows : []))
    assert.deepEqual(rows.slice(0, 2), [
      ['`n-plus-one`', '6', '4,210', '76,920', '32,691', '–', '18.4', '–'],
      ['`baseline`', '6', '4,210', '7,320', '3,111', '11.4', '18.4', '142'],
    ])
  })

  it('has no table of servers where none reported figures', () => {
    const other = sampleResult()
    for (const scenario of other.scenarios) scenario.server = null
    assert.ok(runSection(other).blocks.every(({ kind }) => kind !== 'table'))
  })
})
