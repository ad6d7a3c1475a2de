import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  findingSection,
  findingSentences,
  flaggedStatements,
} from '../../../../benchmarks/report/statements/findings.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('flaggedStatements', () => {
  it('names the statement of each finding and the statement that its parameters came from', () => {
    const [baseline] = sampleResult().scenarios.slice(1)
    assert.ok(baseline)
    assert.deepEqual(
      flaggedStatements(baseline).map(({ operation, statement, source }) => [
        operation,
        statement,
        source,
      ])[0],
      ['browse', 'doctors_count', null],
    )
    const [loops] = sampleResult().scenarios
    assert.ok(loops)
    assert.equal(flaggedStatements(loops)[0]?.source, 'doctors_page')
  })

  it('takes the pattern of a statement without a name', () => {
    const [scenario] = sampleResult().scenarios
    assert.ok(scenario)
    for (const operation of scenario.operations) operation.patterns = []
    const [first] = flaggedStatements(scenario)
    assert.equal(first?.statement, first?.finding.pattern)
  })
})

describe('findingSentences', () => {
  it('has a sentence for each scenario and kind of finding, and one for the scenarios without findings', () => {
    const [loop, count, nothing] = findingSentences(sampleResult()).map(asRead)
    assert.match(
      loop ?? '',
      /^n-plus-one .*\(N\+1\), up to 50 .*: specializations_of_doctor and schedules_of_doctor, in /,
    )
    assert.match(count ?? '', /^baseline counts .*: doctors_count, in browse, /)
    assert.equal(nothing, 'No findings in optimised and optimised-indexed.')
  })
})

describe('the findings section', () => {
  it('shows a statement that is flagged in several operations once, with a row for each', () => {
    const { blocks } = findingSection(sampleResult())
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [asRead(block.text)] : []))
    assert.deepEqual(headings.slice(0, 3), [
      'N+1: specializations_of_doctor in n-plus-one',
      'N+1: schedules_of_doctor in n-plus-one',
      'Count pair: doctors_count in baseline',
    ])
    const [table] = blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : []))
    assert.equal(table?.rows.length, 5)
    assert.deepEqual(table?.rows[0], [
      '`browse`',
      '50',
      '50',
      '90',
      '`doctors.nodes.*.specializations`',
      '0 + 1 · n (1 → 1, 10 → 10, 50 → 50)',
      '`id` of `doctors_page`',
    ])
  })

  it('says so where there are no findings', () => {
    const { scenarios, ...result } = sampleResult()
    assert.deepEqual(findingSection({ ...result, scenarios: scenarios.slice(2) }).blocks, [
      { kind: 'paragraph', text: 'No findings.' },
    ])
  })
})
