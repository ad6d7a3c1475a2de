import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ClientBase } from 'pg'
import type { Queryable, Statement } from '../../src/database/database.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import type { DoctorDirectory } from '../../src/directory/doctor-directory.ts'
import { createAvailability, type DoctorFilter } from '../../src/directory/doctor-filter.ts'
import { type DoctorOrder, encodeCursor } from '../../src/directory/page/plan/cursor.ts'
import { createPageWindow } from '../../src/directory/page/plan/page-window.ts'
import { connected } from '../support/database/connected.ts'
import { createTestDatabase } from '../support/database/test-database.ts'

const url = await createTestDatabase()

const OVERNIGHT = createAvailability({ dayOfWeek: 7, fromMinute: 1320, toMinute: 360, match: 'OVERLAPS' })
const FILTERS: DoctorFilter[] = [
  {},
  { name: 'ayu' },
  { name: '%' },
  { specialty: 'anak' },
  { specializationIds: [1, 2] },
  { availability: OVERNIGHT },
  { name: 'ayu', specialty: 'anak', specializationIds: [1], availability: OVERNIGHT },
]
const BY_NAME: DoctorOrder = { field: 'NAME', direction: 'ASC' }
const WINDOWS = [
  { first: 5, offset: 3 },
  { last: 5 },
  { first: 5, after: encodeCursor(BY_NAME, { key: 'dr. Ayu', id: 1 }) },
]

/** Every way to ask the directory. A method that is new in the port does not compile without its own. */
const CALLS: Record<keyof DoctorDirectory, (directory: DoctorDirectory) => unknown[]> = {
  listDoctors: (directory) =>
    FILTERS.flatMap((filter) =>
      WINDOWS.map((args) =>
        directory.listDoctors({
          filter,
          order: BY_NAME,
          window: createPageWindow(args, BY_NAME),
          selection: { doctors: true, totalCount: true, hasNextPage: true, hasPreviousPage: true },
        }),
      ),
    ),
  doctorsByIds: (directory) => [directory.doctorsByIds([1])],
  specializationsByIds: (directory) => [directory.specializationsByIds([1])],
  schedulesByIds: (directory) => [directory.schedulesByIds([1])],
  listSpecializations: (directory) => [directory.listSpecializations()],
  specializationsOf: (directory) => [directory.specializationsOf(1)],
  schedulesOf: (directory) => [directory.schedulesOf(1)],
}

/** The texts of all statements that the directory sends. */
async function statementTexts(): Promise<string[]> {
  const texts = new Set<string>()
  const recorder: Queryable = {
    async query<Row extends object>({ sql }: Statement): Promise<Row[]> {
      texts.add(sql.text)
      return []
    },
  }
  const directory = createDoctorDirectory(recorder)
  await Promise.all(Object.values(CALLS).flatMap((call) => call(directory)))
  return [...texts]
}

interface PlanNode {
  'Relation Name'?: string
  'Function Name'?: string
  Plans?: PlanNode[]
}

/** The tables that a statement reads, those behind views and in functions included: these name them with their schema. */
async function tablesRead(session: ClientBase, text: string): Promise<string[]> {
  const { rows } = await session.query(`explain (generic_plan, format json) ${text}`)
  const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
  const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan)
  const valuesOf = (key: 'Relation Name' | 'Function Name') =>
    nodes.flatMap(({ [key]: value }) => (value === undefined ? [] : [value]))
  const { rows: inFunctions } = await session.query<{ table: string }>(
    `select distinct relname as table
     from pg_proc, regexp_matches(prosrc, 'public\\.(\\w+)', 'g') named join pg_class on relname = named[1]
     where proname = any($1) and pronamespace = 'public'::regnamespace and relkind = 'r'`,
    [valuesOf('Function Name')],
  )
  return [...valuesOf('Relation Name'), ...inFunctions.map(({ table }) => table)]
}

/** Those of the tables that can change without a new version. */
async function withoutVersion(session: ClientBase, tables: readonly string[]): Promise<string[]> {
  const { rows } = await session.query<{ table: string }>(
    `select name as table from unnest($1::text[]) name
     where name <> 'data_version' and not (
       exists (
         select from pg_trigger where tgrelid = name::regclass and tgenabled = 'A'
           and tgfoid = 'raise_data_version'::regproc and tgtype & 1 = 0 and tgtype & 60 = 60)
       and exists (
         select from pg_trigger where tgrelid = name::regclass and tgenabled = 'R'
           and tgfoid = 'raise_data_version'::regproc and tgtype & 1 = 1 and tgtype & 28 = 28))`,
    [tables],
  )
  return rows.map(({ table }) => table)
}

describe('the tables that statements of the API read', () => {
  it('raise the version of the data, all of them', () =>
    connected(url, async (session) => {
      const tables = new Set<string>()
      for (const text of await statementTexts()) {
        for (const table of await tablesRead(session, text)) tables.add(table)
      }
      assert.deepEqual([...tables].sort(), [
        'doctor',
        'doctor_bitmap',
        'doctor_place',
        'doctor_specialization',
        'name_range',
        'practice_schedule',
        'specialization',
      ])
      assert.deepEqual(await withoutVersion(session, [...tables]), [])
    }))

  it('are found behind views and in functions, and one without the triggers is named', () =>
    connected(url, async (session) => {
      await session.query('begin')
      await session.query('create table room (id int)')
      await session.query('create view rooms as select doctor.id from room join doctor using (id)')
      const tables = await tablesRead(session, 'select * from rooms where id = $1')
      assert.deepEqual(tables.sort(), ['doctor', 'room'])
      await session.query(
        'create function room_ids() returns setof int language plpgsql as $$ begin return query select id from public.room; end $$',
      )
      assert.deepEqual(await tablesRead(session, 'select * from room_ids()'), ['room'])
      assert.deepEqual(await withoutVersion(session, tables), ['room'])
      await session.query("call raise_data_version_with('room')")
      assert.deepEqual(await withoutVersion(session, tables), [])
      await session.query('alter table room disable trigger raise_data_version')
      assert.deepEqual(await withoutVersion(session, tables), ['room'])
      await session.query('rollback')
    }))
})
