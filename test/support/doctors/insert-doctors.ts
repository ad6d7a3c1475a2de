import { connected } from '../database/connected.ts'
import { SPECIALTIES } from './arbitrary-doctors.ts'
import type { ReferenceDoctor } from './reference-directory.ts'

/** Makes these the only doctors of the database. The specializations are always the same five. */
export async function insertDoctors(url: string, doctors: ReferenceDoctor[]): Promise<void> {
  await connected(url, async (client) => {
    await client.query(
      'truncate doctor, specialization, doctor_specialization, practice_schedule restart identity',
    )
    await client.query('insert into specialization (name) select * from unnest($1::text[])', [SPECIALTIES])
    await client.query(
      `insert into doctor (id, name, is_active, created_at)
       select id, name, "isActive", "createdAt"
       from json_to_recordset($1) as d (id int, name text, "isActive" boolean, "createdAt" timestamptz)`,
      [JSON.stringify(doctors)],
    )
    await client.query(
      `insert into doctor_specialization
       select (d->>'id')::int, specialization.id
       from json_array_elements($1) d, json_array_elements_text(d->'specialties') s join specialization on name = s`,
      [JSON.stringify(doctors)],
    )
    await client.query(
      `insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute, is_available)
       select (d->>'id')::int, s."dayOfWeek", s."startMinute", s."endMinute", s."isAvailable"
       from json_array_elements($1) d, json_to_recordset(d->'schedules')
         as s ("dayOfWeek" int, "startMinute" int, "endMinute" int, "isAvailable" boolean)`,
      [JSON.stringify(doctors)],
    )
    await client.query('analyze')
  })
}
