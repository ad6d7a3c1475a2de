import { type Draft, each, placeholders } from './draft-trace.ts'

export const SCHEDULES = 'doctors.nodes.*.schedules'
export const SPECIALIZATIONS = 'doctors.nodes.*.specializations'
export const CLINIC = 'doctors.nodes.*.clinic'
export const ROOM = 'doctors.nodes.*.schedules.*.room'

/** The page of doctors; their ids are 1 and on. */
export function page(rowCount: number, more: Partial<Draft> = {}): Draft {
  return {
    name: 'page',
    text: 'select id, name from doctor where is_active order by name, id limit $1',
    parameters: [rowCount],
    rowCount,
    path: 'doctors',
    ...more,
  }
}

/** The schedules of one doctor. */
export function schedulesOf(doctorId: number, more: Partial<Draft> = {}): Draft {
  return {
    name: 'schedules',
    text: 'select * from practice_schedule where doctor_id = $1',
    parameters: [doctorId],
    rowCount: 2,
    path: SCHEDULES,
    ...more,
  }
}

/** The specializations of one doctor. */
export function specializationsOf(doctorId: number, more: Partial<Draft> = {}): Draft {
  return {
    name: 'specializations',
    text: 'select s.* from specialization s join doctor_specialization l on l.specialization_id = s.id where l.doctor_id = $1',
    parameters: [doctorId],
    path: SPECIALIZATIONS,
    ...more,
  }
}

/** One clinic, where a doctor works. */
export function clinic(id: number, more: Partial<Draft> = {}): Draft {
  return {
    name: 'clinic',
    text: 'select * from clinic where id = $1',
    parameters: [id],
    path: CLINIC,
    ...more,
  }
}

/** One room, where a schedule takes place. */
export function room(id: number): Draft {
  return { name: 'room', text: 'select * from room where id = $1', parameters: [id], path: ROOM }
}

/** The schedules of all these doctors, their ids bound as one array. */
export function schedulesOfAny(doctorIds: number[], more: Partial<Draft> = {}): Draft {
  return {
    name: 'schedules',
    text: 'select * from practice_schedule where doctor_id = any($1::int[])',
    parameters: [doctorIds],
    rowCount: doctorIds.length * 2,
    path: SCHEDULES,
    ...more,
  }
}

/** The schedules of all these doctors, their ids in a list. */
export function schedulesIn(doctorIds: number[], more: Partial<Draft> = {}): Draft {
  return {
    ...schedulesOfAny(doctorIds),
    text: `select * from practice_schedule where doctor_id in (${placeholders(doctorIds.length)})`,
    parameters: doctorIds,
    ...more,
  }
}

/** The numbers from 1 to `count`: the ids of a page. */
export function ids(count: number): number[] {
  return each(count, (id) => id)
}

/** A statement of transaction control. */
export function control(text: string): Draft {
  return { name: text, text, rowCount: 0 }
}
