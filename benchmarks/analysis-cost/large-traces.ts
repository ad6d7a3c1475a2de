/** A trace that is large in one way, for measuring what its analysis takes. */
export interface LargeTrace {
  name: string
  /** @param size how many requests, or statements of its one request. */
  lines(size: number): Iterable<string>
  /** Of a whole measurement. */
  size: number
}

const PAGE = 'select id, name from doctor where is_active and name ilike $1 order by name, id limit $2'
const SCHEDULES = 'select id, day_of_week, start_minute from practice_schedule'

export const LARGE_TRACES: readonly LargeTrace[] = [
  { name: 'requests of 4 statements', size: 1_000_000, lines: requests },
  {
    name: 'statements of one request, values bound',
    size: 200_000,
    lines: (size) => [
      request(size, (index) => ({ text: `${SCHEDULES} where doctor_id = $1`, parameters: [index] })),
    ],
  },
  {
    name: 'statements of one request, values in the text',
    size: 200_000,
    lines: (size) => [
      request(size, (index) => ({
        text: `${SCHEDULES} where doctor_id = ${index} and note = 'of ${index}'`,
      })),
    ],
  },
  {
    name: 'statements of one request, each a pattern of its own',
    size: 40_000,
    lines: (size) => [
      request(size, (index) => ({ text: `select c${index} from t${index} where id = $1`, parameters: [1] })),
    ],
  },
]

function* requests(size: number): Generator<string> {
  for (let index = 0; index < size; index += 1) {
    const key = index % 97
    const name = `%number ${key}%`
    const keys = [key, key + 1, key + 2]
    const statements = [
      { text: PAGE, parameters: [name, 10], path: 'doctors', rowCount: 10 },
      { text: 'select count(*) from doctor where is_active and name ilike $1', parameters: [name] },
      {
        text: `${SCHEDULES} where doctor_id = any($1)`,
        parameters: [keys],
        path: 'doctors.nodes.*.schedules',
      },
      { text: 'select * from specialization where id = any($1)', parameters: [keys] },
    ]
    yield JSON.stringify({
      version: 1,
      operation: `Doctors${index % 20}`,
      documentHash: '9f2c',
      requestId: `r-${index}`,
      startedAt: '2026-01-31T09:30:00.000Z',
      durationMs: 4,
      statements: statements.map((statement, at) => ({ ...statement, startMs: at, durationMs: 0.5 })),
    })
  }
}

function request(size: number, statementOf: (index: number) => object): string {
  const statements = Array.from({ length: size }, (_, index) => ({
    ...statementOf(index),
    startMs: index,
    durationMs: 0.5,
    rowCount: 2,
  }))
  return JSON.stringify({ version: 1, operation: 'Doctors', statements })
}
