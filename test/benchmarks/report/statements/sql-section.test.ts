import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formattedSql, sqlBlocks } from '../../../../benchmarks/report/statements/sql-blocks.ts'
import { sqlSection } from '../../../../benchmarks/report/statements/sql-section.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

describe('formattedSql', () => {
  it('breaks SQL into indented lines and changes nothing else', () => {
    const words = (sql: string) => sql.replace(/\s+/g, '')
    for (const { operations } of sampleResult().scenarios) {
      for (const { pattern } of operations.flatMap(({ patterns }) => patterns)) {
        assert.equal(words(formattedSql(pattern)), words(pattern))
        assert.ok(formattedSql(pattern).split('\n').length > 2)
      }
    }
    assert.equal(
      formattedSql('select a::int from t where a = any(?::int[]) and b = ? limit $1'),
      'select\n  a::int\nfrom\n  t\nwhere\n  a = any (?::int[])\n  and b = ?\nlimit\n  $1',
    )
  })

  it('gives any other text back as it is', () => {
    assert.equal(formattedSql('select ((('), 'select (((')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`ab'"()$?[];-/* \n`) }), (text) => {
        assert.equal(typeof formattedSql(text), 'string')
      }),
      { seed: 4 },
    )
  })
})

describe('sqlBlocks', () => {
  it('has each different plan once, with the scenarios that have it', () => {
    const { scenarios } = sampleResult()
    const pattern = scenarios[0]?.operations[0]?.patterns[0]?.pattern ?? ''
    const plans = sqlBlocks(pattern, scenarios).slice(1)
    assert.deepEqual(
      plans.map((block) => block.kind === 'folded' && asRead(block.summary)),
      ['Plan in n-plus-one, baseline and optimised', 'Plan in optimised-indexed'],
    )
  })

  it('has no plan where none is known', () => {
    const scenarios = sampleResult().scenarios.map((scenario) => ({ ...scenario, plans: [] }))
    assert.equal(sqlBlocks('select 1', scenarios).length, 1)
  })
})

describe('the SQL section', () => {
  it('has each different statement once, and the figures of each scenario', () => {
    const result = sampleResult()
    const patterns = new Set(
      result.scenarios.flatMap(({ operations }) =>
        operations.flatMap((operation) => operation.patterns.map(({ pattern }) => pattern)),
      ),
    )
    const { blocks, gist } = sqlSection(result)
    const summaries = blocks.map((block) => (block.kind === 'folded' ? asRead(block.summary) : ''))
    assert.equal(summaries.length, patterns.size + result.scenarios.length)
    assert.equal(
      summaries[0],
      'doctors_count for browse, by-name, by-specialty, by-hours and combined, sent by n-plus-one and baseline',
    )
    assert.equal(summaries.at(-1), 'Figures of optimised-indexed')
    assert.equal(gist, '7 different statements in all scenarios, with values replaced by ?.')
  })
})
