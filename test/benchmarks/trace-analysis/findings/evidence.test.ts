import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { analyseTrace } from '../../../../benchmarks/trace-analysis/analyse-trace.ts'
import type { Finding } from '../../../../benchmarks/trace-analysis/analysis.ts'
import type { TraceLine } from '../../../../benchmarks/trace-analysis/formats/trace-line.ts'
import { atPageSizes, each, request } from '../../../support/traces/draft-trace.ts'
import {
  clinic,
  ids,
  page,
  room,
  schedulesOf,
  schedulesOfAny,
} from '../../../support/traces/sample-statements.ts'

describe('the evidence of a finding', () => {
  const only = (lines: TraceLine[]): Finding => {
    const [finding, ...others] = analyseTrace(lines).operations.flatMap(({ findings }) => findings)
    assert.ok(finding)
    assert.deepEqual(others, [])
    return finding
  }

  it('gives the number of statements, their growth, and the source of their parameters', () => {
    const rows = (n: number) => each(n, (id) => ({ rank: 1, id }))
    const lines = atPageSizes((n) => [page(n, { rows: rows(n) }), ...each(n, (id) => schedulesOf(id))])
    assert.deepEqual(only(lines), {
      kind: 'n-plus-one',
      subkind: 'look-ups',
      degree: 'certain',
      name: 'schedules',
      fix: 'send one statement for all rows, with `doctor_id = any($1)`, such as from a loader',
      totalMs: 30,
      pattern: 'select * from practice_schedule where doctor_id = ?',
      summary:
        '50 statements of one pattern with 50 different parameter sets under doctors.nodes.*.schedules in one request; they grow by 1 per parent (0 + 1·n over 1, 10 and 50); the parameters are values of id of page',
      evidence: {
        statements: 50,
        parameterSets: 50,
        parentPath: 'doctors.nodes.*.schedules',
        requests: 2,
        growth: {
          base: 0,
          perParent: 1,
          points: [1, 10, 50].map((n) => ({ parents: n, statements: n })),
        },
        source: {
          pattern: 'select id, name from doctor where is_active order by name, id limit ?',
          column: 'id',
        },
        reasons: ['under a list, and more statements for more rows'],
      },
    })
  })

  it('has no growth if there was only one page size', () => {
    const { summary, evidence } = only([request([page(2), schedulesOf(1), schedulesOf(2)])])
    assert.equal(evidence.growth, null)
    assert.match(summary, /every such request had 2 parents, so their growth is unknown$/)
  })

  it('the source may be the rows of many statements, and only their first rows may be traced', () => {
    const lines = atPageSizes((n) => [
      page(n, { rows: each(Math.min(n, 3), (id) => ({ id: `d${id}` })) }),
      ...each(n, (id) => clinic(0, { parameters: [`d${id}`] })),
    ])
    assert.equal(only(lines).evidence.source?.column, 'id')
  })

  it('names no column that lacks most of the values', () => {
    const lines = atPageSizes((n) => [
      page(n, { rows: each(n, (id) => ({ id: id + Math.ceil(n / 2) + 1 })) }),
      ...each(n, (id) => clinic(id)),
    ])
    assert.equal(only(lines).evidence.source, null)
  })

  it('shows slower growth for clinics that doctors share', () => {
    const { evidence } = only(
      atPageSizes((n) => [page(n), ...each(Math.ceil(n / 2), (id) => clinic(id))], [2, 4, 6]),
    )
    assert.deepEqual([evidence.growth?.base, evidence.growth?.perParent, evidence.statements], [0, 0.5, 3])
  })

  it('takes the parents whose number explains the statements best', () => {
    const lines = [2, 4, 8].map((n, atSecond) =>
      request(
        [
          page(n),
          page([3, 5, 20][atSecond] ?? 0, { name: 'news', text: 'select * from news' }),
          ...each(n / 2, (id) => clinic(id)),
        ],
        { atSecond },
      ),
    )
    assert.deepEqual(
      only(lines).evidence.growth?.points.map(({ parents }) => parents),
      [2, 4, 8],
    )
  })

  it('takes the nearest parents if nothing else decides', () => {
    const { evidence, summary } = only([
      request([page(30), schedulesOfAny(ids(10)), ...each(7, (id) => room(id))]),
    ])
    assert.equal(evidence.statements, 7)
    assert.match(summary, /every such request had 20 parents/)
  })

  it('a repetition has the number of its statements, a count pair that of its requests', () => {
    const repeated = only([request(each(3, () => clinic(5))), request([clinic(5)])])
    assert.deepEqual(
      [repeated.evidence.statements, repeated.evidence.parameterSets, repeated.evidence.requests],
      [3, 1, 1],
    )
    assert.match(repeated.summary, /\(in 1 of 2 requests\)$/)
    const count = { name: 'count', text: 'select count(*) from doctor where is_active' }
    const pair = only(each(4, (atSecond) => request([page(10), count], { atSecond })))
    assert.deepEqual([pair.kind, pair.evidence.statements, pair.evidence.requests], ['count-pair', 1, 4])
    assert.match(pair.summary, /repeats the condition of page in 4 of 4 requests/)
  })
})
