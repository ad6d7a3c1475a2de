import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createStatementParser } from '../../../../benchmarks/trace-analysis/sql/parse-statement.ts'

const parse = createStatementParser()

describe('the key of a statement', () => {
  const listed = (texts: string[]) => texts.map((text) => `\`${text.replace(/\s+/g, ' ')}\``).join(' and ')

  const alike = (...texts: string[]) =>
    it(`is the same for ${listed(texts)}`, () =>
      assert.equal(new Set(texts.map((text) => parse(text).key)).size, 1))

  const different = (...texts: string[]) =>
    it(`differs between ${listed(texts)}`, () =>
      assert.equal(new Set(texts.map((text) => parse(text).key)).size, texts.length))

  alike(
    'select * from a where id = $1',
    'select * from a where id = 5',
    "SELECT *\n FROM a WHERE id='x' -- why",
  )
  alike(
    'select * from a where id in ($1)',
    'select * from a where id in ($1, $2)',
    'select * from a where id in (1, 2, 3)',
  )
  alike('insert into a values ($1)', 'insert into a values (1), (2)')
  alike(
    'select * from a where id = any($1)',
    "select * from a where id = any('{1,2}')",
    'select * from a where id = any($1::int[])',
  )
  alike('execute p(1)', 'execute p(2)')
  alike('no sql at  all', ' no sql\nat all')
  different(
    'select * from a where id = $1',
    'select * from a where id in ($1)',
    'select * from a where id = any($1)',
    'select * from b where id = $1',
    'select * from a where id > $1',
    'select * from a where id = $1 limit 1',
    'select * from a where id = $1 or id = $2',
    'delete from a where id = $1',
  )
  different('execute p(1)', 'execute q(1)')
  different('select a from ?', 'select b from ?')
})

describe('the pattern of a statement', () => {
  const pattern = (text: string, expected: string) =>
    it(expected, () => assert.equal(parse(text).pattern, expected))

  pattern("select 'a' , 5\n from t where x=$2", 'select ? , ? from t where x=?')
  pattern(
    'select * from t where id in (1, 2,3) and id IN ($1)',
    'select * from t where id in (?, …) and id in (?, …)',
  )
  pattern("insert into t (a, b) values (1, 'x'), ($1, $2)", 'insert into t (a, b) values (?, ?), …')
  pattern('select * from t where id = any(array[1, 2])', 'select * from t where id = any(array[?, …])')
  pattern('/* trace=1 */ select "a--b", \'--\' from t -- end', 'select "a--b", ? from t')
  pattern('select * from t;', 'select * from t')
})

describe('the tables of a statement', () => {
  const touches = (text: string, expected: { reads?: string[]; writes?: string[] }) =>
    it(text, () => {
      const { tables } = parse(text)
      const those = (access: 'read' | 'write') =>
        tables
          .filter((use) => use.access === access)
          .map(({ table }) => table)
          .toSorted()
      assert.deepEqual(
        { reads: those('read'), writes: those('write') },
        { reads: [], writes: [], ...expected },
      )
    })

  touches('select * from a join b using (id), lateral (select * from c where c.id = a.id) x', {
    reads: ['a', 'b', 'c'],
  })
  touches('select * from a x join a y on x.id = y.id', { reads: ['a'] })
  touches('select (select max(n) from a) from b where exists (select from c) and id in (select id from d)', {
    reads: ['a', 'b', 'c', 'd'],
  })
  touches('select 1 from a union all (select 2 from b except select 3 from c)', { reads: ['a', 'b', 'c'] })
  touches(
    'select * from f((select max(id) from a)), generate_series(1, 3), only b, s.c tablesample system (1)',
    { reads: ['a', 'b', 's.c'] },
  )
  touches('select * from public.a, "A", s.a', { reads: ['A', 'a', 's.a'] })
  touches('table a', { reads: ['a'] })
  touches('select * from a x for update of x', { reads: ['a'] })
  touches('select a.b, count(*) over (partition by (select 1 from c)) from a order by (select 1 from d)', {
    reads: ['a', 'c', 'd'],
  })

  touches('insert into a select * from b', { reads: ['b'], writes: ['a'] })
  touches(
    'insert into a values (1) on conflict (id) do update set n = (select 1 from b) returning (select 1 from c)',
    { reads: ['b', 'c'], writes: ['a'] },
  )
  touches('update a set n = b.n from b where a.id = b.id', { reads: ['b'], writes: ['a'] })
  touches('delete from a using b where a.id = b.id', { reads: ['b'], writes: ['a'] })
  touches(
    'merge into a using b on a.id = b.id when matched then update set n = (select 1 from c) when not matched then insert values (1)',
    { reads: ['b', 'c'], writes: ['a'] },
  )
  touches('truncate a, b', { writes: ['a', 'b'] })
  touches('copy a from stdin', { writes: ['a'] })
  touches('copy a to stdout', { reads: ['a'] })
  touches('copy (select * from a) to stdout', { reads: ['a'] })
  touches('create table a as select * from b', { reads: ['b'], writes: ['a'] })
  touches('select * into a from b', { reads: ['b'], writes: ['a'] })
  touches('declare c cursor for select * from a', { reads: ['a'] })
  touches('select 1 from a; delete from b', { reads: ['a'], writes: ['b'] })

  touches('with x as (select * from a) select * from x join b using (id)', { reads: ['a', 'b'] })
  touches('with a as (select * from a) select * from a', { reads: ['a'] })
  touches('with x as (select * from a) select * from s.x, public.x', { reads: ['a', 's.x', 'x'] })
  touches('with x as (select * from y), y as (select * from a) select * from x, y', { reads: ['a', 'y'] })
  touches(
    'with recursive x as (select * from a union all select * from x join b using (id)) select * from x',
    { reads: ['a', 'b'] },
  )
  touches('select * from (with x as (select * from a) select * from x) q, x', { reads: ['a', 'x'] })
  touches('with x as (select 1) select * from (select * from x where exists (select from x)) q', {})
  touches('with x as (select * from a) insert into x select * from x', { reads: ['a'], writes: ['x'] })
  touches(
    'with gone as (delete from a returning *), x as (insert into b select * from gone) select * from gone',
    { writes: ['a', 'b'] },
  )
  touches('(with x as (select * from a) select * from x) union select * from x', { reads: ['a', 'x'] })

  for (const text of [
    'begin',
    'savepoint s',
    'select 1',
    'set a = 1',
    'explain select * from a',
    'prepare p as select * from a',
    'create index on a (id)',
    'listen a',
    'no sql',
  ]) {
    touches(text, {})
  }
})

