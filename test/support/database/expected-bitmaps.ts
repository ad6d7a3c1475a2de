import type { ClientBase } from 'pg'

interface Rows {
  doctors: { id: number; name: string; isActive: boolean; place: number }[]
  links: { doctorId: number; specializationId: number }[]
  schedules: { doctorId: number; day: number; start: number; end: number }[]
}

/** The rows of `doctor_bitmap`, and those of `doctor_place` by digit and value, each as `kind|term|block: numbers of bits`, in one order. */
export async function keptBitmaps(session: ClientBase): Promise<string[]> {
  const { rows } = await session.query<{ kind: string; term: string; block: number; doctors: string }>(
    `select kind, term, block, doctors::text as doctors from doctor_bitmap
     union all
     select 'place', digit || '.' || least, block, at_least[digit][least]::text
     from doctor_place, generate_series(1, 4) digit, generate_series(1, 7) least
     where bit_count(at_least[digit][least]) > 0`,
  )
  return rows
    .map(({ kind, term, block, doctors }) =>
      line(
        kind,
        term,
        block,
        [...doctors].flatMap((bit, number) => (bit === '1' ? [number] : [])),
      ),
    )
    .sort()
}

/** What they have to be, of the rows of the tables, one by one. */
export async function expectedBitmaps(session: ClientBase): Promise<string[]> {
  const { rows } = await session.query<{ data: Rows }>(
    `select json_build_object(
       'doctors', (select coalesce(json_agg(json_build_object('id', id, 'name', search_name, 'isActive', is_active,
           'place', (select count(*) from name_range where first_name <= doctor.name))), '[]')
         from doctor),
       'links', (select coalesce(json_agg(json_build_object('doctorId', doctor_id, 'specializationId', specialization_id)), '[]')
         from doctor_specialization),
       'schedules', (select coalesce(json_agg(json_build_object('doctorId', doctor_id, 'day', day_of_week,
           'start', start_minute, 'end', end_minute)), '[]')
         from practice_schedule where is_available)) as data`,
  )
  const { doctors, links, schedules } = rows[0]?.data ?? { doctors: [], links: [], schedules: [] }
  const existing = new Set(doctors.map(({ id }) => id))
  const bits = new Map<string, Set<number>>()
  const meets = (kind: string, term: string, id: number) => {
    if (!existing.has(id)) return
    const key = JSON.stringify([kind, term, Math.floor(id / 1024)])
    const numbers = bits.get(key) ?? new Set()
    bits.set(key, numbers.add(id - Math.floor(id / 1024) * 1024))
  }
  for (const { id, name, isActive, place } of doctors) {
    if (isActive) meets('public', '', id)
    for (const [index, digit] of [...place.toString(8).padStart(4, '0')].entries()) {
      for (let least = 1; least <= Number(digit); least++) meets('place', `${index + 1}.${least}`, id)
    }
    const characters = [...name]
    for (const [place, character] of characters.entries())
      meets('name', character + (characters[place + 1] ?? ''), id)
  }
  for (const { doctorId, specializationId } of links)
    meets('specialization', String(specializationId), doctorId)
  for (const { doctorId, day, start, end } of schedules) {
    for (let minute = start; minute < end; minute++) {
      if (minute > start && minute % 30 !== 0) continue
      const halfHour = Math.floor((minute % 1440) / 30)
      const dayThen = minute < 1440 ? day : (day % 7) + 1
      meets('hours', `${dayThen}.${halfHour}`, doctorId)
      meets('hours', `any.${halfHour}`, doctorId)
    }
  }
  return [...bits]
    .map(([key, numbers]) => {
      const [kind, term, block]: [string, string, number] = JSON.parse(key)
      return line(
        kind,
        term,
        block,
        [...numbers].sort((a, b) => a - b),
      )
    })
    .sort()
}

const line = (kind: string, term: string, block: number, numbers: number[]) =>
  `${kind}|${term}|${block}: ${numbers.join(' ')}`
