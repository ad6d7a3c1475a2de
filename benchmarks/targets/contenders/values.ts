import * as v from 'valibot'
import type { OperationName } from './operations.ts'

/**
 * What is the same in the answers of all contenders, read from the form of each. A page becomes its total, its flag and
 * its doctors, with relations as lists of names and of `[day, start, end, isAvailable]`.
 */
interface Values {
  totalCount: number
  hasNextPage: boolean
  doctors: DoctorValues[]
}

interface DoctorValues {
  name: string
  specializations: string[]
  schedules: ScheduleValues[]
}

type ScheduleValues = [day: number, startMinute: number, endMinute: number, isAvailable: boolean]

/** The relations of a doctor are read only where the operation selects them. */
type DoctorSchema = v.GenericSchema<unknown, DoctorValues>

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']
const named = v.object({ name: v.string() })
const nameOf = ({ name }: { name: string }) => name

/** A doctor without its relations, in every form. */
const doctorAlone: DoctorSchema = v.pipe(
  named,
  v.transform(({ name }) => ({ name, specializations: [], schedules: [] })),
)

const minutes = { startMinute: v.number(), endMinute: v.number(), isAvailable: v.boolean() }

/** Hours that end on the next day end at a time of day, as this server answers them. */
function scheduleOf(
  day: number,
  startMinute: number,
  endMinute: number,
  isAvailable: boolean,
): ScheduleValues {
  return [day, startMinute % 1440, endMinute % 1440, isAvailable]
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const ownDoctor: DoctorSchema = v.pipe(
  v.object({
    name: v.string(),
    specializations: v.array(named),
    schedules: v.array(
      v.object({
        dayOfWeek: v.string(),
        startTime: v.string(),
        endTime: v.string(),
        isAvailable: v.boolean(),
      }),
    ),
  }),
  v.transform(({ name, specializations, schedules }) => ({
    name,
    specializations: specializations.map(nameOf),
    schedules: schedules.map(({ dayOfWeek, startTime, endTime, isAvailable }) =>
      scheduleOf(DAYS.indexOf(dayOfWeek) + 1, minutesOf(startTime), minutesOf(endTime), isAvailable),
    ),
  })),
)

const plainDoctor: DoctorSchema = v.pipe(
  v.object({
    name: v.string(),
    specializations: v.array(named),
    schedules: v.array(v.object({ ...minutes, dayOfWeek: v.string() })),
  }),
  v.transform(({ name, specializations, schedules }) => ({
    name,
    specializations: specializations.map(nameOf),
    schedules: schedules.map(({ dayOfWeek, startMinute, endMinute, isAvailable }) =>
      scheduleOf(Number(dayOfWeek), startMinute, endMinute, isAvailable),
    ),
  })),
)

const postgraphileDoctor: DoctorSchema = v.pipe(
  v.object({
    name: v.string(),
    specializations: v.object({ nodes: v.array(v.object({ specialization: named })) }),
    schedules: v.object({ nodes: v.array(v.object({ ...minutes, dayOfWeek: v.number() })) }),
  }),
  v.transform(({ name, specializations, schedules }) => ({
    name,
    // The order of a list through a link is the link's there.
    specializations: specializations.nodes.map(({ specialization }) => specialization.name).toSorted(),
    schedules: schedules.nodes.map(({ dayOfWeek, startMinute, endMinute, isAvailable }) =>
      scheduleOf(dayOfWeek, startMinute, endMinute, isAvailable),
    ),
  })),
)

const articleDoctor: DoctorSchema = v.pipe(
  v.object({
    name: v.string(),
    specializations: v.array(named),
    schedules: v.array(
      v.object({
        day_of_week: v.number(),
        start_minute: v.number(),
        end_minute: v.number(),
        is_available: v.boolean(),
      }),
    ),
  }),
  v.transform(({ name, specializations, schedules }) => ({
    name,
    specializations: specializations.map(nameOf),
    schedules: schedules.map(({ day_of_week, start_minute, end_minute, is_available }) =>
      scheduleOf(day_of_week, start_minute, end_minute, is_available),
    ),
  })),
)

const plainNames = v.array(named)

export const ownValues = graphqlValues(ownDoctor, plainNames)
export const plainValues = graphqlValues(plainDoctor, plainNames)
export const postgraphileValues = graphqlValues(
  postgraphileDoctor,
  v.pipe(
    v.object({ nodes: plainNames }),
    v.transform(({ nodes }) => nodes),
  ),
)

/** @throws ValiError if the answer has another form. */
export function articleValues(operation: OperationName, answer: unknown): Values | string[] {
  if (operation === 'specializations') return v.parse(plainNames, answer).map(nameOf)
  const items = v.array(operation === 'page' ? articleDoctor : doctorAlone)
  const page = v.parse(v.object({ total: v.number(), has_next: v.boolean(), items }), answer)
  return { totalCount: page.total, hasNextPage: page.has_next, doctors: page.items }
}

function graphqlValues(doctor: DoctorSchema, names: v.GenericSchema<unknown, { name: string }[]>) {
  return (operation: OperationName, answer: unknown): Values | string[] => {
    if (operation === 'specializations') {
      const { data } = v.parse(v.object({ data: v.object({ specializations: names }) }), answer)
      return data.specializations.map(nameOf)
    }
    const node = operation === 'page-without-relations' ? doctorAlone : doctor
    const connection = v.object({
      totalCount: v.number(),
      pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.string() }),
      edges: v.array(v.object({ cursor: v.string(), node })),
    })
    const { data } = v.parse(v.object({ data: v.object({ doctors: connection }) }), answer)
    const { totalCount, pageInfo, edges } = data.doctors
    return { totalCount, hasNextPage: pageInfo.hasNextPage, doctors: edges.map((edge) => edge.node) }
  }
}
