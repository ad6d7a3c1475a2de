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
    assert.deepEqual(
      findingSentences(sampleResult()).map(({ verdict, text }) => [verdict, asRead(text)]),
      [
        [
          'flagged',
          'n-plus-one sends statements whose number grows with the number of parents (N+1), up to 50 of one pattern in a request: specializations_of_doctor and schedules_of_doctor, in 5 of 6 operations.',
        ],
        [
          'flagged',
          'baseline counts the rows of its page in a separate statement: doctors_count, in 5 of 6 operations.',
        ],
        ['not flagged', 'Nothing is flagged in optimised and optimised-indexed.'],
      ],
    )
  })
})

describe('the findings section', () => {
  it('shows a statement once, whatever scenarios and operations it is flagged in', () => {
    const result = sampleResult()
    const [first, second] = result.scenarios
    const pair = second?.operations[1]?.findings[0]
    assert.ok(pair)
    first?.operations[0]?.findings.push(pair)
    const { blocks, gist } = findingSection(result)
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [asRead(block.text)] : []))
    assert.deepEqual(headings, [
      'N+1: specializations_of_doctor',
      'N+1: schedules_of_doctor',
      'Count pair: doctors_count',
    ])
    assert.equal(asRead(gist ?? ''), '3 statements flagged, in n-plus-one and baseline.')
    const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : []))
    assert.deepEqual(tables[0]?.rows, [
      [
        '`n-plus-one`',
        '`browse`, `by-name`, `by-specialty`, `by-hours` and `combined`',
        '50',
        '50',
        '90',
        '`doctors.nodes.*.specializations`',
        '0 + 1 · n (1 → 1, 10 → 10, 50 → 50)',
        '`id` of `doctors_page`',
      ],
    ])
    assert.deepEqual(
      tables[2]?.rows.map(([scenario, operations]) => [scenario, operations]),
      [
        ['`n-plus-one`', '`browse`'],
        ['`baseline`', '`browse`, `by-name`, `by-specialty`, `by-hours` and `combined`'],
      ],
    )
  })

  it('has the SQL and the plan of each flagged statement, collapsed', () => {
    const [sql] = findingSection(sampleResult()).blocks.filter(({ kind }) => kind === 'folded')
    assert.ok(sql?.kind === 'folded')
    const [text, plan] = sql.blocks
    assert.ok(text?.kind === 'code' && plan?.kind === 'folded')
    assert.match(text.text, /^select\n {2}specialization\.id,\n/)
    assert.equal(asRead(plan.summary), 'Plan in n-plus-one')
  })

  it('says so where there are no findings', () => {
    const { scenarios, ...result } = sampleResult()
    const { blocks, gist } = findingSection({ ...result, scenarios: scenarios.slice(2) })
    assert.deepEqual([blocks, gist], [[], 'No statement is flagged.'])
  })
})
