import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareResults } from '../../../benchmarks/compare/compare-results.ts'
import { comparisonDocument, comparisonSentences } from '../../../benchmarks/compare/comparison-document.ts'
import { trendDocument } from '../../../benchmarks/compare/trend-document.ts'
import { documentMarkdown } from '../../../benchmarks/report/rendering/markdown.ts'
import { textTables } from '../../../benchmarks/report/rendering/text-tables.ts'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

function changed(change: (result: BenchmarkResult) => void): BenchmarkResult {
  const result = sampleResult()
  change(result)
  return result
}

const sentences = (newer: BenchmarkResult, older = sampleResult()) =>
  comparisonSentences(compareResults(older, newer)).map(asRead)

describe('two results', () => {
  it('that are the same differ in nothing', () =>
    assert.deepEqual(
      sentences(sampleResult()).map((sentence) => sentence.replace(/\d+/, 'N')),
      [
        'The statements are the same: their texts, and how many each operation sends.',
        'The findings are the same.',
        'No difference was seen in N times that both runs measured.',
      ],
    ))

  it('differ where an operation sends one statement more at one page size', () => {
    const { statements, findings } = compareResults(
      sampleResult(),
      changed(({ scenarios }) => {
        const [operation] = scenarios[2]?.operations ?? []
        const [, size] = operation?.statementsByPageSize ?? []
        if (size) size.statements += 1
      }),
    )
    assert.deepEqual(statements, [
      { scenario: 'optimised', operation: 'browse', pageSize: 10, before: 3, after: 4 },
    ])
    assert.deepEqual(findings, { came: [], went: [] })
  })

  it('have findings and texts that came and went, and those whose numbers alone differ are the same', () => {
    const newer = changed(({ scenarios }) => {
      const [browse, byName] = scenarios[1]?.operations ?? []
      browse?.findings.splice(0)
      for (const finding of byName?.findings ?? []) finding.summary = 'in other words'
      const [loop] = scenarios[0]?.operations[0]?.findings ?? []
      if (loop) scenarios[2]?.operations[0]?.findings.push(loop)
      const [pattern] = scenarios[3]?.operations[0]?.patterns ?? []
      if (pattern) pattern.pattern = 'select 1'
    })
    const { findings, patterns } = compareResults(sampleResult(), newer)
    const named = (items: { scenario: string; operation: string }[]) =>
      items.map(({ scenario, operation }) => `${scenario}: ${operation}`)
    assert.deepEqual(named(findings.came), ['optimised: browse'])
    assert.deepEqual(named(findings.went), ['baseline: browse'])
    assert.deepEqual(
      [named(patterns.came), named(patterns.went)],
      [['optimised-indexed: browse'], ['optimised-indexed: browse']],
    )
    assert.ok(sentences(newer).includes('1 finding came, 1 went.'))
    assert.ok(sentences(newer).includes('The statements changed: 2 texts of statements.'))
  })

  it('compare the scenarios that both have, and name the others', () => {
    const older = changed(({ scenarios }) => scenarios.splice(0, 1))
    const newer = changed(({ scenarios }) => scenarios.splice(3, 1))
    assert.deepEqual(sentences(newer, older).slice(0, 2), [
      'Only the newer run has n-plus-one.',
      'Only the older run has optimised-indexed.',
    ])
  })

  it('of other machines or settings have no times that are compared, and say in what they differ', () => {
    const newer = changed(({ machine, settings }) => {
      machine.cores = 2
      settings.doctors = 1000
    })
    assert.deepEqual(sentences(newer).slice(-1), [
      'Times are not compared, since the runs differ in cores: 8 and 2 and doctors: 15 and 1000.',
    ])
  })
})

describe('times of two runs', () => {
  const slower = changed(({ headToHead, scenarios }) => {
    for (const difference of headToHead[1]?.differences ?? []) {
      if (difference.measure === 'server CPU') {
        difference.blockLogRatios = difference.blockLogRatios.map((ratio) => ratio + Math.log(1.1))
      }
    }
    const loads =
      scenarios[3]?.load.filter(({ users, operation }) => users === 50 && operation === 'all') ?? []
    for (const { p50 } of loads) {
      if ('value' in p50) Object.assign(p50, { value: 2 * p50.value, low: 2 * p50.low, high: 2 * p50.high })
    }
  })

  it('are compared with intervals, head to head and under load', () => {
    const { times } = compareResults(sampleResult(), slower)
    assert.ok(times.kind === 'compared')
    const found = times.changes.filter(({ verdict }) => verdict === 'slower')
    assert.deepEqual(
      found.map(({ scenario, what }) => `${scenario}: ${what}`),
      ['optimised: server CPU against baseline', 'optimised-indexed: p50 under 50 users'],
    )
    for (const { change, low, high } of found) assert.ok(0 < low && low < change && change < high)
    assert.ok(found[0] && Math.abs(found[0].change - 0.1) < 1e-9)
  })

  it('are not compared where a load is not valid', () => {
    const invalid = changed(({ scenarios }) => {
      for (const scenario of scenarios) for (const load of scenario.validity) load.isValid = false
    })
    const { times } = compareResults(sampleResult(), invalid)
    assert.ok(times.kind === 'compared' && times.changes.every(({ what }) => !what.includes('users')))
  })
})

describe('the documents', () => {
  const older = sampleResult()
  const newer = changed(({ scenarios }) => {
    const [size] = scenarios[2]?.operations[0]?.statementsByPageSize ?? []
    if (size) size.statements = 9
  })
  const comparison = compareResults(older, newer)

  it('say what was compared, then what changed', () => {
    const document = comparisonDocument(older, newer, comparison)
    assert.match(document.subtitle, /^From 2026-03-14 09:26, 0123456789 to 2026-03-14 09:26, 0123456789$/)
    assert.match(
      textTables(document),
      /The statements changed: 1 number of statements\..*optimised +browse +1 +3 +9\n/s,
    )
    assert.match(documentMarkdown(document, '.'), /\| `optimised` \| `browse` \| 1 \| 3 \| 9 \|/)
  })

  it('show a trend with a row for each run of each scenario', () => {
    const text = textTables(trendDocument([older, newer, newer], { older, newer, comparison }))
    assert.match(text, /^3 runs compared/)
    assert.equal(text.match(/^2026-03-14 .*Example CPU/gm)?.length, 3 * 4)
  })
})
