import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { StartupError } from '../startup-error.ts'
import { createDemoDoctor, type DemoDoctor, IS_DEMO_DOCTOR_SQL, shapeOf } from './demo-doctor.ts'
import { SPECIALTIES } from './names.ts'

interface DemoDataOptions {
  url: string
  doctors: number
  /** Also replace data that no seed created. */
  force?: boolean
  /** Called from time to time with the part of the work that is done, from 0 to 1. */
  onProgress?: (done: number) => void
}

const TABLES = ['doctor', 'specialization', 'doctor_specialization', 'practice_schedule']

/**
 * Replaces the demo data in one transaction. The same number of doctors gives the same rows, ids included.
 *
 * @throws StartupError, before anything is changed, if there are doctors or specializations that no seed created.
 */
export async function replaceDemoData({
  url,
  doctors,
  force = false,
  onProgress,
}: DemoDataOptions): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'jadwal seed' })
  // What ends it fails its statement.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`lock table ${TABLES.join(', ')}`)
    if (!force) await refuseOtherData(client)
    await client.query(`truncate ${TABLES.join(', ')}`)
    await withoutIndexes(client, () => copyDemoData(client, doctors, onProgress ?? (() => {})))
    for (const table of ['doctor', 'specialization', 'practice_schedule']) {
      await client.query(`select setval(pg_get_serial_sequence($1, 'id'), (select max(id) from ${table}))`, [
        table,
      ])
    }
    await client.query('call cut_name_ranges()')
    await client.query('commit')
    // Plans need statistics, and index-only scans need the visibility map.
    await client.query(`vacuum analyze ${TABLES.join(', ')}, doctor_bitmap, doctor_place, name_range`)
    onProgress?.(1)
  } finally {
    await client.end()
  }
}

async function refuseOtherData(client: Client): Promise<void> {
  const { rows } = await client.query<{ doctors: number; specializations: number }>(
    `select (select count(*)::int from doctor where (${IS_DEMO_DOCTOR_SQL}) is not true) as doctors,
       (select count(*)::int from specialization where name <> all($1)) as specializations`,
    [SPECIALTIES.map(({ name }) => name)],
  )
  const { doctors, specializations } = rows[0] ?? { doctors: 0, specializations: 0 }
  if (doctors === 0 && specializations === 0) return
  throw new StartupError(
    `expected only data that an earlier seed created, got ${doctors} doctors and ${specializations} specializations ` +
      'that it did not; nothing was changed (--force replaces all data)',
  )
}

/**
 * Drops the indexes and foreign keys of the tables during a load, and creates them again from their definitions in the
 * catalog: building an index once is many times faster than maintaining it for a million rows.
 */
async function withoutIndexes(client: Client, load: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ drop: string; restore: string }>(
    `select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as restore
       from pg_index where indrelid = any($1::regclass[]) and not indisunique
     union all
     select format('alter table %s drop constraint %I', conrelid::regclass, conname),
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
       from pg_constraint where conrelid = any($1::regclass[]) and contype = 'f'`,
    [TABLES],
  )
  for (const { drop } of rows) await client.query(drop)
  await load()
  for (const { restore } of rows) await client.query(restore)
}

async function copyDemoData(
  client: Client,
  doctors: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const shape = shapeOf(doctors)
  const specializations = shape.specialties.map(({ name }, index) => row(index + 1, name))
  await copyRows(client, 'specialization (id, name)', [specializations.join('')])

  let tablesDone = 0
  let scheduleId = 0
  const copyOf = async (table: string, rowsOf: (doctor: DemoDoctor) => string[]) => {
    function* chunks() {
      for (let id = 1; id <= doctors; id++) {
        yield rowsOf(createDemoDoctor(id, shape)).join('')
        if (id % 1000 === 0) onProgress((0.9 * (tablesDone + id / doctors)) / 3)
      }
    }
    await copyRows(client, table, chunks())
    tablesDone++
  }
  await copyOf('doctor (id, name, is_active, created_at)', ({ id, name, isActive, createdAt }) => [
    row(id, name, isActive, createdAt.toISOString()),
  ])
  await copyOf('doctor_specialization (doctor_id, specialization_id)', ({ id, specializationIds }) =>
    specializationIds.map((specializationId) => row(id, specializationId)),
  )
  await copyOf(
    'practice_schedule (id, doctor_id, day_of_week, start_minute, end_minute, is_available)',
    ({ id, schedules }) =>
      schedules.map(({ dayOfWeek, startMinute, endMinute, isAvailable }) =>
        row(++scheduleId, id, dayOfWeek, startMinute, endMinute, isAvailable),
      ),
  )
}

async function copyRows(client: Client, target: string, chunks: Iterable<string>): Promise<void> {
  await pipeline(
    Readable.from(gathered(chunks), { objectMode: true }),
    client.query(copyFrom(`copy ${target} from stdin`)),
  )
}

/** Joins small chunks: each chunk costs more in the stream than in the database. */
function* gathered(chunks: Iterable<string>): Generator<string> {
  let text = ''
  for (const chunk of chunks) {
    text += chunk
    if (text.length < 65_536) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

/** A line of COPY's text format. */
function row(...values: (string | number | boolean)[]): string {
  return `${values.map((value) => String(value).replaceAll('\\', '\\\\')).join('\t')}\n`
}
