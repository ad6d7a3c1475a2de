import pg from 'pg'

/** What peers with a schema written by hand answer, and from which statements. */
export const SCHEMA = `
  type Query {
    doctors(first: Int!): DoctorConnection!
    specializations: [Specialization!]!
  }
  type DoctorConnection { totalCount: Int! pageInfo: PageInfo! edges: [DoctorEdge!]! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type DoctorEdge { cursor: String! node: Doctor! }
  type Doctor { id: ID! name: String! specializations: [Specialization!]! schedules: [Schedule!]! }
  type Specialization { id: ID! name: String! }
  type Schedule { id: ID! dayOfWeek: String! startMinute: Int! endMinute: Int! isAvailable: Boolean! }`

const PAGE = `
  select *, (count(*) over ())::int as "totalCount" from (select id, name from doctor where is_active) doctor
  order by name, id limit $1`
const SPECIALIZATIONS_OF = `
  select link.doctor_id as "doctorId", specialization.id, specialization.name
  from doctor_specialization link join specialization on specialization.id = link.specialization_id
  where link.doctor_id = any($1::int[]) order by specialization.name`
const SCHEDULES_OF = `
  select doctor_id as "doctorId", id, day_of_week as "dayOfWeek", start_minute as "startMinute",
    end_minute as "endMinute", is_available as "isAvailable"
  from practice_schedule where doctor_id = any($1::int[]) order by day_of_week, start_minute, id`

export function createReader(databaseUrl) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
  const query = async (name, text, values) => (await pool.query({ name, text, values })).rows
  const byDoctorId = (name, text) => async (ids) => {
    const rows = Map.groupBy(await query(name, text, [ids]), ({ doctorId }) => doctorId)
    return ids.map((id) => rows.get(id) ?? [])
  }
  return {
    async page(first) {
      const rows = await query('page', PAGE, [first + 1])
      const edges = rows.slice(0, first).map((node) => ({ cursor: cursorOf(node), node }))
      return {
        totalCount: rows[0]?.totalCount ?? 0,
        pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
        edges,
      }
    },
    specializations: () => query('list', 'select id, name from specialization order by name', []),
    specializationsByDoctorId: byDoctorId('specializations', SPECIALIZATIONS_OF),
    schedulesByDoctorId: byDoctorId('schedules', SCHEDULES_OF),
  }
}

function cursorOf({ name, id }) {
  return Buffer.from(JSON.stringify([name, id])).toString('base64url')
}
