import { type Draft, each, request } from '../draft-trace.ts'
import { countPair, type LabelledTrace, loop, repeated } from './labelled-trace.ts'

/** What looks like a loop or a repetition and is none, beside those that are. No trace here has paths. */
export const LOOK_ALIKES: LabelledTrace[] = [
  none('the same table in two schemas', [invoices('t1.invoices'), invoices('t2.invoices')]),
  none('tables by year', [invoices('orders_2025'), invoices('orders_2026')]),
  none('parameters in other places', [
    { name: 'swapped', text: 'select * from pair where a = $1 and b = $2', parameters: [1, 2] },
    { name: 'swapped', text: 'select * from pair where a = $2 and b = $1', parameters: [1, 2] },
  ]),
  none('counts by state for a dashboard', [
    { name: 'widgets', text: 'select * from widget', rowCount: 5 },
    ...['open', 'paid', 'sent', 'late', 'void', 'draft'].map((status) => ({
      name: 'count',
      text: 'select count(*) from invoice where status = $1',
      parameters: [status],
    })),
  ]),
  none('settings by their keys', [
    ...['theme', 'locale', 'zone', 'currency', 'logo', 'footer'].map((key) => ({
      name: 'setting',
      text: 'select value from setting where key = $1',
      parameters: [key],
    })),
  ]),
  {
    name: 'the pages of an export',
    lines: [request(each(6, (page) => pageAt(100 * (page - 1), 100)))],
    truth: [loop('page', null)],
  },
  {
    name: 'the pages of an export, each after the last row of the one before',
    lines: [
      request(
        each(5, (page) => ({
          name: 'page',
          text: 'select id, name from doctor where id > $1 order by id limit 100',
          parameters: [100 * (page - 1)],
          rowCount: 100,
          rows: each(100, (index) => ({ id: 100 * (page - 1) + index })),
        })),
      ),
    ],
    truth: [loop('page', null)],
  },
  none(
    'stretches of a list that do not follow each other',
    each(5, (page) => pageAt([300, 0, 200, 900, 100][page - 1] ?? 0, 10)),
  ),
  none(
    'the same insert twice',
    each(2, () => ({ name: 'log', text: 'insert into log (what) values ($1)', parameters: ['seen'] })),
  ),
  none(
    'random rows',
    each(3, () => ({ name: 'random', text: 'select * from quote order by random() limit 1' })),
  ),
  none(
    'a sequence',
    each(4, () => ({ name: 'next', text: "select nextval('order_number') from counter" })),
  ),
  none(
    'a job fetched from a queue',
    each(3, () => ({
      name: 'job',
      text: 'select * from job where done_at is null limit 1 for update skip locked',
    })),
  ),
  none('a view of what was written', [
    totals(),
    { name: 'insert', text: 'insert into order_items (order_id, price) values ($1, $2)', parameters: [1, 5] },
    totals(),
  ]),
  none('a row that a trigger changes', [
    account(),
    { name: 'pay', text: 'insert into payment (account_id, amount) values ($1, $2)', parameters: [3, 10] },
    account(),
  ]),
  none('a function over what was written', [
    { name: 'total', text: 'select * from cart_total($1)', parameters: [1] },
    { name: 'insert', text: 'insert into item (cart) values ($1)', parameters: [1] },
    { name: 'total', text: 'select * from cart_total($1)', parameters: [1] },
  ]),
  none('two tenants by their search path', [
    { name: 'set', text: 'set search_path to tenant_a' },
    account(),
    { name: 'set', text: 'set search_path to tenant_b' },
    account(),
  ]),
  none(
    'a state that is polled',
    each(5, (index) => ({
      name: 'poll',
      text: 'select state from export where id = $1',
      parameters: [9],
      startMs: index * 500,
    })),
  ),
  none(
    'waiting for a row that is not there',
    each(4, (index) => ({
      name: 'poll',
      text: 'select * from reply where request_id = $1',
      parameters: [9],
      rowCount: 0,
      startMs: index * 100,
    })),
  ),
  none('results that differ', [
    account({ rowCount: 1, rows: [{ id: 3, sum: 1 }] }),
    account({ rowCount: 1, rows: [{ id: 3, sum: 2 }] }),
  ]),
  none(
    'the system’s own tables',
    each(6, (id) => ({
      name: 'columns',
      text: 'select attname from pg_attribute where attrelid = $1',
      parameters: [id],
    })),
  ),
  none(
    'probes and pragmas',
    each(6, () => [
      { name: 'probe', text: 'select 1' },
      { name: 'pragma', text: 'PRAGMA foreign_keys = ON' },
    ]).flat(),
  ),
  none('a count of different values beside a page', [
    { name: 'count', text: 'select count(distinct author_id) from post where is_public' },
    { name: 'page', text: 'select * from post where is_public order by id limit 10', rowCount: 10 },
  ]),
  none('a count of a column that may be null beside a page', [
    { name: 'count', text: 'select count(published_at) from post where is_public' },
    { name: 'page', text: 'select * from post where is_public order by id limit 10', rowCount: 10 },
  ]),
  none(
    'the progress of one job',
    each(6, (step) => ({
      name: 'progress',
      text: 'update job set progress = $1 where id = $2',
      parameters: [10 * step, 9],
    })),
  ),
  none(
    'a worker that takes a job now and then',
    each(6, (id) => ({
      name: 'job',
      text: 'select * from job where id = $1',
      parameters: [id],
      startMs: 2000 * id,
    })),
  ),
  none(
    'a queue that is polled beside a heartbeat',
    each(4, (beat) => [
      { name: 'poll', text: "select * from job where state = 'new'", rowCount: 0, startMs: 1500 * beat },
      { name: 'beat', text: 'update worker set beat = $1', parameters: [beat], startMs: 1500 * beat + 5 },
    ]).flat(),
  ),
  {
    name: 'a true repetition with a savepoint between',
    lines: [
      request([
        { name: 'begin', text: 'begin' },
        account(),
        { name: 'savepoint', text: 'savepoint s1' },
        { name: 'log', text: 'insert into audit_log (what) values ($1)', parameters: ['x'] },
        { name: 'release', text: 'release savepoint s1' },
        account(),
        { name: 'commit', text: 'commit' },
      ]),
    ],
    truth: [repeated('account', null)],
  },
  {
    name: 'a true repetition across a read-only transaction',
    lines: [
      request([
        { name: 'begin', text: 'begin' },
        account(),
        { name: 'rollback', text: 'rollback' },
        { name: 'begin', text: 'begin' },
        account(),
        { name: 'rollback', text: 'rollback' },
      ]),
    ],
    truth: [repeated('account', null)],
  },
  {
    name: 'literals in a text of another dialect',
    lines: [
      request([
        { name: 'page', text: 'SELECT SQL_CALC_FOUND_ROWS * FROM `post` WHERE `public` = 1' },
        ...each(2, () => ({ name: 'option', text: 'SELECT HIGH_PRIORITY * FROM `option` WHERE `id` = "7"' })),
      ]),
    ],
    truth: [repeated('option', null)],
  },
  {
    name: 'a count and a page of another dialect',
    lines: [
      request([
        { name: 'count', text: 'SELECT COUNT(*) AS `n` FROM `post` WHERE `author` = ?', parameters: [3] },
        {
          name: 'page',
          text: 'SELECT * FROM `post` WHERE `author` = ? ORDER BY `id` LIMIT ?, ?',
          parameters: [3, 0, 20],
        },
      ]),
    ],
    truth: [countPair('count', null)],
  },
]

function none(name: string, drafts: Draft[]): LabelledTrace {
  return { name, lines: [request(drafts)], truth: [] }
}

function invoices(table: string): Draft {
  return { name: table, text: `select * from ${table} where customer_id = $1`, parameters: [4] }
}

function pageAt(offset: number, limit: number): Draft {
  const text = 'select id, name from doctor order by id limit $1 offset $2'
  return { name: 'page', text, parameters: [limit, offset], rowCount: limit }
}

function totals(): Draft {
  return { name: 'totals', text: 'select total from order_totals where id = $1', parameters: [1] }
}

function account(more: Partial<Draft> = {}): Draft {
  return { name: 'account', text: 'select * from account where id = $1', parameters: [3], ...more }
}
