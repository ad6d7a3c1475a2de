import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClientBase, DatabaseError } from 'pg'
import type { Queryable } from '../../src/database/database.ts'
import { createRandom, type Random } from '../../src/demo-data/random.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import { DEFAULT_PAGE_LIMITS } from '../../src/directory/page/list-doctors.ts'
import { createKnownTotals } from '../../src/directory/page/plan/known-totals.ts'
import type { PageLimits } from '../../src/directory/page/plan/page-plan.ts'
import { createTestApp, type TestApp } from '../support/app/test-app.ts'
import { assertBitmapsAreRight } from '../support/database/assert-bitmaps-are-right.ts'
import { connected } from '../support/database/connected.ts'
import { dataVersion } from '../support/database/data-version.ts'
import { randomWrite } from '../support/database/random-writes.ts'
import { randomPage } from './random-page.ts'
import { type DirectoryRows, readDirectory } from './read-directory.ts'

interface PlayOptions {
  url: string
  seed: number
  /** Of each writer. */
  transactions: number
}

/** How often something happened: a write, a page, an error with this code. */
export type Counts = Record<string, number>

/** With limits that a few doctors exceed, statements take all of their ways. */
const LIMITS: PageLimits[] = [
  DEFAULT_PAGE_LIMITS,
  {
    ...{ ...DEFAULT_PAGE_LIMITS, walk: 1, walkNames: 1, walkShortNames: 1, named: 1, ids: 1, listedIds: 1 },
    ...{ possible: 0, nearest: 0, sampledBlocks: 1 },
    ...{ sortedIds: 0, testedNames: 0, countedNames: 0, countedRows: 0, window: 1 },
  },
  {
    ...{ ...DEFAULT_PAGE_LIMITS, walk: 3, walkNames: 5, walkShortNames: 9, named: 4, ids: 6, listedIds: 4 },
    ...{ sortedIds: 9, testedNames: 4, countedNames: 3, countedRows: 5, window: 5 },
  },
  {
    ...{ ...DEFAULT_PAGE_LIMITS, walk: 1, walkNames: 1, walkShortNames: 5, named: 2, ids: 2, listedIds: 7 },
    ...{ sortedIds: 12, testedNames: 1, countedNames: 20, countedRows: 0, window: 3 },
  },
]
const WRITERS = 3
const READERS = 2
const PAGES = 5
const TABLES = 'data_version, doctor, specialization, doctor_specialization, practice_schedule, doctor_bitmap'

/**
 * Sessions write at random at the same time, while others read. The pages of a snapshot are those of the rows in that
 * snapshot, answers from memory are those of the rows at their version, and the bitmaps are those of the rows.
 */
export async function playDirectory({ url, seed, transactions }: PlayOptions): Promise<Counts> {
  const counts: Counts = {}
  const count = (event: string) => {
    counts[event] = (counts[event] ?? 0) + 1
  }
  const remembering = await createTestApp({
    databaseUrl: url,
    memory: { answerBytes: 1_000_000, totalBytes: 100_000 },
  })
  const totals = createKnownTotals(100_000)
  let writing = WRITERS
  const writers = Array.from({ length: WRITERS }, (_, index) =>
    connected(url, async (session) => {
      const random = createRandom(seed * 100 + index)
      for (let number = 0; number < transactions; number++) await transact(session, random, count)
    }).finally(() => writing--),
  )
  const readers = Array.from({ length: READERS }, (_, index) =>
    connected(url, async (session) => {
      const random = createRandom(seed * 100 + 50 + index)
      const apps = await Promise.all(
        LIMITS.map((limits) =>
          createTestApp({
            databaseUrl: url,
            createDirectory: () => createDoctorDirectory(queryableOf(session), { limits, totals }),
          }),
        ),
      )
      const read = () => readSnapshot(session, { random, apps, remembering, count })
      while (writing > 0) await read()
      // Nobody writes any more: answers are from memory.
      await read()
    }),
  )
  await Promise.all([...writers, ...readers])
  return counts
}

