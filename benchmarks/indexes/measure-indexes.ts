import { type CapturedPage, capturePages } from '../pages/capture-pages.ts'
import { buffersOf } from '../pages/plan-shape.ts'
import { type Measuring, resultHead } from '../run/context/measuring.ts'
import { type BenchmarkDatabases, prepareDatabases } from '../targets/databases.ts'
import { type BoundStatement, type Explainer, openExplainer } from '../targets/explain.ts'
import { needsOf, takesLonger } from './index-needs.ts'
import type { AuditedIndex, IndexNeed, IndexResult, IndexSet } from './index-result.ts'

export interface IndexOptions {
  doctors: number
}

const OURS = 'these indexes'
const ARTICLE = "the article's three"
const NONE = 'only keys'
const MAX_STATEMENT_MS = 5_000
const WRITE_ROUNDS = 5
/** Executions of which the least time counts. */
const READINGS = 3

/** The article's indexes, on the columns that they have here. */
const ARTICLE_INDEXES = [
  'create index on doctor (is_active)',
  'create index on doctor (name)',
  'create index on practice_schedule (doctor_id, is_available, day_of_week, start_minute, end_minute)',
]

const INSERT_DOCTORS = `insert into doctor (name, is_active, created_at)
  select name, is_active, created_at from doctor order by id limit 1000`

/** Inserts 1,000 rows into each table that has indexes. */
const INSERTS: Record<string, string> = {
  doctor: INSERT_DOCTORS,
  doctor_specialization: `with added as (${INSERT_DOCTORS} returning id)
    insert into doctor_specialization (doctor_id, specialization_id)
    select added.id, (select min(id) from specialization) from added`,
  practice_schedule: `insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute, is_available)
    select doctor_id, day_of_week, start_minute, end_minute, is_available
    from practice_schedule order by id limit 1000`,
}

/** Drops each index in turn, in a transaction that is rolled back, and replays all operations without it. */
export async function measureIndexes({ doctors }: IndexOptions, context: Measuring): Promise<IndexResult> {
  const startedAt = new Date()
  context.report(`seeding ${doctors.toLocaleString('en-US')} doctors`)
  const scenarios = [
    { name: OURS, indexes: true },
    { name: ARTICLE, indexes: false },
    { name: NONE, indexes: false },
  ]
  const databases = await prepareDatabases({ scenarios, doctors, ...context })
  try {
    const pages = await capturePages(databases.urlOf(OURS), context.signal)
    const indexes = await withExplainer(databases, OURS, (explainer) =>
      auditIndexes(explainer, pages, context),
    )
    const sets: IndexSet[] = []
    for (const { name } of scenarios) {
      context.report(`all operations with ${name}`)
      sets.push(await withExplainer(databases, name, (explainer) => measureSet(explainer, { name, pages })))
    }
    return {
      version: 1,
      ...resultHead(startedAt),
      command: context.command,
      postgresql: databases.serverVersion,
      doctors,
      indexes,
      sets,
    }
  } finally {
    await databases.close()
  }
}

async function withExplainer<Result>(
  databases: BenchmarkDatabases,
  name: string,
  work: (explainer: Explainer) => Promise<Result>,
): Promise<Result> {
  const url = databases.urlOf(name)
  const explainer = await openExplainer({ url, settings: 'of the program', maxMs: MAX_STATEMENT_MS })
  try {
    return await work(explainer)
  } finally {
    await explainer.close()
  }
}

interface IndexRow {
  name: string
  table: string
  definition: string
  bytes: number
}

/** Indexes that no constraint needs. */
const INDEXES = `
  select index.relname as name, "table".relname as table, pg_get_indexdef(index.oid) as definition,
    pg_relation_size(index.oid)::float as bytes
  from pg_index join pg_class index on index.oid = indexrelid join pg_class "table" on "table".oid = indrelid
  where "table".relname in ('doctor', 'doctor_specialization', 'practice_schedule', 'specialization')
    and not exists (select from pg_constraint where conindid = indexrelid)
  order by "table".relname, index.relname`