describe('a statement is a count', () => {
  const isCount = (text: string, expected: boolean) =>
    it(`${expected ? '' : 'not '}where it is ${text}`, () =>
      assert.equal(parse(text).count !== undefined, expected))

  isCount('select count(*) from a', true)
  isCount('select count(distinct id)::int as total from a where b', true)
  isCount('select coalesce((select count(1) from a), 0)', true)
  isCount('with x as (select * from a) select count(*) from x', true)
  isCount('select count(*) over () from a', false)
  isCount('select count(*), max(id) from a', false)
  isCount('select max(id) from a', false)
  isCount('select b, count(*) from a group by b', false)
  isCount('select 1', false)
})

describe('a statement has pages', () => {
  const hasPages = (text: string, expected: number) =>
    it(`${expected} in ${text}`, () => assert.equal(parse(text).pages.length, expected))

  hasPages('select * from a limit 1', 1)
  hasPages('select * from a offset 5', 1)
  hasPages('select * from a fetch first 5 rows only', 1)
  hasPages('select * from (select * from a limit 1) x join b using (id)', 1)
  hasPages('(select * from a limit 1) union all (select * from b limit 1)', 2)
  hasPages('select * from a where id in (select id from b limit 10)', 1)
  hasPages('select (select max(id) from a limit 1), exists (select from b limit 1)', 0)
  hasPages('select * from a order by id', 0)
})

describe('any text', () => {
  it('can be read, be it SQL or not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        assert.equal(typeof parse(text).key, 'string')
      }),
      { seed: 20260131, numRuns: 1000 },
    )
  })

  const repeat = (text: string, times: number) => Array.from({ length: times }, () => text)
  const long: Record<string, string> = {
    'an IN list of 20 000': `select * from a where id in (${repeat('1', 20_000).join(', ')})`,
    '2 000 alternatives': `select * from a where ${repeat('id = 1', 2000).join(' or ')}`,
    'a union of 500': repeat('select * from a', 500).join(' union all '),
    'a union too deep for the parser': repeat('select * from a', 20_000).join(' union all '),
    '300 nested subqueries': `${'select * from ('.repeat(300)}select * from a${') x'.repeat(300)}`,
  }
  for (const [name, text] of Object.entries(long)) {
    it(name, () => {
      const { verb, tables } = parse(text)
      assert.ok(verb === 'unparsed' || tables[0]?.table === 'a')
    })
  }

  it('a string of millions of quotes', () =>
    assert.equal(typeof parse(`select '${"''".repeat(5_000_000)}'`).key, 'string'))

  it('after one that was too deep, the parser reads on', () => assert.equal(parse('select 1').verb, 'select'))
})
