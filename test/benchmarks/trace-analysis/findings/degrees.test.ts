import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { analyseTrace } from '../../../../benchmarks/trace-analysis/analyse-trace.ts'
import type { TraceLine } from '../../../../benchmarks/trace-analysis/formats/trace-line.ts'
import type { TracedRequest } from '../../../../benchmarks/trace-analysis/requests/traced-request.ts'
import { type Draft, each, request } from '../../../support/traces/draft-trace.ts'

/** The kind, the subkind and the degree of each finding, whatever its degree. */
function degreesOf(...lines: (TraceLine | TracedRequest)[]): string[] {
  return analyseTrace(lines, { min: 'suspected' }).operations.flatMap(({ findings }) =>
    findings.map(({ kind, subkind, degree }) => [kind, subkind, degree].filter(Boolean).join(' ')),
  )
}

const text = (sql: string, parameters: unknown[] = [], more: Partial<Draft> = {}): Draft => ({
  text: sql,
  parameters,
  ...more,
})

describe('pages of one list', () => {
  const offsets = (...numbers: number[]) =>
    numbers.map((offset) => text('select * from visit order by id limit $1 offset $2', [10, offset]))

  it('are certain from the fourth on, where each begins where the last one ended', () => {
    assert.deepEqual(degreesOf(request(offsets(0, 10, 20, 30))), ['n-plus-one pages certain'])
    assert.deepEqual(degreesOf(request(offsets(0, 10, 20))), ['n-plus-one pages suspected'])
    assert.deepEqual(degreesOf(request(offsets(0, 10))), [])
  })

  it('count the first page, whose text has no offset', () => {
    const first = text('select * from visit order by id limit $1', [10])
    assert.deepEqual(degreesOf(request([first, ...offsets(10, 20, 30)])), ['n-plus-one pages certain'])
  })

  it('are likely where their offsets are only in order, and suspected where they are not', () => {
    assert.deepEqual(degreesOf(request(offsets(0, 15, 20, 50))), ['n-plus-one pages likely'])
    assert.deepEqual(degreesOf(request(offsets(50, 0, 20, 10))), ['n-plus-one pages suspected'])
  })

  it('are certain where each begins after the last row of the one before', () => {
    const after = (bounds: number[], hasRows: boolean) =>
      bounds.map((bound) =>
        text('select * from visit where id > $1 order by id limit 3', [bound], {
          rowCount: 3,
          ...(hasRows && { rows: each(3, (index) => ({ id: bound + 2 * index })) }),
        }),
      )
    assert.deepEqual(degreesOf(request(after([0, 6, 12, 18], true))), ['n-plus-one pages certain'])
    assert.deepEqual(degreesOf(request(after([0, 6, 12, 18], false))), ['n-plus-one pages likely'])
  })
})

describe('a read that ran again right after the first', () => {
  const job = (startMs: number) => text('select state from visit where id = $1', [4], { startMs })

  it('is certain', () => assert.deepEqual(degreesOf(request([job(0), job(2)])), ['repeated certain']))

  it('is suspected after a pause in which the program may have waited', () =>
    assert.deepEqual(degreesOf(request([job(0), job(150)])), ['repeated suspected']))

  it('is none while it returned no row and the program waited for one', () => {
    const empty = { ...job(0), rowCount: 0 }
    assert.deepEqual(degreesOf(request([empty, { ...empty, startMs: 150 }])), [])
  })

  it('is likely in a trace without times, where waiting looks the same', () =>
    assert.deepEqual(degreesOf({ ...request([job(0), job(1)]), isTimed: false }), ['repeated likely']))

  it('is suspected there if it is of what programs wait for', () => {
    const queued = text('select state from import_jobs where id = $1', [4])
    assert.deepEqual(degreesOf({ ...request([queued, queued]), isTimed: false }), ['repeated suspected'])
  })

  it('is suspected where another request may have sent it', () =>
    assert.deepEqual(degreesOf({ ...request([job(0), job(2)]), isDoubtful: true }), ['repeated suspected']))
})

describe('writes', () => {
  const insert = (value: string) => text('insert into note (body) values ($1)', [value])
  const other = (name: string) => text(`select * from ${name}`)

  it('of a long function, with different statements between them, are only suspected', () =>
    assert.deepEqual(
      degreesOf(request([insert('a'), other('x'), insert('b'), other('y'), insert('c'), other('z')])),
      ['n-plus-one inserts suspected'],
    ))

  it('are likely in the body of a loop, however much stands between them', () => {
    const body = (value: string) => [
      ...each(3, (index) => text('select * from child where id = $1', [`${value}${index}`])),
      ...each(3, (index) => text('delete from child where id = $1', [`${value}${index}`])),
      insert(value),
    ]
    const found = degreesOf(request(['a', 'b', 'c'].flatMap(body)))
    assert.ok(found.includes('n-plus-one inserts likely'), found.join())
  })

  it('make the reads right before them a part of their loop', () => {
    const words = ['oak', 'elm', 'ash', 'fir']
    const statements = words.flatMap((word) => [
      text('select id from tree where name = $1', [word], { rowCount: 0 }),
      text('insert into tree (name) values ($1)', [word]),
    ])
    assert.deepEqual(degreesOf(request(statements)), [
      'n-plus-one inserts likely',
      'n-plus-one look-ups likely',
    ])
  })

  it('of several rows each are batches, whatever is known of their values', () => {
    const rows = text('insert into note (body) values ($1), ($2), ($3)')
    const unknown = each(4, () => ({ ...rows, hidden: true, parametersHash: '' }))
    assert.deepEqual(degreesOf(request(unknown)), [])
  })
})

describe('forms of one count', () => {
  const page = (where: string) => text(`select * from visit ${where} order by id limit 10`)
  const count = (where: string) => text(`select count(*) from visit ${where}`)
  const open = "where status = 'open'"

  it('are one finding, which says how many they are', () => {
    const lines = ['', open].map((where, atSecond) => request([count(where), page(where)], { atSecond }))
    const [finding, ...others] = analyseTrace(lines).operations.flatMap(({ findings }) => findings)
    assert.deepEqual(others, [])
    assert.equal(finding?.pattern, 'select count(*) from visit')
    assert.match(finding?.summary ?? '', /^a count, in 2 forms, repeats .* in 2 of 2 requests/)
  })

  it('are several where one request sends them', () =>
    assert.deepEqual(degreesOf(request([count(''), page(''), count(open), page(open)])), [
      'count-pair certain',
      'count-pair certain',
    ]))
})
