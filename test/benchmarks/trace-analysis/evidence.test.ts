import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { analyseTrace } from '../../../benchmarks/trace-analysis/analyse-trace.ts'
import type { Finding } from '../../../benchmarks/trace-analysis/analysis.ts'
import type { TraceLine } from '../../../benchmarks/trace-analysis/formats/trace-line.ts'
import { atPageSizes, each, request } from '../../support/traces/draft-trace.ts'
import {
  clinic,
  ids,
  page,
  room,
  schedulesOf,
  schedulesOfAny,
} from '../../support/traces/sample-statements.ts'

describe('the evidence of a finding', () => {
  const only = (lines: TraceLine[]): Finding => {
    const [finding, ...others] = analyseTrace(lines).operations.flatMap(({ findings }) => findings)
    assert.ok(finding)
    assert.deepEqual(others, [])
    return finding
  }

  it('how many statements, how they grew, and where their parameters came from', () => {
    const rows = (n: number) => each(n, (id) => ({ rank: 1, id }))
    const lines = atPageSizes((n) => [page(n, { rows: rows(n) }), ...each(n, (id) => schedulesOf(id))])
    assert.deepEqual(only(lines), {
      kind: 'n-plus-one',
      pattern: 'select * from practice_schedule where doctor_id = ?',
      summary:
        '50 statements of one pattern with 50 different parameter sets under doctors.nodes.*.schedules in one request; they grow by 1 with each parent (0 + 1·n over 1, 10 and 50); the parameters were id of page',
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
      },
    })
  })

  it('one page size shows no growth', () => {
    const { summary, evidence } = only([request([page(2), schedulesOf(1), schedulesOf(2)])])
    assert.equal(evidence.growth, null)
    assert.match(summary, /every such request had 2 parents, so how they grow was not seen$/)
  })

  it('the source may be the rows of many statements, and only their first rows may be traced', () => {
    const lines = atPageSizes((n) => [
      page(n, { rows: each(Math.min(n, 3), (id) => ({ id: `d${id}` })) }),
      ...each(n, (id) => clinic(0, { parameters: [`d${id}`] })),
    ])
    assert.equal(only(lines).evidence.source?.column, 'id')
  })

  it('a column that lacks one of the values is no source', () => {
    const lines = atPageSizes((n) => [
      page(n, { rows: each(n, (id) => ({ id: id + 1 })) }),
      ...each(n, (id) => clinic(id)),
    ])
    assert.equal(only(lines).evidence.source, null)
  })

  it('clinics that doctors share grow more slowly', () => {
    const { evidence } = only(
      atPageSizes((n) => [page(n), ...each(Math.ceil(n / 2), (id) => clinic(id))], [2, 4, 6]),
    )
    assert.deepEqual([evidence.growth?.base, evidence.growth?.perParent, evidence.statements], [0, 0.5, 3])
  })

  it('parents are those whose number explains the statements best', () => {
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

  it('parents are those that stand nearest, where nothing else tells', () => {
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
