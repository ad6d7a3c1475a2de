import { atPageSizes, chunks, each, request } from '../draft-trace.ts'
import { control, ids, page, schedulesOfAny } from '../sample-statements.ts'
import { type LabelledTrace, loop } from './labelled-trace.ts'

const DOCTOR = { name: 'doctor', text: 'select * from doctor where id = $1', path: 'doctor' }

/** What clients request with several aliases, or one after the other. */
export const LOOK_UPS_AND_PAGES: LabelledTrace[] = [
  {
    name: 'one look-up in each of five hundred requests',
    lines: each(500, (atSecond) =>
      request([{ ...DOCTOR, parameters: [atSecond] }], { operation: 'Doctor', atSecond }),
    ),
    truth: [],
  },
  {
    name: 'look-ups under two aliases',
    lines: each(20, (atSecond) =>
      request(
        [
          { ...DOCTOR, parameters: [1], path: 'mine' },
          { ...DOCTOR, parameters: [2], path: 'yours' },
        ],
        { atSecond },
      ),
    ),
    truth: [],
  },
  {
    name: 'look-ups under two aliases, without paths',
    lines: each(20, (atSecond) =>
      request(
        [1, 2].map((id) => ({ ...DOCTOR, parameters: [id], path: null })),
        { atSecond },
      ),
    ),
    truth: [],
  },
  {
    name: 'two look-ups beside a page of ten, without paths',
    lines: [
      request([
        page(10, { path: null }),
        ...[3, 4].map((id) => ({ ...DOCTOR, parameters: [id], path: null })),
      ]),
    ],
    truth: [],
  },
  {
    name: 'two look-ups after two rows that have nothing to do with them, without paths',
    lines: [
      request([
        {
          name: 'settings',
          text: 'select key, value from setting',
          rowCount: 2,
          rows: [{ key: 'a' }, { key: 'b' }],
        },
        ...[3, 4].map((id) => ({ ...DOCTOR, parameters: [id], path: null })),
      ]),
    ],
    truth: [],
  },
  {
    name: 'two look-ups beside a page of three, without paths',
    lines: [
      request([
        page(3, { path: null }),
        ...[7, 8].map((id) => ({ ...DOCTOR, parameters: [id], path: null })),
      ]),
    ],
    truth: [],
  },
  {
    name: 'three look-ups for pages of any length, beside a list of three, without paths',
    lines: atPageSizes((n) => [
      page(n, { path: null }),
      { name: 'settings', text: 'select key, value from setting', rowCount: 3 },
      ...[7, 8, 9].map((id) => ({ ...DOCTOR, parameters: [id], path: null })),
    ]),
    truth: [],
  },
  {
    name: 'look-ups of the first two of a list of any length, without paths',
    lines: atPageSizes(
      (n) => [
        { name: 'list', text: 'select id from doctor', rowCount: n, rows: ids(n).map((id) => ({ id })) },
        ...[1, 2].map((id) => ({ ...DOCTOR, parameters: [id], path: null })),
      ],
      [2, 10, 50],
    ),
    truth: [],
  },
  {
    name: 'a batch under each of two aliases',
    lines: atPageSizes((n) => [
      page(n, { path: 'first' }),
      page(n, { path: 'second', parameters: [n + 1] }),
      schedulesOfAny(ids(n), { path: 'first.nodes.*.schedules' }),
      schedulesOfAny(
        ids(n).map((id) => id + 100),
        { path: 'second.nodes.*.schedules' },
      ),
    ]),
    truth: [],
  },
  {
    name: 'a batch under each of two aliases, without paths',
    lines: atPageSizes((n) => [
      page(n, { path: null }),
      page(n, { path: null, parameters: [n + 1] }),
      schedulesOfAny(ids(n), { path: null }),
      schedulesOfAny(
        ids(n).map((id) => id + 100),
        { path: null },
      ),
    ]),
    truth: [],
  },
  {
    name: 'the next pages fetched ahead, by offset',
    lines: atPageSizes((n) => each(3, (number) => pageAt(n, (number - 1) * n))),
    truth: [],
  },
  {
    name: 'the next pages fetched ahead, each after the last row of the one before',
    lines: atPageSizes((n) =>
      each(3, (number) => ({
        name: 'page',
        text: 'select id from doctor where id > $1 order by id limit $2',
        parameters: [(number - 1) * n, n],
        rowCount: n,
        rows: each(n, (index) => ({ id: (number - 1) * n + index })),
        path: 'doctors',
      })),
    ),
    truth: [],
  },
  {
    name: 'all rows read in stretches of a hundred',
    lines: [100, 250, 1000].map((rows, atSecond) =>
      request(
        chunks(rows, 100).map((keys) => ({
          ...pageAt(100, keys[0] ?? 0),
          path: 'export',
          rowCount: keys.length,
        })),
        { atSecond },
      ),
    ),
    truth: [loop('page', 'export')],
  },
  {
    name: 'rows of a cursor, a hundred at a time',
    lines: [
      request([
        control('begin'),
        { name: 'declare', text: 'declare c cursor for select * from doctor', rowCount: 0 },
        ...each(12, () => ({ name: 'fetch', text: 'fetch 100 from c', rowCount: 100 })),
        control('commit'),
      ]),
    ],
    truth: [],
  },
]

function pageAt(limit: number, offset: number) {
  const text = 'select id from doctor order by id limit $1 offset $2'
  return { name: 'page', text, parameters: [limit, offset], rowCount: limit, path: 'doctors' }
}