/** Some writes in one transaction. They can fail, be undone up to a savepoint, and roll back. */
async function transact(session: ClientBase, random: Random, count: (event: string) => void): Promise<void> {
  const level = random.pick(['read committed', 'read committed', 'repeatable read', 'serializable'])
  const writes = Array.from({ length: random.integer(1, 4) }, () => randomWrite(random))
  await session.query(`begin isolation level ${level}`)
  if (random.chance(0.1)) {
    await session.query("set local session_replication_role = 'replica'")
    writes.push(DELETE_ORPHANS)
  }
  let isOver = false
  for (const write of writes) {
    if (isOver) break
    await session.query('savepoint write')
    try {
      await session.query(write)
      count('write')
      if (random.chance(0.2)) await assertBitmapsAreRight(session, write)
      if (write !== DELETE_ORPHANS && random.chance(0.2)) await session.query('rollback to write')
    } catch (error) {
      const code = codeOf(error)
      count(code)
      isOver = TRANSACTION_ROLLBACK.includes(code)
      await session.query('rollback to write')
    }
    if (random.chance(0.2)) await sleep(random.integer(0, 3))
  }
  await session
    .query(isOver || random.chance(0.2) ? 'rollback' : 'commit')
    .catch((error) => count(codeOf(error)))
}

/** What foreign keys do, which do not hold in sessions of the replication role. */
const DELETE_ORPHANS = `
  delete from doctor_specialization
  where doctor_id not in (select id from doctor) or specialization_id not in (select id from specialization);
  delete from practice_schedule where doctor_id not in (select id from doctor)`

/** Serialization failures, and deadlocks with a truncate. */
const TRANSACTION_ROLLBACK = ['40001', '40P01']

function codeOf(error: unknown): string {
  if (error instanceof DatabaseError && error.code !== undefined) return error.code
  throw error
}

interface ReadOptions {
  random: Random
  /** They read in the session of the reader. */
  apps: readonly TestApp[]
  remembering: TestApp
  count: (event: string) => void
}

async function readSnapshot(session: ClientBase, options: ReadOptions): Promise<void> {
  const { random, apps, remembering, count } = options
  await session.query('begin isolation level repeatable read read only')
  // Before the snapshot is taken: one that is older than a truncate sees no rows in its table.
  try {
    await session.query(`lock table ${TABLES} in access share mode`)
  } catch (error) {
    count(codeOf(error))
    await session.query('rollback')
    return
  }
  const directory = await readDirectory(session)
  await assertBitmapsAreRight(session)
  for (let number = 0; number < PAGES; number++) {
    await assertPage(random.pick(apps), random, directory)
    count('page of a snapshot')
  }
  await session.query('commit')
  // Twice, since the first time is the one that is remembered.
  const page = randomPage(random, directory)
  for (let time = 0; time < 3; time++) {
    const { data, errors } = await remembering.run(page.query, page.variables)
    const { version } = await dataVersion(session)
    if (version !== directory.version) return
    if (errors[0]?.extensions.code === 'SERVICE_UNAVAILABLE') return count('deadlock of a reader')
    assert.deepEqual(
      { data: data?.doctors, errors },
      { data: page.expected, errors: [] },
      JSON.stringify(page),
    )
    count('page at a version')
  }
}

async function assertPage(app: TestApp, random: Random, directory: DirectoryRows): Promise<void> {
  const page = randomPage(random, directory)
  const { data, errors } = await app.run(page.query, page.variables)
  assert.deepEqual({ data: data?.doctors, errors }, { data: page.expected, errors: [] }, JSON.stringify(page))
}

function queryableOf(session: ClientBase): Queryable {
  return {
    async query<Row extends object>({ sql }: Parameters<Queryable['query']>[0]): Promise<Row[]> {
      const { rows } = await session.query<Row>(sql.text, sql.values)
      return rows
    },
  }
}
