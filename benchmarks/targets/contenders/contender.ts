import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { devNull } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { DOCUMENTS, type OperationName, variablesOf } from './operations.ts'

export type ContenderName = 'floor' | 'jadwal' | 'mercurius' | 'postgraphile'

/** A server that answers the operations of the comparison. */
export interface Contender {
  name: ContenderName
  title: string
  program: URL
  args?: readonly string[]
  /** Whether it has packages of its own, in `peers/`. */
  isPeer: boolean
  /** The body of the request for an operation, in the contender's own language. */
  bodyOf(operation: OperationName): string
  /** What every contender has to answer, from its answer. @throws ValiError if it has another form. */
  valuesOf(operation: OperationName, data: unknown): unknown
}

export interface RunningContender {
  url: string
  pid: number
  stop(): Promise<void>
}

const NAMES: Record<OperationName, string> = {
  page: 'Page',
  'page-without-relations': 'Names',
  specializations: 'Specializations',
}

const named = v.object({ name: v.string() })
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']

/** Starts a contender on a database. @throws Error if it ends before it serves. */
export async function startContender(
  { name, program, args = [] }: Contender,
  databaseUrl: string,
): Promise<RunningContender> {
  const server = spawn(
    process.execPath,
    [...process.execArgv, fileURLToPath(program), '--database-url', databaseUrl, ...args],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    },
  )
  const ended = once(server, 'close')
  const [ready] = await Promise.race([once(createInterface(server.stdout), 'line'), ended.then(() => [])])
  if (typeof ready !== 'string' || server.pid === undefined)
    throw new Error(`expected ${name} to serve, got its exit`)
  const { url } = v.parse(v.object({ url: v.string() }), JSON.parse(ready))
  return {
    url,
    pid: server.pid,
    async stop() {
      server.stdin.end()
      await ended
    },
  }
}

/** In the order of the table. The first is what the others are compared with. */
export const CONTENDERS: readonly Contender[] = [
  {
    name: 'floor',
    title: 'the floor: node:http and pg by hand',
    program: new URL('./floor-server.ts', import.meta.url),
    isPeer: false,
    bodyOf: ownBody,
    valuesOf: ownValues,
  },
  {
    name: 'jadwal',
    title: 'this server, with everything on',
    program: new URL('../server.ts', import.meta.url),
    args: ['--log-file', devNull],
    isPeer: false,
    bodyOf: ownBody,
    valuesOf: ownValues,
  },
  {
    name: 'mercurius',
    title: 'mercurius with JIT and batched loaders',
    program: new URL('./peers/mercurius.mjs', import.meta.url),
    isPeer: true,
    bodyOf: (operation) =>
      body(operation, DOCUMENTS[operation].replace('startTime endTime', 'startMinute endMinute')),
    valuesOf(operation, data) {
      if (operation === 'specializations')
        return v.parse(v.object({ specializations: v.array(named) }), data).specializations
      const { doctors } = v.parse(v.object({ doctors: connection(mercuriusDoctor(operation)) }), data)
      return valuesOfPage(doctors)
    },
  },
  {
    name: 'postgraphile',
    title: 'PostGraphile',
    program: new URL('./peers/postgraphile.mjs', import.meta.url),
    isPeer: true,
    bodyOf: (operation) => body(operation, POSTGRAPHILE_DOCUMENTS[operation]),
    valuesOf(operation, data) {
      if (operation === 'specializations') {
        return v.parse(v.object({ specializations: v.object({ nodes: v.array(named) }) }), data)
          .specializations.nodes
      }
      const { doctors } = v.parse(v.object({ doctors: connection(postgraphileDoctor(operation)) }), data)
      return valuesOfPage(doctors)
    },
  },
]

function body(operation: OperationName, query: string): string {
  return JSON.stringify({ query, operationName: NAMES[operation], variables: variablesOf(operation) })
}

function ownBody(operation: OperationName): string {
  return body(operation, DOCUMENTS[operation])
}

interface Page {
  totalCount: number
  pageInfo: { hasNextPage: boolean }
  edges: { node: { name: string; specializations: string[]; schedules: unknown[][] } }[]
}

