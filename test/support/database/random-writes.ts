import { escapeLiteral } from 'pg'
import type { Random } from '../../../src/demo-data/random.ts'

/** On both sides of the borders of blocks, and at the ends of the type. */
const IDS = [
  ...[1, 2, 3, 4, 5, 1022, 1023, 1024, 1025, 2047, 2048, 5000],
  ...[0, -1, -2, -1024, -1025, -2147483648, 2147483647, 2147482624],
]

/** Spaces at all places, one character, case that changes lengths, combining marks, several UTF-16 units, patterns. */
const PARTS = [
  ...[
    'a',
    'A',
    'ab',
    'dr. Ayu',
    'Zoë',
    'ZOË',
    'Zoe\u0308',
    'İ',
    'ẞ',
    'ß',
    'ﬁ',
    'Σ',
    'ς',
    '😀',
    '👩‍⚕️',
    '𝔄𝔅',
    '中文',
  ],
  ...[
    ' ',
    '  ',
    '   ',
    '\u00a0',
    '\t',
    '\n',
    "'",
    '%',
    '_',
    '\\',
    '\u{10ffff}',
    '\u0001',
    '|',
    'ა',
    'x'.repeat(90),
  ],
]

const SPECIALIZATIONS = [1, 2, 3, 4]

/** A statement that writes tables of the directory: most succeed, some break a constraint. */
export function randomWrite(random: Random): string {
  return random.pick(WRITES)(random)
}

const WRITES: ((random: Random) => string)[] = [
  (random) =>
    `insert into doctor (id, name, is_active) values ${list(random, doctor)} on conflict do nothing`,
  (random) =>
    `insert into doctor (id, name, is_active) values (${doctor(random)})
     on conflict (id) do update set name = excluded.name, is_active = excluded.is_active`,
  (random) =>
    `insert into doctor (name) select 'dr. ' || n from generate_series(1, ${random.integer(0, 4)}) n`,
  (random) => `update doctor set name = ${name(random)} where ${someDoctors(random, 'id')}`,
  (random) =>
    `update doctor set name = upper(name), is_active = not is_active where ${someDoctors(random, 'id')}`,
  (random) => `update doctor set is_active = ${boolean(random)} where ${someDoctors(random, 'id')}`,
  (random) => `update doctor set id = ${id(random)} where id = ${id(random)}`,
  (random) => `update doctor set id = id + 1024 where id between 1 and 5 and ${someDoctors(random, 'id')}`,
  () => 'update doctor set name = name',
  () => 'call cut_name_ranges()',
  (random) => `delete from doctor where ${someDoctors(random, 'id')}`,
  (random) => `delete from doctor where id = ${id(random)}`,
  (random) => `insert into doctor_specialization values ${list(random, link)} on conflict do nothing`,
  (random) =>
    `insert into doctor_specialization
     select id, ${random.pick(SPECIALIZATIONS)} from doctor where ${someDoctors(random, 'id')} on conflict do nothing`,
  (random) =>
    `update doctor_specialization set specialization_id = ${random.pick(SPECIALIZATIONS)}
     where specialization_id = ${random.pick(SPECIALIZATIONS)} and ${someDoctors(random, 'doctor_id')}`,
  (random) =>
    `update doctor_specialization set doctor_id = ${id(random)} where ${someDoctors(random, 'doctor_id')}`,
  (random) => `delete from doctor_specialization where ${someDoctors(random, 'doctor_id')}`,
  (random) => `delete from specialization where id = ${random.pick(SPECIALIZATIONS)}`,
  () =>
    `insert into specialization (id, name) select n, 'S' || n from generate_series(1, 4) n on conflict do nothing`,
  (random) => insertSchedules(list(random, (each) => `${id(each)}, ${times(each)}`)),
  (random) =>
    insertSchedules(
      list(random, times),
      `select id, schedule.* from doctor, (values VALUES) schedule where ${someDoctors(random, 'id')}`,
    ),
  (random) =>
    `update practice_schedule set (day_of_week, start_minute, end_minute, is_available) = (${times(random)})
     where ${someDoctors(random, 'doctor_id')}`,
  (random) =>
    `update practice_schedule set end_minute = end_minute - 30, is_available = ${boolean(random)}
     where ${someDoctors(random, 'doctor_id')}`,
  (random) =>
    `update practice_schedule set doctor_id = ${id(random)} where ${someDoctors(random, 'doctor_id')}`,
  (random) => `update practice_schedule set id = id + 100000 where day_of_week = ${random.integer(1, 7)}`,
  (random) => `delete from practice_schedule where id % ${random.integer(2, 5)} = 0`,
  (random) => `delete from practice_schedule where ${someDoctors(random, 'doctor_id')}`,
  (random) =>
    `merge into doctor using (values ${list(random, doctor)}) as given (id, name, is_active) on doctor.id = given.id
     when matched and given.is_active then delete
     when matched then update set name = given.name
     when not matched then insert (id, name) values (given.id, given.name)`,
  (random) =>
    `with came as (insert into doctor (id, name) values (${id(random)}, ${name(random)}) returning id),
       gone as (delete from practice_schedule where ${someDoctors(random, 'doctor_id')} returning doctor_id),
       changed as (update doctor set is_active = not is_active where ${someDoctors(random, 'id')} returning id)
     select (select count(*) from came), (select count(*) from gone), (select count(*) from changed)`,
  (random) =>
    `copy practice_schedule (doctor_id, day_of_week, start_minute, end_minute)
     from program 'echo "${id(random)}	${random.integer(1, 7)}	${random.integer(0, 1439)}	1440"'`,
  (random) => `copy doctor (id, name) from program 'echo "${id(random)}	dr. copied"'`,
  (random) =>
    random.chance(0.2) ? 'truncate practice_schedule' : 'delete from practice_schedule where false',
  (random) =>
    random.chance(0.2)
      ? 'truncate doctor_specialization'
      : 'update doctor_specialization set doctor_id = doctor_id',
  (random) => (random.chance(0.1) ? 'truncate doctor cascade' : 'update practice_schedule set id = id'),
]

const id = (random: Random) => random.pick(IDS)
const boolean = (random: Random) => String(random.chance(0.5))

const name = (random: Random) =>
  escapeLiteral(
    Array.from({ length: random.integer(1, 4) }, () => random.pick(PARTS))
      .join(random.pick(['', ' ']))
      .slice(0, 180),
  )

const doctor = (random: Random) => `${id(random)}, ${name(random)}, ${boolean(random)}`
const link = (random: Random) => `${id(random)}, ${random.pick(SPECIALIZATIONS)}`

/** Day, start, end and availability: often at a border of half hours, of the day or of the week. */
function times(random: Random): string {
  const start = random.chance(0.5) ? random.pick([0, 29, 30, 1410, 1439]) : random.integer(0, 1439)
  const end = start + random.pick([1, 30, 31, 1440, random.integer(1, 1440)])
  return `${random.integer(1, 7)}, ${start}, ${end}, ${random.chance(0.8)}`
}

const insertSchedules = (values: string, source = 'values VALUES') =>
  `insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute, is_available)
   ${source.replace('VALUES', values)}`

const someDoctors = (random: Random, column: string) => `${column} & 3 = ${random.integer(0, 3)}`

const list = (random: Random, one: (random: Random) => string) =>
  Array.from({ length: random.integer(1, 3) }, () => `(${one(random)})`).join(', ')
