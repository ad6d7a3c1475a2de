import type { DoctorOrder, Position } from '../../../src/directory/page/plan/cursor.ts'

/** The directory once more, in memory and as plainly as can be: what the tests hold the real one against. */

export interface ReferenceDoctor {
  id: number
  name: string
  isActive: boolean
  createdAt: Date
  specialties: string[]
  schedules: ReferenceSchedule[]
}

export interface ReferenceSchedule {
  dayOfWeek: number
  startMinute: number
  endMinute: number
  isAvailable: boolean
}

export interface ReferenceFilter {
  name?: string
  specialty?: string
  anySpecialty?: string[]
  availability?: ReferenceHours
}

/** `toMinute` is absent for the end of the day; it is never the same as `fromMinute`. */
export interface ReferenceHours {
  dayOfWeek?: number
  fromMinute: number
  toMinute?: number
  match: 'OVERLAPS' | 'COVERS'
}

export interface ReferencePaging {
  first?: number
  last?: number
  after?: Position
  before?: Position
  offset?: number
}

export interface ReferencePage {
  doctors: ReferenceDoctor[]
  totalCount: number
  hasNextPage: boolean
  hasPreviousPage: boolean
}

/**
 * `EdgesToReturn` of the Relay Cursor Connections specification. The part of the list between the cursors is
 * `[low, high)`; what lies outside it, or is cut off it, is what the page flags tell of.
 */
export function referencePage(
  doctors: ReferenceDoctor[],
  filter: ReferenceFilter,
  order: DoctorOrder,
  { first, last, after, before, offset }: ReferencePaging,
): ReferencePage {
  const at = (doctor: ReferenceDoctor) => positionOf(doctor, order)
  const all = doctors.filter((doctor) => matches(doctor, filter)).sort((a, b) => compare(order, at(a), at(b)))
  const compared = (doctor: ReferenceDoctor, position: Position) => compare(order, at(doctor), position)
  const low = after
    ? all.filter((doctor) => compared(doctor, after) <= 0).length
    : Math.min(offset ?? 0, all.length)
  const high = before ? all.filter((doctor) => compared(doctor, before) < 0).length : all.length
  const limit = first ?? (last === undefined ? 10 : Number.POSITIVE_INFINITY)
  const between = all.slice(low, Math.max(low, high))
  const leading = between.slice(0, limit)
  const page = leading.slice(Math.max(0, leading.length - (last ?? Number.POSITIVE_INFINITY)))
  return {
    doctors: page,
    totalCount: all.length,
    hasNextPage: high < all.length || leading.length < between.length,
    hasPreviousPage: low > 0 || page.length < leading.length,
  }
}

export function positionOf(doctor: ReferenceDoctor, order: DoctorOrder): Position {
  return { key: order.field === 'NAME' ? doctor.name : doctor.createdAt, id: doctor.id }
}

const collator = new Intl.Collator('und')

function compare(order: DoctorOrder, a: Position, b: Position): number {
  const ascending = compareKeys(a.key, b.key) || a.id - b.id
  return order.direction === 'ASC' ? ascending : -ascending
}

function compareKeys(a: string | Date, b: string | Date): number {
  if (a instanceof Date || b instanceof Date) return Number(a) - Number(b)
  return collator.compare(a, b) || Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function matches(
  doctor: ReferenceDoctor,
  { name, specialty, anySpecialty, availability }: ReferenceFilter,
): boolean {
  const contains = (text: string, part = '') => text.toLowerCase().includes(part.trim().toLowerCase())
  return (
    doctor.isActive &&
    contains(doctor.name, name) &&
    (!specialty?.trim() || doctor.specialties.some((own) => contains(own, specialty))) &&
    (!anySpecialty?.length || doctor.specialties.some((own) => anySpecialty.includes(own))) &&
    (!availability || doctor.schedules.some((schedule) => meets(schedule, availability)))
  )
}

const DAY = 1440
const WEEK = 7 * DAY

/** Minute by minute around the week. */
export function meets(schedule: ReferenceSchedule, hours: ReferenceHours): boolean {
  if (!schedule.isAvailable) return false
  const open = minutesOfWeek(schedule.dayOfWeek, schedule.startMinute, schedule.endMinute)
  const end = hours.toMinute ?? DAY
  const days = hours.dayOfWeek === undefined ? [1, 2, 3, 4, 5, 6, 7] : [hours.dayOfWeek]
  return days.some((day) => {
    const asked = minutesOfWeek(day, hours.fromMinute, end > hours.fromMinute ? end : end + DAY)
    return hours.match === 'COVERS' ? asked.isSubsetOf(open) : !asked.isDisjointFrom(open)
  })
}

function minutesOfWeek(dayOfWeek: number, startMinute: number, endMinute: number): Set<number> {
  const minutes = new Set<number>()
  for (let minute = startMinute; minute < endMinute; minute++)
    minutes.add(((dayOfWeek - 1) * DAY + minute) % WEEK)
  return minutes
}
