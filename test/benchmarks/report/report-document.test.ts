import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chartsOf } from '../../../benchmarks/report/document/document.ts'
import { reportDocument } from '../../../benchmarks/report/report-document.ts'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { textsOf, WIDTHS } from '../../support/report/marks-of.ts'
import { NOT_ESTIMATED } from '../../support/report/sample-comparison.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const result = sampleResult()

const NO_SAMPLES = { samples: 0, errors: 0, distribution: null, naiveP50: 0, max: 0 }

describe('reportDocument', () => {
  it('says in its subtitle what was measured', () => {
    const { settings } = result
    const measured =
      '6 operations, 15 doctors, head to head, load of 1 user, 10 users and 50 users in 6 rounds; 2026-03-14'
    assert.equal(reportDocument(result).subtitle, `4 scenarios, ${measured}`)
    assert.equal(
      reportDocument({ ...result, settings: { ...settings, aa: true } }).subtitle,
      `A/A run of one scenario, ${measured}`,
    )
    assert.match(
      reportDocument({ ...result, settings: { ...settings, rounds: 8 } }).subtitle,
      /and 50 users in 6 of 8 rounds; /,
    )
  })

  it('warns of a load that is not valid', () => {
    const other = sampleResult()
    for (const validity of other.scenarios[0]?.validity ?? []) validity.isValid = false
    assert.match(
      reportDocument(other).warnings.join(),
      /^Too few rounds of load were valid, .*`n-plus-one` at 1 user \(valid 6 of 6 rounds, .*\); .*at 10 users/,
    )
  })

  it('says in one line what each collapsed section holds', () => {
    const { sections } = reportDocument(result)
    assert.deepEqual(
      sections.map(({ id, gist }) => [id, gist === undefined]),
      [
        ['verdicts', true],
        ...['comparisons', 'article', 'latency', 'statements', 'findings', 'sql', 'run', 'how-to-read'].map(
          (id) => [id, false],
        ),
      ],
    )
    assert.match(
      sections[1]?.gist ?? '',
      /^72 comparisons on one axis: 40 faster, 4 less CPU, 9 cannot tell, 18 equivalent, 1 slower; 9 not compared: too few rounds\.$/,
    )
    assert.match(
      sections[3]?.gist ?? '',
      /; 12 of 12 loads valid, the load generator at worst 3\.10\u00a0ms late/,
    )
  })

  it('counts comparisons that could not be made apart from those on the axis', () => {
    const { headToHead, comparisons } = result
    const notMade = comparisons.map((each) => ({ ...each, ...NOT_ESTIMATED }))
    const gistOf = (other: BenchmarkResult) =>
      reportDocument(other).sections.find(({ id }) => id === 'comparisons')?.gist
    const measured = headToHead.flatMap(({ differences }) => differences).length
    assert.match(
      gistOf({ ...result, comparisons: notMade }) ?? '',
      new RegExp(
        `^${measured} comparisons on one axis: .*; ${notMade.length} not compared: too few rounds\\.$`,
      ),
    )
    assert.equal(
      gistOf({ ...result, headToHead: [], comparisons: notMade }),
      'No comparison could be made: too few rounds.',
    )
  })

  it('leaves out the latencies of a load without a valid round', () => {
    const scenarios = result.scenarios.map((scenario) => ({
      ...scenario,
      load: scenario.load.map((each) => (each.users === 50 ? { ...each, ...NO_SAMPLES } : each)),
    }))
    const names = chartsOf(reportDocument({ ...result, scenarios })).map(({ name }) => name)
    assert.deepEqual(
      names.filter((name) => name.startsWith('latency-')),
      ['latency-1-users', 'latency-10-users'],
    )
  })

  it('has one chart of all comparisons, and one of latencies for each load', () =>
    assert.deepEqual(
      chartsOf(reportDocument(result)).map(({ name }) => name),
      [
        ...[
          'waterfall',
          'comparisons',
          'service-times',
          'pair-ratios',
          'latency-1-users',
          'latency-10-users',
        ],
        ...['latency-50-users', 'timeline', 'statements', 'table-hits'],
      ],
    ))

  it('leaves out the sections and charts of phases that were not run', () => {
    const { settings, scenarios } = result
    const onlyStatements = {
      ...result,
      ...{ headToHead: [], comparisons: [], article: null },
      settings: { ...settings, headToHead: null, users: [], rounds: 0 },
      scenarios: scenarios.map((scenario) => ({ ...scenario, load: [], validity: [], server: null })),
    }
    const { sections, subtitle } = reportDocument(onlyStatements)
    assert.deepEqual(
      sections.map(({ id }) => id),
      ['verdicts', 'statements', 'findings', 'sql', 'run', 'how-to-read'],
    )
    assert.equal(subtitle, '4 scenarios, 6 operations, 15 doctors; 2026-03-14')
  })

  it('has no warnings where every load is valid', () => assert.deepEqual(reportDocument(result).warnings, []))
})

describe('chartsOf', () => {
  it('gives charts that can be drawn in any width', () => {
    for (const chart of chartsOf(reportDocument(result))) {
      for (const width of WIDTHS) {
        const drawing = chart.draw(width)
        assert.equal(drawing.width, width)
        assert.ok(drawing.height > 0)
      }
    }
  })

  it('gives charts that shorten no name of this project, even on a phone', () => {
    for (const chart of chartsOf(reportDocument(result))) {
      for (const width of WIDTHS) {
        const shortened = textsOf(chart, width).filter((text) => text.includes('…'))
        assert.deepEqual(shortened, [], `${chart.name} at ${width} px`)
      }
    }
  })

  it('gives each chart a file name of its own', () => {
    const names = chartsOf(reportDocument(result)).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    for (const name of names) assert.match(name, /^[a-z0-9-]+$/)
  })

  it('leaves out charts without data', () => {
    const empty = { ...result, scenarios: [], headToHead: [], comparisons: [] }
    assert.deepEqual(chartsOf(reportDocument(empty)), [])
  })
})
