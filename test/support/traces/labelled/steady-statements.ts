import { atPageSizes, each, request } from '../draft-trace.ts'
import { ids, page, SCHEDULES, schedulesOf, schedulesOfAny } from '../sample-statements.ts'
import type { LabelledTrace } from './labelled-trace.ts'

/** Several statements of one pattern in a request, or many over all requests, but none for each parent. */
export const STEADY_STATEMENTS: LabelledTrace[] = [
  {
    name: 'two kinds of figures for each page, however long it is',
    lines: atPageSizes((n) => [page(n), ...['open', 'closed'].map(figures)]),
    truth: [],
  },
  {
    name: 'two kinds of figures for pages of two and three',
    lines: atPageSizes((n) => [page(n), ...['open', 'closed'].map(figures)], [2, 3]),
    truth: [],
  },
  {
    name: 'two kinds of figures under a list that is read by two statements',
    lines: [2, 10].map((n, atSecond) =>
      request(
        [
          page(n, { text: `select * from doctor ${n === 2 ? 'where is_active' : ''}` }),
          ...['open', 'closed'].map(figures),
        ],
        { atSecond },
      ),
    ),
    truth: [],
  },
  {
    name: 'two kinds of figures, one of which an empty page goes without',
    lines: atPageSizes(
      (n) => [page(n), ...['open', 'closed'].slice(n === 0 ? 1 : 0).map(figures)],
      [0, 10, 50],
    ),
    truth: [],
  },
  {
    name: 'two kinds of figures, one of them tried again for the longest page',
    lines: atPageSizes((n) => [
      page(n),
      ...(n === 50 ? ['open', 'open', 'closed'] : ['open', 'closed']).map((kind, index) =>
        schedulesOf(0, {
          text: 'select count(*) from practice_schedule where kind = $1',
          parameters: [kind],
          rowCount: n === 50 && index === 0 ? 0 : 1,
        }),
      ),
    ]),
    truth: [],
  },
  {
    name: 'each day of the week for a single doctor',
    lines: each(10, (atSecond) =>
      request(
        [
          page(1),
          ...each(7, (day) =>
            schedulesOf(1, {
              text: 'select * from practice_schedule where doctor_id = $1 and day_of_week = $2',
              parameters: [1, day],
            }),
          ),
        ],
        { atSecond },
      ),
    ),
    truth: [],
  },
  {
    name: 'settings of the session and locks',
    lines: atPageSizes((n) => [
      { name: 'user', text: "select set_config('app.user', $1, true)", parameters: ['7'], path: SCHEDULES },
      { name: 'tenant', text: 'set local app.tenant = 5', path: SCHEDULES },
      { name: 'tenant', text: 'set local app.tenant = 6', path: SCHEDULES },
      page(n),
      ...each(2, () => ({ name: 'lock', text: 'select pg_advisory_xact_lock(5)', path: SCHEDULES })),
    ]),
    truth: [],
  },
  {
    name: 'a setting of the session that changes, for a single page',
    lines: [
      request([
        page(10),
        ...[5, 6].map((tenant) => ({
          name: 'tenant',
          text: `set local app.tenant = ${tenant}`,
          path: SCHEDULES,
        })),
      ]),
    ],
    truth: [],
  },
  {
    name: 'readiness checks between operations',
    lines: each(300, (atSecond) =>
      atSecond % 3 === 0
        ? request([page(10), schedulesOfAny(ids(10))], { atSecond })
        : request(
            [
              { name: 'ready', text: 'select 1' },
              { name: 'migrations', text: 'select count(*) from migration' },
            ],
            { origin: 'outside', atSecond },
          ),
    ),
    truth: [],
  },
  {
    name: 'a connection probed before each statement',
    lines: atPageSizes((n) => [probe(), page(n), probe(), schedulesOfAny(ids(n)), probe()]),
    truth: [],
  },
  {
    name: 'different statements that cannot be parsed',
    lines: [
      request(['a', 'b', 'c'].map((name) => ({ name, text: `select ${name} from ?`, path: SCHEDULES }))),
    ],
    truth: [],
  },
]

function probe() {
  return { name: 'probe', text: 'select 1' }
}

function figures(kind: string) {
  return schedulesOf(0, {
    text: 'select count(*) from practice_schedule where kind = $1',
    parameters: [kind],
  })
}
