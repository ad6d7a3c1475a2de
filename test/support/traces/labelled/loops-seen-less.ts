import { atPageSizes, each, request } from '../draft-trace.ts'
import { control, page, SCHEDULES, schedulesOf, schedulesOfAny } from '../sample-statements.ts'
import { type LabelledTrace, loop } from './labelled-trace.ts'

/** Loops in traces of other programs: without paths, without parameters, with the values in the text, or in writes. */
export const LOOPS_SEEN_LESS: LabelledTrace[] = [
  {
    name: 'no paths, at three page sizes',
    lines: atPageSizes((n) => [page(n, { path: null }), ...each(n, (id) => schedulesOf(id, { path: null }))]),
    truth: [loop('schedules', null)],
  },
  {
    name: 'no paths, at one page size: a statement for each row',
    lines: [request([page(10, { path: null }), ...each(10, (id) => schedulesOf(id, { path: null }))])],
    truth: [loop('schedules', null)],
  },
  {
    name: 'no paths, at one page size: three of the ten rows share a clinic',
    lines: [
      request([
        page(10, { path: null, rows: each(10, (id) => ({ id, clinic_id: 40 + Math.min(id, 8) })) }),
        ...each(8, (index) => schedulesOf(40 + index, { path: null })),
      ]),
    ],
    truth: [loop('schedules', null)],
  },
  {
    name: 'no paths, one row read ahead: two of the four rows before it share a clinic',
    lines: [
      request([
        page(5, { path: null, rows: [41, 42, 42, 43, 49].map((clinic_id) => ({ clinic_id })) }),
        ...[41, 42, 43].map((id) => schedulesOf(id, { path: null })),
      ]),
    ],
    truth: [loop('schedules', null)],
  },
  {
    name: 'the resolver of the page looks up each clinic once, more of them for a longer page',
    lines: atPageSizes((n) => [
      page(n),
      ...each(Math.ceil(Math.sqrt(n)), (id) => schedulesOf(id, { path: 'doctors' })),
    ]),
    truth: [loop('schedules', 'doctors')],
  },
  {
    name: 'the resolver of the page runs the loop',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => schedulesOf(id, { path: 'doctors' }))]),
    truth: [loop('schedules', 'doctors')],
  },
  {
    name: 'an anonymous operation',
    lines: [request([page(3), ...each(3, (id) => schedulesOf(id))], { operation: null })],
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'the statement that made the list is not in the trace',
    lines: [request(each(3, (id) => schedulesOf(id)))],
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'parameters by their hash alone',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => schedulesOf(id, { hidden: true }))]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'arrays of unknown length, one for each doctor',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => schedulesOfAny([id], { hidden: true }))]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'values in the text',
    lines: atPageSizes((n) => [page(n), ...each(n, (id) => literal(`doctor_id = ${id}`))]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a condition with a list beside each doctor, values in the text',
    lines: [request([page(4), ...each(4, (id) => literal(`doctor_id = ${id} and day_of_week in (6, 7)`))])],
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'IN lists of one, values in the text',
    lines: [request([page(4), ...each(4, (id) => literal(`doctor_id in (${id})`))])],
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'arrays of one, values in the text',
    lines: [request([page(4), ...each(4, (id) => literal(`doctor_id = any('{${id}}')`))])],
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'every statement with a comment of its own',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => literal(`doctor_id = ${id} /* span ${id * 7919} */`)),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'statements prepared in SQL',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesOf(id, { text: `execute schedules_of(${id})`, parameters: [] })),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'a function of the database',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesOf(id, { text: 'select * from schedules_of($1)' })),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'text that cannot be parsed',
    lines: atPageSizes((n) => [
      page(n),
      ...each(n, (id) => schedulesOf(id, { text: 'select * from practice_schedule where doctor_id = ?' })),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
  {
    name: 'an update for each row',
    lines: atPageSizes((n) => [page(n, { path: 'renameDoctors' }), ...each(n, (id) => rename(id))]),
    truth: [loop('rename', 'renameDoctors')],
  },
  {
    name: 'an insert for each row, each in a savepoint of its own',
    lines: atPageSizes((n) => [
      control('begin'),
      page(n, { path: 'copyDoctors' }),
      ...each(n, (id) => [control('savepoint s'), insert(id), control('release savepoint s')]).flat(),
      control('commit'),
    ]),
    truth: [loop('insert', 'copyDoctors')],
  },
  {
    name: 'one statement of a loop is tried again',
    lines: atPageSizes((n) => [
      page(n),
      schedulesOf(1, { rowCount: 0 }),
      ...each(n, (id) => schedulesOf(id)),
    ]),
    truth: [loop('schedules', SCHEDULES)],
  },
]

function literal(condition: string) {
  return schedulesOf(0, { text: `select * from practice_schedule where ${condition}`, parameters: [] })
}

function rename(id: number) {
  const text = 'update doctor set name = $1 where id = $2'
  return { name: 'rename', text, parameters: [`Doctor ${id}`, id], path: 'renameDoctors' }
}

function insert(id: number) {
  const text = 'insert into doctor (name) values ($1)'
  return { name: 'insert', text, parameters: [`Doctor ${id}`], path: 'copyDoctors' }
}
