import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { scenarioTable } from '../../../benchmarks/report/scenario-table.ts'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { noisyResult } from '../../support/report/noisy-result.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

const rowsOf = (result: BenchmarkResult) => scenarioTable(result).rows.map((row) => row.map(asRead))

describe('the table of scenarios', () => {
  it('has statements, CPU, latencies, and the verdict against the one before', () => {
    assert.deepEqual(
      scenarioTable(sampleResult()).columns.map(({ title }) => asRead(title)),
      [
        'Scenario',
        'Statements, page of 10',
        'Server CPU, head to head (ms)',
        'p50 at 50 users (ms)',
        'p95 at 50 users (ms)',
        'Against the one before',
      ],
    )
    const [first, second] = rowsOf(sampleResult())
    assert.deepEqual(first, ['n-plus-one', '22', '3.77', '35.1', '66.7', '–'])
    assert.deepEqual(second?.slice(1), ['4', '3.11', '14.6', '27.8', 'faster: −17 % (−19 to −16 %)'])
  })

  it('takes the largest load that is valid for all', () => {
    const titles = scenarioTable(noisyResult()).columns.map(({ title }) => title)
    assert.ok(titles.includes('p50 at 10 users (ms)'))
  })

  it('says so where no load is valid', () => {
    const result = sampleResult()
    for (const { validity } of result.scenarios) for (const each of validity) each.isValid = false
    assert.deepEqual(rowsOf(result)[0]?.slice(3, 5), ['not valid', 'not valid'])
  })

  it('takes all CPU times from one way of measuring, and says which', () => {
    const cpuOf = (result: BenchmarkResult) => {
      const { columns, rows } = scenarioTable(result)
      return [columns[2]?.title, ...rows.map((row) => row[2])]
    }
    const result = sampleResult()
    assert.deepEqual(cpuOf({ ...result, headToHead: [] }), [
      'Server CPU per request, under load (ms)',
      ...['4.37', '4.37', '4.37', '4.37'],
    ])
    const onePair = { ...result, headToHead: result.headToHead.slice(1, 2) }
    assert.equal(cpuOf(onePair)[0], 'Server CPU per request, under load (ms)')
    for (const each of onePair.scenarios[0]?.validity ?? []) each.isValid = false
    assert.deepEqual(cpuOf(onePair), ['Server CPU, head to head (ms)', ...['–', '1.57', '1.49', '–']])
  })

  it('takes service times of one client where there was no load', () => {
    const result = sampleResult()
    result.settings.users = []
    assert.ok(scenarioTable(result).columns.some(({ title }) => title === 'p50, one client (ms)'))
    assert.equal(rowsOf(result)[3]?.[3], '2.38')
  })

  it('takes the verdict on CPU time where that is clear and the service time is not', () => {
    const result = sampleResult()
    Object.assign(result.headToHead[0]?.differences[0] ?? {}, {
      verdict: 'cannot tell',
      low: -0.4,
      high: 0.4,
    })
    assert.equal(rowsOf(result)[1]?.at(-1), 'less CPU: −17 % (−19 to −16 %)')
  })

  it('takes the verdict under load, or says that there is none, without head to head', () => {
    const result = { ...sampleResult(), headToHead: [] }
    assert.match(rowsOf(result)[1]?.at(-1) ?? '', /^faster: −50 %/)
    const other = result.comparisons.filter(({ to }) => to === 'optimised')
    assert.equal(rowsOf({ ...result, comparisons: other })[1]?.at(-1), 'not compared')
  })

  it('has dashes for what was not measured, and no column of dashes only', () => {
    const result = sampleResult()
    const [first] = result.scenarios
    if (first) Object.assign(first, { timeline: [] })
    assert.equal(rowsOf(result)[0]?.[1], '–')
    const bare = result.scenarios.map((each) => ({ ...each, load: [], validity: [], server: null }))
    const { columns, rows } = scenarioTable({ ...result, scenarios: bare, headToHead: [], comparisons: [] })
    assert.deepEqual(
      columns.map(({ title }) => title),
      ['Scenario', 'Statements, page of 10'],
    )
    assert.deepEqual(rows[1], ['`baseline`', '4'])
  })
})
