import { atPageSizes, chunks, request } from '../draft-trace.ts'
import { page, schedulesIn, schedulesOf, schedulesOfAny } from '../sample-statements.ts'
import type { LabelledTrace } from './labelled-trace.ts'

/** Batches that are cut into several statements of one size. */
export const CHUNKS: LabelledTrace[] = [
  {
    name: 'chunks of ten in IN lists',
    lines: atPageSizes((n) => [page(n), ...chunks(n, 10).map((keys) => schedulesIn(keys))]),
    truth: [],
  },
  {
    name: 'chunks of ten, the last of one key',
    lines: [request([page(21), ...chunks(21, 10).map((keys) => schedulesIn(keys))])],
    truth: [],
  },
  {
    name: 'chunks of two, at one page size',
    lines: [request([page(10), ...chunks(10, 2).map((keys) => schedulesIn(keys))])],
    truth: [],
  },
  {
    name: 'chunks of unknown size',
    lines: atPageSizes((n) => [
      page(n),
      ...chunks(n, 4).map((keys) => schedulesOfAny(keys, { hidden: true })),
    ]),
    truth: [],
  },
  {
    name: 'chunks of unknown size, for pages of two and three',
    lines: atPageSizes(
      (n) => [page(n), ...chunks(n, 2).map((keys) => schedulesOfAny(keys, { hidden: true }))],
      [2, 3],
    ),
    truth: [],
  },
  {
    name: 'chunks by ranges of keys',
    lines: [
      request([
        page(30),
        ...chunks(30, 10).map((keys) =>
          schedulesOf(0, {
            text: 'select * from practice_schedule where doctor_id >= $1 and doctor_id <= $2',
            parameters: [keys[0], keys.at(-1)],
          }),
        ),
      ]),
    ],
    truth: [],
  },
  {
    name: 'two chunks beside a list of two, without paths',
    lines: [
      request([
        page(10, { path: null }),
        { name: 'settings', text: 'select key, value from setting', rowCount: 2 },
        ...chunks(10, 5).map((keys) => schedulesIn(keys, { path: null })),
      ]),
    ],
    truth: [],
  },
  {
    name: 'chunks of a batch function, its keys handed to a function of the database',
    lines: [
      request([
        page(10),
        ...chunks(10, 5).map((keys) =>
          schedulesOf(0, {
            text: 'select * from schedules_of_all($1)',
            parameters: [keys.join()],
            loader: 'schedules',
            batchSize: keys.length,
          }),
        ),
      ]),
    ],
    truth: [],
  },
  {
    name: 'chunks of a batch function',
    lines: atPageSizes((n) => [
      page(n),
      ...chunks(n, 20).map((keys) =>
        schedulesOfAny(keys, { loader: 'schedules', batchSize: keys.length, hidden: true }),
      ),
    ]),
    truth: [],
  },
  {
    name: 'chunks without paths',
    lines: atPageSizes((n) => [
      page(n, { path: null }),
      ...chunks(n, 10).map((keys) => schedulesIn(keys, { path: null })),
    ]),
    truth: [],
  },
  {
    name: 'three keys for each doctor, in chunks of five',
    lines: atPageSizes((n) => [page(n), ...chunks(3 * n, 5).map((keys) => schedulesIn(keys))]),
    truth: [],
  },
  {
    name: 'chunks of keys joined by OR',
    lines: atPageSizes((n) => [
      page(n),
      ...chunks(n, 5).map((keys) =>
        schedulesOf(0, {
          text: `select * from practice_schedule where ${keys.map((_, index) => `doctor_id = $${index + 1}`).join(' or ')}`,
          parameters: keys,
        }),
      ),
    ]),
    truth: [],
  },
  {
    name: 'chunks of a union',
    lines: atPageSizes((n) => [
      page(n),
      ...chunks(n, 5).map((keys) =>
        schedulesOf(0, {
          text: keys
            .map((id) => `(select * from practice_schedule where doctor_id = ${id} limit 3)`)
            .join(' union all '),
          parameters: [],
        }),
      ),
    ]),
    truth: [],
  },
  {
    name: 'chunks of a JSON document',
    lines: atPageSizes((n) => [
      page(n),
      ...chunks(n, 25).map((keys) =>
        schedulesOf(0, {
          text: 'select s.* from jsonb_array_elements_text($1) k(id) join practice_schedule s on s.doctor_id = k.id::int',
          parameters: [JSON.stringify(keys)],
        }),
      ),
    ]),
    truth: [],
  },
  {
    name: 'inserts of many rows each',
    lines: atPageSizes((n) => [
      page(n, { path: 'copyDoctors' }),
      ...chunks(n, 10).map((keys) => ({
        name: 'insert',
        text: `insert into doctor (name) values ${keys.map((_, index) => `($${index + 1})`).join(', ')}`,
        parameters: keys.map((id) => `Doctor ${id}`),
        path: 'copyDoctors',
      })),
    ]),
    truth: [],
  },
]