async function auditIndexes(
  explainer: Explainer,
  pages: readonly CapturedPage[],
  context: Measuring,
): Promise<AuditedIndex[]> {
  const withAll = new Map<string, Reading | null>()
  for (const page of pages)
    withAll.set(page.name, await readPage(page, (each) => explainer.explain(each), READINGS))
  const read: (IndexRow & Omit<AuditedIndex, keyof WriteCost>)[] = []
  for (const index of await explainer.query<IndexRow>(INDEXES)) {
    context.report(`without ${index.name}`)
    const explainWithout = (statement: BoundStatement) =>
      explainer.explainAfter([`drop index ${index.name}`], statement)
    const operations: IndexNeed[] = []
    for (const page of pages) {
      context.signal.throwIfAborted()
      const { buffers, ms } = withAll.get(page.name) ?? { buffers: 0, ms: 0 }
      const needOf = (without: Reading | null): IndexNeed => ({
        ...{ operation: page.name, buffers, ms },
        ...{ buffersWithout: without?.buffers ?? null, msWithout: without?.ms ?? null },
      })
      const once = needOf(await readPage(page, explainWithout))
      // One time can be long by chance.
      operations.push(
        takesLonger(once) && once.msWithout !== null
          ? needOf(await readPage(page, explainWithout, READINGS))
          : once,
      )
    }
    const needs = needsOf(operations)
    read.push({
      ...index,
      needs,
      buffersSaved: operations.reduce<number | null>(
        (sum, { buffers, buffersWithout }) =>
          sum === null || buffersWithout === null ? null : sum + buffersWithout - buffers,
        0,
      ),
      needed: needs.length > 0,
    })
  }
  // After all reading: inserts that are rolled back leave rows behind that later reads would pass.
  const audited: AuditedIndex[] = []
  for (const index of read) {
    context.report(`writing without ${index.name}`)
    audited.push({ ...index, ...(await writeCost(explainer, index)) })
  }
  return audited
}

type WriteCost = Pick<AuditedIndex, 'walBytes' | 'writeMs'>

/** What an index adds to inserting 1,000 rows into its table. */
async function writeCost(explainer: Explainer, { name, table }: IndexRow): Promise<WriteCost> {
  const insert = { text: INSERTS[table] ?? '', parameters: [] }
  const costs = { walBytes: Number.POSITIVE_INFINITY, writeMs: Number.POSITIVE_INFINITY }
  const least = { present: { ...costs }, absent: { ...costs } }
  // The least of several: the first insert after a checkpoint logs whole pages, and others meet a clean-up.
  for (let round = 0; round < WRITE_ROUNDS; round++) {
    for (const [cost, before] of [
      [least.present, []],
      [least.absent, [`drop index ${name}`]],
    ] as const) {
      const explained = await explainer.explainAfter(before, insert)
      cost.walBytes = Math.min(cost.walBytes, explained?.plan['WAL Bytes'] ?? Number.POSITIVE_INFINITY)
      cost.writeMs = Math.min(cost.writeMs, explained?.executionMs ?? Number.POSITIVE_INFINITY)
    }
  }
  return {
    walBytes: least.present.walBytes - least.absent.walBytes,
    writeMs: least.present.writeMs - least.absent.writeMs,
  }
}

async function measureSet(
  explainer: Explainer,
  { name, pages }: { name: string; pages: readonly CapturedPage[] },
): Promise<IndexSet> {
  if (name === ARTICLE) {
    for (const text of ARTICLE_INDEXES) await explainer.query(text)
    await explainer.query('analyze')
  }
  const buffers: Record<string, number | null> = {}
  for (const page of pages) {
    const reading = await readPage(page, (statement) => explainer.explain(statement))
    buffers[page.name] = reading?.buffers ?? null
  }
  const indexes = await explainer.query<IndexRow>(INDEXES)
  return { name, bytes: indexes.reduce((sum, { bytes }) => sum + bytes, 0), buffers }
}

interface Reading {
  buffers: number
  ms: number
}

/**
 * The blocks that the statements of an operation read together, and the least time that they take; null if one of them
 * took too long.
 */
async function readPage(
  { statement, relations }: CapturedPage,
  explain: (statement: BoundStatement) => ReturnType<Explainer['explain']>,
  times = 1,
): Promise<Reading | null> {
  const sum: Reading = { buffers: 0, ms: 0 }
  for (const each of [statement, ...relations]) {
    let ms = Number.POSITIVE_INFINITY
    let buffers = 0
    for (let time = 0; time < times; time++) {
      const explained = await explain(each)
      if (explained === undefined) return null
      ms = Math.min(ms, explained.executionMs)
      buffers = buffersOf(explained.plan).buffers
    }
    sum.buffers += buffers
    sum.ms += ms
  }
  return sum
}
