import { atPageSizes, chunks, each, placeholders, request } from '../draft-trace.ts'
import { ids, page, SPECIALIZATIONS, schedulesIn, schedulesOf, schedulesOfAny } from '../sample-statements.ts'
import type { LabelledTrace } from './labelled-trace.ts'

/** Statements that answer for all parents, or for many at a time. */
export const BATCHES: LabelledTrace[] = [
  {
    name: 'a batch at three page sizes',
    lines: atPageSizes((n) => [page(n), schedulesOfAny(ids(n))]),
    truth: [],
  },
  {
    name: 'two batches in each of a thousand requests, as the article had them',
    lines: each(1000, (atSecond) =>
      request([page(10), schedulesIn(ids(10)), linksIn(ids(10))], { atSecond }),
    ),
    truth: [],
  },
  {
    name: 'a batch that always has one key',
    lines: each(50, (atSecond) => request([page(1), schedulesIn([atSecond])], { atSecond })),
    truth: [],
  },
  {
    name: 'a batch function called at three moments of one request',
    lines: [request([page(10), ...[ids(4), [5, 6, 7], [8, 9, 10]].map((keys) => schedulesOfAny(keys))])],
    truth: [],
  },
  {
    name: 'a batch function called at three moments, or at four for a longer page',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n === 1 ? 1 : n === 10 ? 3 : 4, (moment) =>
        schedulesOfAny([moment, 100 + n], { hidden: true }),
      ),
    ]),
    truth: [],
  },
  {
    name: 'a batch for each of two clinics',
    lines: [
      request([
        page(10),
        ...chunks(10, 5).map((keys, index) =>
          schedulesOf(0, {
            text: 'select * from practice_schedule where clinic_id = $1 and doctor_id = any($2)',
            parameters: [index, keys],
          }),
        ),
      ]),
    ],
    truth: [],
  },
  {
    name: 'two kinds of schedule of the same doctors',
    lines: [
      request([
        page(10),
        ...['open', 'closed'].map((kind) =>
          schedulesOf(0, {
            text: `select * from practice_schedule where kind = $1 and doctor_id in (${placeholders(11).slice(4)})`,
            parameters: [kind, ...ids(10)],
          }),
        ),
      ]),
    ],
    truth: [],
  },
  {
    name: 'two kinds of schedule of the same doctors, the values in the text',
    lines: [
      request([
        page(10),
        ...['open', 'closed'].map((kind) =>
          schedulesOf(0, {
            text: `select * from practice_schedule where kind = '${kind}' and doctor_id in (${ids(10).join(', ')})`,
            parameters: [],
          }),
        ),
      ]),
    ],
    truth: [],
  },
  {
    name: 'batches of requests that ran at the same time',
    lines: each(20, (number) =>
      request([
        page(10),
        schedulesOfAny(
          ids(10).map((id) => id + number),
          { startMs: number },
        ),
      ]),
    ),
    truth: [],
  },
]

function linksIn(doctorIds: number[]) {
  const text = `select * from doctor_specialization where doctor_id in (${placeholders(doctorIds.length)})`
  return { name: 'links', text, parameters: doctorIds, path: SPECIALIZATIONS }
}