function connection<Node extends v.GenericSchema>(node: Node) {
  return v.object({
    totalCount: v.number(),
    pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.string() }),
    edges: v.array(v.object({ cursor: v.string(), node })),
  })
}

function valuesOfPage({ totalCount, pageInfo: { hasNextPage }, edges }: Page) {
  return { totalCount, hasNextPage, doctors: edges.map(({ node }) => node) }
}

function ownValues(operation: OperationName, data: unknown): unknown {
  if (operation === 'specializations')
    return v.parse(v.object({ specializations: v.array(named) }), data).specializations
  return valuesOfPage(v.parse(v.object({ doctors: connection(ownDoctor(operation)) }), data).doctors)
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const doctorAlone = v.pipe(
  named,
  v.transform(({ name }) => ({ name, specializations: [] as string[], schedules: [] as unknown[][] })),
)

function ownDoctor(operation: OperationName) {
  if (operation !== 'page') return doctorAlone
  const schedule = v.object({
    dayOfWeek: v.string(),
    startTime: v.string(),
    endTime: v.string(),
    isAvailable: v.boolean(),
  })
  return v.pipe(
    v.object({ name: v.string(), specializations: v.array(named), schedules: v.array(schedule) }),
    v.transform(({ name, specializations, schedules }) => ({
      name,
      specializations: specializations.map((one) => one.name),
      schedules: schedules.map(({ dayOfWeek, startTime, endTime, isAvailable }) => [
        dayOfWeek,
        minutesOf(startTime),
        minutesOf(endTime),
        isAvailable,
      ]),
    })),
  )
}

const minutes = v.object({ startMinute: v.number(), endMinute: v.number(), isAvailable: v.boolean() })
const minutesOfDay = ({ startMinute, endMinute, isAvailable }: v.InferOutput<typeof minutes>) => [
  startMinute % 1440,
  endMinute % 1440,
  isAvailable,
]

function mercuriusDoctor(operation: OperationName) {
  if (operation !== 'page') return doctorAlone
  const schedule = v.object({ ...minutes.entries, dayOfWeek: v.string() })
  return v.pipe(
    v.object({ name: v.string(), specializations: v.array(named), schedules: v.array(schedule) }),
    v.transform(({ name, specializations, schedules }) => ({
      name,
      specializations: specializations.map((one) => one.name),
      schedules: schedules.map((one) => [DAYS[Number(one.dayOfWeek) - 1], ...minutesOfDay(one)]),
    })),
  )
}

function postgraphileDoctor(operation: OperationName) {
  if (operation !== 'page') return doctorAlone
  const schedule = v.object({ ...minutes.entries, dayOfWeek: v.number() })
  return v.pipe(
    v.object({
      name: v.string(),
      specializations: v.object({ nodes: v.array(v.object({ specialization: named })) }),
      schedules: v.object({ nodes: v.array(schedule) }),
    }),
    v.transform(({ name, specializations, schedules }) => ({
      name,
      // The order of a list through a link is the link's there.
      specializations: specializations.nodes.map(({ specialization }) => specialization.name).toSorted(),
      schedules: schedules.nodes.map((one) => [DAYS[one.dayOfWeek - 1], ...minutesOfDay(one)]),
    })),
  )
}

const POSTGRAPHILE_PAGE = 'first: $first, condition: { isActive: true }, orderBy: [NAME_ASC, ROW_ID_ASC]'

const POSTGRAPHILE_DOCUMENTS: Record<OperationName, string> = {
  page: `query Page($first: Int!) {
  doctors: allDoctors(${POSTGRAPHILE_PAGE}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      cursor
      node {
        id
        name
        specializations: doctorSpecializationsByDoctorId {
          nodes { specialization: specializationBySpecializationId { id name } }
        }
        schedules: practiceSchedulesByDoctorId(orderBy: [DAY_OF_WEEK_ASC, START_MINUTE_ASC, ROW_ID_ASC]) {
          nodes { id dayOfWeek startMinute endMinute isAvailable }
        }
      }
    }
  }
}`,
  'page-without-relations': `query Names($first: Int!) {
  doctors: allDoctors(${POSTGRAPHILE_PAGE}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor node { id name } }
  }
}`,
  specializations: `query Specializations {
  specializations: allSpecializations(orderBy: NAME_ASC) { nodes { id name } }
}`,
}
