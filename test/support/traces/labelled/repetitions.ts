import { type Draft, each, request } from '../draft-trace.ts'
import { CLINIC, clinic, control, page, schedulesOf } from '../sample-statements.ts'
import { type LabelledTrace, repeated } from './labelled-trace.ts'

/** The same statement with the same values in one request: needlessly, or for a reason. */
export const REPETITIONS: LabelledTrace[] = [
  {
    name: 'the same look-up twice',
    lines: [request([clinic(5), clinic(5)])],
    truth: [repeated('clinic', CLINIC)],
  },
  {
    name: 'the same look-up twice, the values in the text',
    lines: [request(each(2, () => clinic(5, { text: 'select * from clinic where id = 5', parameters: [] })))],
    truth: [repeated('clinic', CLINIC)],
  },
  {
    name: 'the same look-up twice, parameters by their hash',
    lines: [request(each(2, () => clinic(5, { hidden: true })))],
    truth: [repeated('clinic', CLINIC)],
  },
  {
    name: 'the one clinic of ten doctors, for each of them',
    lines: [request([page(10), ...each(10, () => clinic(5))])],
    truth: [repeated('clinic', CLINIC)],
  },
  {
    name: 'the same page under two aliases',
    lines: [request([page(10, { path: 'first' }), page(10, { path: 'second' })])],
    truth: [repeated('page', null)],
  },
  {
    name: 'the same update twice',
    lines: [
      request(
        each(2, () => ({
          name: 'touch',
          text: 'update doctor set seen = true where id = $1',
          parameters: [1],
          path: 'see',
        })),
      ),
    ],
    truth: [],
  },
  {
    name: 'a prepared statement executed twice with one value',
    lines: [request(each(2, () => clinic(5, { text: 'execute clinic(5)', parameters: [] })))],
    truth: [repeated('clinic', CLINIC)],
  },
  {
    name: 'look-ups without parameters or their hash',
    lines: [request([page(2), ...each(2, () => clinic(5, { hidden: true, parametersHash: '' }))])],
    truth: [],
  },
  {
    name: 'one statement for each of two hundred requests, always with the same value',
    lines: each(200, (atSecond) => request([clinic(5)], { atSecond })),
    truth: [],
  },
  {
    name: 'two statements with the same value',
    lines: [request([clinic(5), schedulesOf(5)])],
    truth: [],
  },
  {
    name: 'tried again after a savepoint',
    lines: [
      request([
        control('begin'),
        control('savepoint s'),
        clinic(5, { rowCount: 0 }),
        control('rollback to savepoint s'),
        clinic(5, { rowCount: 0 }),
        control('commit'),
      ]),
    ],
    truth: [],
  },
  {
    name: 'a transaction tried again after a conflict',
    lines: [
      request([
        ...each(3, () => [control('begin'), clinic(5), rent(5, 10), control('rollback')]).flat(),
        control('begin'),
        clinic(5),
        rent(5, 10),
        control('commit'),
      ]),
    ],
    truth: [],
  },
  {
    name: 'tried again after an error that only its missing answer shows',
    lines: [request([clinic(5, { rowCount: 0 }), clinic(5, { rowCount: 1 })])],
    truth: [],
  },
  {
    name: 'tried again after an error',
    lines: [request([rent(5, 10, { error: 'deadlock detected' }), rent(5, 10)])],
    truth: [],
  },
  {
    name: 'read again after a write',
    lines: [request([clinic(5), rent(5, 10), clinic(5)])],
    truth: [],
  },
  {
    name: 'read again after another statement read the same table',
    lines: [
      request([clinic(5), { name: 'count', text: 'select count(*) from clinic', path: CLINIC }, clinic(5)]),
    ],
    truth: [repeated('clinic', CLINIC)],
  },
  {
    name: 'read again after a write of another table',
    lines: [request([clinic(5), { name: 'log', text: "insert into log values ('seen')" }, clinic(5)])],
    truth: [repeated('clinic', CLINIC)],
  },
  {
    name: 'transactions, savepoints and the clock',
    lines: [
      request(
        each(12, () => [
          control('begin'),
          control('savepoint s'),
          { name: 'now', text: 'select now()' },
          { name: 'next', text: "select nextval('doctor_id_seq')" },
          control('release savepoint s'),
          control('commit'),
        ]).flat(),
      ),
    ],
    truth: [],
  },
]

function rent(clinicId: number, amount: number, more: Partial<Draft> = {}): Draft {
  const text = 'update clinic set rent = $1 where id = $2'
  return { name: 'rent', text, parameters: [amount, clinicId], path: CLINIC, ...more }
}
