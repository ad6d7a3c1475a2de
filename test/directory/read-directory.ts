import type { ClientBase } from 'pg'
import type { ReferenceDoctor } from '../support/doctors/reference-directory.ts'

/** What the tables of a database have in the snapshot of a session. */
export interface DirectoryRows {
  version: string
  doctors: ReferenceDoctor[]
  specializationIds: Map<string, number>
}

/** Reads the tables as they are, without anything that is kept of them. */
export async function readDirectory(session: ClientBase): Promise<DirectoryRows> {
  const { rows } = await session.query<{ data: Rows; version: string }>(
    `select version, json_build_object(
       'doctors', (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'isActive', is_active,
           'createdMs', extract(epoch from created_at) * 1000)), '[]') from doctor),
       'specializations', (select coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]')
         from specialization),
       'links', (select coalesce(json_agg(json_build_object('doctorId', doctor_id, 'id', specialization_id)), '[]')
         from doctor_specialization),
       'schedules', (select coalesce(json_agg(json_build_object('doctorId', doctor_id, 'dayOfWeek', day_of_week,
           'startMinute', start_minute, 'endMinute', end_minute, 'isAvailable', is_available)), '[]')
         from practice_schedule)) as data
     from data_version`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('expected data_version to have a row, got none')
  const { doctors, specializations, links, schedules } = row.data
  const names = new Map(specializations.map(({ id, name }) => [id, name]))
  const linksOf = Map.groupBy(links, ({ doctorId }) => doctorId)
  const schedulesOf = Map.groupBy(schedules, ({ doctorId }) => doctorId)
  return {
    version: row.version,
    doctors: doctors.map(({ id, name, isActive, createdMs }) => ({
      id,
      name,
      isActive,
      createdAt: new Date(createdMs),
      specialties: (linksOf.get(id) ?? []).map((link) => names.get(link.id) ?? ''),
      schedules: schedulesOf.get(id) ?? [],
    })),
    specializationIds: new Map([...names].map(([id, name]) => [name, id])),
  }
}

interface Rows {
  doctors: { id: number; name: string; isActive: boolean; createdMs: number }[]
  specializations: { id: number; name: string }[]
  links: { doctorId: number; id: number }[]
  schedules: {
    doctorId: number
    dayOfWeek: number
    startMinute: number
    endMinute: number
    isAvailable: boolean
  }[]
}
