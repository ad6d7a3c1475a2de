import { atPageSizes, each, request } from '../draft-trace.ts'
import {
  CLINIC,
  clinic,
  ids,
  page,
  ROOM,
  room,
  SCHEDULES,
  SPECIALIZATIONS,
  schedulesIn,
  schedulesOf,
  schedulesOfAny,
  specializationsOf,
} from '../sample-statements.ts'
import { type LabelledTrace, loop, repeated } from './labelled-trace.ts'

/** Statements sent for one parent each. */
export const LOOPS: LabelledTrace[] = [
  {
    name: 'a loop of two',
    lines: [request([page(2), schedulesOf(1), schedulesOf(2)])],
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a loop at three page sizes',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => schedulesOf(id))]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a loop of two in one of two hundred requests',
    lines: each(200, (atSecond) =>
      request(
        atSecond === 77 ? [page(2), schedulesOf(1), schedulesOf(2)] : [page(1), schedulesOf(atSecond)],
        { atSecond },
      ),
    ),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'two loops in one operation',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesOf(id)),
      ...each(n, (id) => specializationsOf(id)),
    ]),
    truth: [loop('schedules', SCHEDULES), loop('specializations', SPECIALIZATIONS)],
  },
  {
    name: 'two loops at the same time, their statements by turns',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesOf(id, { startMs: 2 + id * 0.1 })),
      ...each(n, (id) => specializationsOf(id, { startMs: 2.05 + id * 0.1 })),
    ]),
    truth: [loop('schedules', SCHEDULES), loop('specializations', SPECIALIZATIONS)],
  },
  {
    name: 'a loop beside a batch of the same table',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesOf(id)),
      schedulesOfAny(ids(n), { name: 'batch', path: 'doctors.nodes.*.openToday' }),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a loop in a loop',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => [schedulesOf(id), room(2 * id), room(2 * id + 1)]).flat(),
    ]),
    truth: [loop('schedules', SCHEDULES), loop('room', ROOM)],
  },
  {
    name: 'a loop under a batch',
    lines: atPageSizes((n) => [page(n), schedulesOfAny(ids(n)), ...each(2 * n, room)]),
    truth: [loop('room', ROOM)],
  },
  {
    name: 'one loop under each of two aliases',
    lines: atPageSizes((n) => [
      page(n, { path: 'first' }),
      page(n, { path: 'second', parameters: [n + 1] }),
      ...each(n, (id) => schedulesOf(id, { path: 'first.nodes.*.schedules' })),
      ...each(n, (id) => schedulesOf(100 + id, { path: 'second.nodes.*.schedules' })),
    ]),
    truth: [loop('schedules', 'first.nodes.*.schedules'), loop('schedules', 'second.nodes.*.schedules')],
  },
  {
    name: 'a loop in requests that ran at the same time',
    lines: each(5, (number) =>
      request([page(3), ...each(3, (id) => schedulesOf(10 * number + id, { startMs: 1 + id * number }))]),
    ),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'IN lists of one',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => schedulesIn([id]))]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'arrays of one, at one page size',
    lines: [request([page(10), ...each(10, (id) => schedulesOfAny([id]))])],
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a batch function that is given one key at a time',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesOfAny([id], { loader: 'schedulesByDoctorId', batchSize: 1, hidden: true })),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a page that reads one row ahead',
    lines: atPageSizes((n) => [page(n + 1), ...each(n, (id) => schedulesOf(id))]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'ten doctors of four clinics, each clinic looked up once',
    lines: atPageSizes((n) => [page(n), ...each(Math.min(n, 4), (id) => clinic(id))]),
    truth: [loop('clinic', CLINIC)],
  },
  {
    name: 'doctors of ever more clinics, beside a list that gets shorter',
    lines: [1, 10, 50].map((n, index) => {
      const clinics = [1, 6, 14][index] ?? 0
      const news = page(50 - clinics, { name: 'news', text: 'select * from news' })
      return request([page(n), news, ...each(clinics, (id) => clinic(id))], { atSecond: index })
    }),
    truth: [loop('clinic', CLINIC)],
  },
  {
    name: 'ten doctors of four clinics, looked up for each doctor',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => clinic(id % 4))]),
    truth: [loop('clinic', CLINIC), repeated('clinic', CLINIC)],
  },
  {
    name: 'a condition with a list in each statement of a loop',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) =>
        schedulesOf(id, {
          text: 'select * from practice_schedule where doctor_id = $1 and day_of_week in ($2, $3)',
          parameters: [id, 6, 7],
        }),
      ),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'the next three schedules of each doctor',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) =>
        schedulesOf(id, {
          text: 'select * from practice_schedule where doctor_id = $1 and start_minute > $2 order by start_minute limit 3',
          parameters: [id, 60 * id],
        }),
      ),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'lists of different length, one for each doctor',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesIn(ids(1 + (id % 3)).map((index) => 10 * id + index))),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'lists of two, one for each doctor',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => schedulesIn([2 * id, 2 * id + 1]))]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a tree, with the children of each child loaded separately',
    lines: [2, 5, 9].map((children, atSecond) =>
      request(
        [
          branch(1, { path: 'department.children', rowCount: children }),
          ...each(children, (id) => branch(1 + id, { path: 'department.children.*.children' })),
        ],
        { atSecond },
      ),
    ),
    truth: [loop('children', 'department.children.*.children')],
  },
]

function branch(parentId: number, more: { path: string; rowCount?: number }) {
  const text = 'select * from department where parent_id = $1'
  return { name: 'children', text, parameters: [parentId], ...more }
}
