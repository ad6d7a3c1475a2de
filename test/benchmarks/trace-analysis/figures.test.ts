import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { analyseTrace } from '../../../benchmarks/trace-analysis/analyse-trace.ts'
import { articlePattern, articleSuspects } from '../../support/traces/article-rule.ts'
import { atPageSizes, each, request } from '../../support/traces/draft-trace.ts'
import {
  clinic,
  control,
  ids,
  page,
  schedulesOf,
  schedulesOfAny,
} from '../../support/traces/sample-statements.ts'

describe('the figures of an operation', () => {
  const lines = [
    ...atPageSizes((n) => [page(n), ...each(n, (id) => schedulesOf(id, { durationMs: id }))], [1, 10, 10, 4]),
    request(
      [{ text: 'update doctor set seen = true where id = (select max(id) from doctor)' }, control('commit')],
      { operation: 'See' },
    ),
    request([{ text: 'select * from setting' }], { origin: 'outside' }),
  ]
  const { operations, tables, statementsOutside, statementsUnparsed } = analyseTrace(lines)
  const [doctors, see] = operations

  it('statements per request, and for each number of items on the page', () => {
    assert.equal(doctors?.requests, 4)
    assert.equal(doctors?.statements, 2 + 11 + 11 + 5)
    assert.deepEqual(doctors?.statementsPerRequest, { min: 2, median: 8, max: 11 })
    assert.deepEqual(doctors?.statementsByPageSize, [
      { pageSize: 1, statements: 2 },
      { pageSize: 4, statements: 5 },
      { pageSize: 10, statements: 11 },
    ])
  })

  it('what reads and what writes: a statement that does both is a write, a commit neither', () => {
    assert.deepEqual([doctors?.reads, doctors?.writes], [29, 0])
    assert.deepEqual([see?.reads, see?.writes], [0, 1])
  })

  it('statements that repeat a pattern within their request', () => {
    assert.equal(doctors?.duplicates, 0 + 9 + 9 + 3)
    assert.equal(see?.duplicates, 0)
  })

  it('the time of each pattern, and its share of the statements; the one that took most comes first', () => {
    const [schedules, pages] = doctors?.patterns ?? []
    assert.deepEqual([schedules?.name, pages?.name], ['schedules', 'page'])
    assert.deepEqual(
      [schedules?.statements, schedules?.requests, schedules?.totalMs],
      [25, 4, 1 + 55 + 55 + 10],
    )
    assert.equal(schedules?.share, 25 / 29)
    assert.equal(pages?.totalMs, 2)
  })

  it('a pattern without a name is called by its table', () => {
    assert.deepEqual(see?.patterns.map(({ name }) => name).toSorted(), ['commit', 'update doctor'])
  })

  it('tables count once for each statement that reads or writes them, in operations alone', () => {
    assert.deepEqual(tables, [
      { table: 'practice_schedule', reads: 25, writes: 0 },
      { table: 'doctor', reads: 5, writes: 1 },
    ])
    assert.deepEqual([statementsOutside, statementsUnparsed], [1, 0])
  })

  it('a percentile that too few statements would bound is null', () => {
    const p95After = (statements: number) =>
      analyseTrace(each(statements, (id) => request([clinic(id, { durationMs: id })]))).operations[0]
        ?.patterns[0]
    assert.deepEqual([p95After(5)?.p50, p95After(5)?.p95], [null, null])
    assert.deepEqual([p95After(6)?.p50, p95After(71)?.p95], [3.5, null])
    assert.ok(Math.abs((p95After(72)?.p95 ?? 0) - 0.95 * 72) < 1)
  })

  it('use the page sizes of the caller', () => {
    const analysed = analyseTrace(lines, {
      pageSizeOf: ({ operation }) => (operation === 'See' ? 50 : undefined),
    })
    assert.deepEqual(
      analysed.operations.map(({ statementsByPageSize }) => statementsByPageSize),
      [[], [{ pageSize: 50, statements: 2 }]],
    )
  })

  it('do not count a row read ahead as an item of the page', () => {
    const sizes = (drafts: Parameters<typeof atPageSizes>[0]) =>
      analyseTrace(atPageSizes(drafts)).operations[0]?.statementsByPageSize.map(({ pageSize }) => pageSize)
    assert.deepEqual(
      sizes((n) => [page(n + 1), schedulesOfAny(ids(n), { loader: 'schedules', batchSize: n })]),
      [1, 10, 50],
    )
    assert.deepEqual(
      sizes((n) => [page(n + 1), ...each(n, (id) => schedulesOf(id))]),
      [1, 10, 50],
    )
    assert.deepEqual(
      sizes((n) => [page(n), schedulesOfAny(ids(n))]),
      [1, 10, 50],
    )
    assert.deepEqual(
      sizes((n) => [page(n)]),
      [],
    )
  })

  it('distinguish anonymous operations by their documents', () => {
    const anonymous = (documentHash: string) => request([page(1)], { operation: null, documentHash })
    const names = analyseTrace([anonymous('abcdef0123'), anonymous('b'), anonymous('b')]).operations
    assert.deepEqual(
      names.map(({ name, requests }) => [name, requests]),
      [
        ['anonymous abcdef01', 1],
        ['anonymous b', 2],
      ],
    )
  })

  it('are empty for an empty trace', () =>
    assert.deepEqual(analyseTrace([]), {
      operations: [],
      tables: [],
      findingsBelow: 0,
      statementsOutside: 0,
      statementsUnparsed: 0,
      statementsWithoutParameters: 0,
    }))

  it('count statements whose executions cannot be distinguished', () => {
    const untraced = { hidden: true, parametersHash: '' }
    const analysis = analyseTrace([request([page(3, untraced), clinic(5), control('commit')])])
    assert.equal(analysis.statementsWithoutParameters, 1)
  })

  it('count statements that cannot be parsed', () => {
    const analysis = analyseTrace([request([{ text: 'no sql' }, { text: 'no  sql' }, { text: 'select 1' }])])
    assert.equal(analysis.statementsUnparsed, 2)
    assert.deepEqual(analysis.operations[0]?.patterns.map(({ pattern }) => pattern).toSorted(), [
      'no sql',
      'select ?',
    ])
  })
})

describe("the article's rule", () => {
  it('makes one pattern of texts that differ in values, white space, letter case and the length of lists', () => {
    const texts = [
      "select *  from a where id = 5 and name = 'it''s' and x in (1, 2)",
      'SELECT * FROM a\n WHERE id = $1 AND name = $2 AND x IN ($3)',
    ]
    assert.deepEqual(
      texts.map(articlePattern),
      texts.map(() => 'SELECT * FROM A WHERE ID = ? AND NAME = ? AND X IN (?+)'),
    )
  })

  it('suspects a SELECT that occurs ten times, in however many requests, and nothing else', () => {
    const suspects = (times: number, text: string) =>
      articleSuspects(each(times, () => request([{ text }]))).size
    assert.equal(suspects(9, 'select 1'), 0)
    assert.equal(suspects(10, 'select 1'), 1)
    assert.equal(suspects(10, 'update a set b = 1'), 0)
  })
})
