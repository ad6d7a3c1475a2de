import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { summariseStatement } from '../../../src/observability/otlp/statement-summary.ts'

describe('the summary of a statement', () => {
  for (const [text, summary] of [
    ['select 1', 'SELECT'],
    ['select name from doctor where id = $1', 'SELECT doctor'],
    ['SELECT "public"."doctor"."id" FROM "public"."doctor" WHERE 1=1', 'SELECT public.doctor'],
    ['select * from a join b on b.id = a.b_id left join only c using (id)', 'SELECT a b c'],
    ['select * from doctor d where exists (select from link l where l.d = d.id)', 'SELECT doctor link'],
    [
      'with hit as (select id from doctor), n (x) as not materialized (select 1) select * from hit, n',
      'SELECT doctor',
    ],
    ['with gone as (delete from item returning *) insert into kept select * from gone', 'INSERT item kept'],
    ["select extract(year from t), trim(both ' ' from name) from visit", 'SELECT visit'],
    ['select \'from nowhere\', "from" from -- from comment\n here /* from there */', 'SELECT here'],
    ['select * from unnest($1::int[]) x join lateral (select * from y) z on true', 'SELECT y'],
    ['select a is distinct from b from pair for update', 'SELECT pair'],
    ['insert into doctor (id) values ($1) on conflict (id) do update set id = $1', 'INSERT doctor'],
    ['update doctor set name = $1', 'UPDATE doctor'],
    ['delete from doctor using link', 'DELETE doctor'],
    ['BEGIN', 'BEGIN'],
    ['', 'UNKNOWN'],
    ["it's no SQL", 'IT'],
  ]) {
    it(`of ${JSON.stringify(text)} is ${summary}`, () =>
      assert.equal(summariseStatement(text ?? '').summary, summary))
  }

  it('has no more than 255 characters', () => {
    const tables = Array.from({ length: 100 }, (_, index) => `t${index}`)
    const { summary, collections } = summariseStatement(`select * from ${tables.join(' join ')}`)
    assert.equal(summary.length, 255)
    assert.deepEqual(collections, tables)
  })
})
