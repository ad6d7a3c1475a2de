import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { Client, Pool, type QueryResult } from 'pg'
import type { Queryable, Statement } from '../../../src/database/database.ts'
import { createDoctorDirectory } from '../../../src/directory/create-doctor-directory.ts'
import { encodeCursor } from '../../../src/directory/page/plan/cursor.ts'
import { createPageWindow } from '../../../src/directory/page/plan/page-window.ts'
import { encodeGlobalId } from '../../../src/schema/values/global-id.ts'
import { type OperationName, PAGE_SIZE } from './operations.ts'

/**
 * The floor: the same prepared statements and the same bytes as production for three operations, written by hand over
 * node:http and pg. It parses the request and looks at the name of its operation, and does nothing else that an API does.
 */
const { values } = parseArgs({
  options: {
    'database-url': { type: 'string', default: '' },
    /** Sends the statements of both relations on one connection, in one write. */
    pipelined: { type: 'boolean', default: false },
  },
})
const pool = new Pool({ connectionString: values['database-url'], max: 10, pipeline: values.pipelined })
const queryTogether = values.pipelined ? queryInOneWrite : queryOnTwoConnections
const BY_NAME = { field: 'NAME', direction: 'ASC' } as const
const WINDOW = createPageWindow({ first: PAGE_SIZE }, BY_NAME)

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']

interface DoctorRow {
  id: number
  name: string
  total_count: number
}

interface SpecializationRow {
  doctorId: number
  id: number
  name: string
}

interface ScheduleRow {
  doctorId: number
  id: number
  dayOfWeek: number
  startTime: number
  endTime: number
  isAvailable: boolean
}

const statements = await recordStatements()
type ExecutedName = Exclude<OperationName, 'repeated-page' | 'many-pages'>

const answers: Record<ExecutedName, (first: number) => Promise<string>> = {
  page: (first) => answerPage(first, true),
  'page-without-relations': (first) => answerPage(first, false),
  specializations: answerSpecializations,
}
const operationOf = new Map<string, ExecutedName>([
  ['Page', 'page'],
  ['Names', 'page-without-relations'],
  ['Specializations', 'specializations'],
])

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString())
    const operation = operationOf.get(operationName)
    if (operation === undefined) {
      response.writeHead(400).end()
      return
    }
    const body = await answers[operation](variables.first)
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/graphql` })}\n`)
})
process.stdin.resume().once('end', () => process.exit())
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})

async function answerPage(first: number, withRelations: boolean): Promise<string> {
  const { rows } = await pool.query<DoctorRow>({ ...statements.page, values: statements.pageValues(first) })
  const ids = rows.slice(0, first).map(({ id }) => id)
  const [specializations, schedules] = withRelations ? await queryTogether(ids) : [undefined, undefined]
  const specializationsOf = Map.groupBy(specializations?.rows ?? [], ({ doctorId }) => doctorId)
  const schedulesOf = Map.groupBy(schedules?.rows ?? [], ({ doctorId }) => doctorId)
  const edges = rows.slice(0, first).map(({ id, name }) => ({
    cursor: encodeCursor(BY_NAME, { key: name, id }),
    node: {
      id: encodeGlobalId('Doctor', id),
      name,
      ...(withRelations && {
        specializations: (specializationsOf.get(id) ?? []).map((row) => ({
          id: encodeGlobalId('Specialization', row.id),
          name: row.name,
        })),
        schedules: (schedulesOf.get(id) ?? []).map((row) => ({
          id: encodeGlobalId('PracticeSchedule', row.id),
          dayOfWeek: DAYS[row.dayOfWeek - 1],
          startTime: timeOf(row.startTime),
          endTime: timeOf(row.endTime),
          isAvailable: row.isAvailable,
        })),
      }),
    },
  }))
  const doctors = {
    totalCount: rows[0]?.total_count ?? 0,
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    edges,
  }
  return JSON.stringify({ data: { doctors } })
}

type Relations = [QueryResult<SpecializationRow>, QueryResult<ScheduleRow>]

function queryOnTwoConnections(ids: number[]): Promise<Relations> {
  return Promise.all([
    pool.query<SpecializationRow>({ ...statements.specializations, values: [ids] }),
    pool.query<ScheduleRow>({ ...statements.schedules, values: [ids] }),
  ])
}

async function queryInOneWrite(ids: number[]): Promise<Relations> {
  const client = await pool.connect()
  try {
    const stream = client instanceof Client ? client.connection.stream : undefined
    stream?.cork()
    const answers: [Promise<Relations[0]>, Promise<Relations[1]>] = [
      client.query<SpecializationRow>({ ...statements.specializations, values: [ids] }),
      client.query<ScheduleRow>({ ...statements.schedules, values: [ids] }),
    ]
    stream?.uncork()
    return await Promise.all(answers)
  } finally {
    client.release()
  }
}

async function answerSpecializations(): Promise<string> {
  const { rows } = await pool.query<SpecializationRow>(statements.list)
  const specializations = rows.map(({ id, name }) => ({ id: encodeGlobalId('Specialization', id), name }))
  return JSON.stringify({ data: { specializations } })
}

function timeOf(minute: number): string {
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${twoDigits(Math.floor(minute / 60) % 24)}:${twoDigits(minute % 60)}`
}

/** The texts that production sends for these operations, each prepared under a name. */
async function recordStatements() {
  const sent: Statement[] = []
  const recording: Queryable = {
    async query(statement) {
      sent.push(statement)
      return []
    },
  }
  const directory = createDoctorDirectory(recording)
  await directory.listDoctors({
    filter: {},
    order: BY_NAME,
    window: WINDOW,
    selection: { doctors: true, totalCount: true, hasNextPage: true, hasPreviousPage: false },
  })
  await Promise.all([directory.specializationsOf(1), directory.schedulesOf(1)])
  await directory.listSpecializations()
  const named = (name: string) => {
    const statement = sent.find((one) => one.name === name)
    if (statement === undefined) throw new Error(`expected production to send the statement ${name}`)
    return statement.sql
  }
  const page = named('doctors_page')
  const limit = PAGE_SIZE + 1
  return {
    page: { name: 'page', text: page.text },
    pageValues: (first: number) => page.values.map((value) => (value === limit ? first + 1 : value)),
    specializations: { name: 'specializations', text: named('specializations_by_doctor').text },
    schedules: { name: 'schedules', text: named('schedules_by_doctor').text },
    list: { name: 'list', text: named('specializations').text },
  }
}
