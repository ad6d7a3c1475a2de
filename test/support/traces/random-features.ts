import fc from 'fast-check'
import { chunks, type Draft, each, placeholders } from './draft-trace.ts'

/** What all statements of a random trace have in common. */
export interface Setting {
  /** How many items the page had, request by request. */
  sizes: number[]
  withPaths: boolean
  readsAhead: boolean
  /** Whether every other request has a filter, and so another page statement. */
  filters: boolean
  tracesRows: boolean
  hidden: boolean
}

/** One thing that an operation does besides its page. */
export interface Feature {
  /** Whether the trace shows enough for a finding. */
  isConclusive: (setting: Setting) => boolean
  loops: boolean
  drafts: (context: FeatureContext) => Draft[]
}

/** When a feature's statements are sent, and how many rows each has for a key. */
export interface Timing {
  startMs: number
  stepMs: number
  rowsEach: number
}

export interface FeatureContext extends Timing {
  table: string
  ids: number[]
  path: (field: string) => string | null
}

/** Loops, batches and what else an operation may do. */
export function features(): fc.Arbitrary<Feature> {
  return fc.oneof(
    fc.constantFrom(...Object.values(SINGLE)).map(singles),
    fc.constant(arraysOfOne()),
    fc.constant(twoForEach()),
    fc.constantFrom(...Object.values(MANY)).map((make) => chunked(make, 1000)),
    fc
      .tuple(fc.constantFrom(...Object.values(MANY)), fc.integer({ min: 2, max: 12 }))
      .map(([make, size]) => chunked(make, size)),
    fc.integer({ min: 2, max: 3 }).map(figures),
    fc.constant(lookUps(4)),
  )
}

type Part = Pick<Draft, 'text' | 'parameters' | 'batchSize' | 'loader' | 'rowCount'>
type Make<Keys> = (table: string, keys: Keys) => Part

/** Statements with one key. */
const SINGLE: Record<string, Make<number>> = {
  bound: (table, id) => ({ text: `select * from ${table} where doctor_id = $1`, parameters: [id] }),
  literal: (table, id) => ({ text: `select * from ${table} where doctor_id = ${id}` }),
  listOfOne: (table, id) => ({ text: `select * from ${table} where doctor_id in ($1)`, parameters: [id] }),
  conditioned: (table, id) => ({
    text: `select * from ${table} where kind in ('a', 'b') and is_open and doctor_id = $1 limit 3`,
    parameters: [id],
  }),
  executed: (table, id) => ({ text: `execute ${table}_of(${id})` }),
  called: (table, id) => ({ text: `select * from ${table}_of($1)`, parameters: [id] }),
  updated: (table, id) => ({
    text: `update ${table} set seen = $1 where doctor_id = $2`,
    parameters: [true, id],
  }),
  batchOfOne: (table, id) => ({ ...many(table, [id]), loader: table, batchSize: 1 }),
}

/** Statements with many keys. */
const MANY: Record<string, Make<number[]>> = {
  bound: many,
  list: (table, keys) => ({
    text: `select * from ${table} where doctor_id in (${placeholders(keys.length)})`,
    parameters: keys,
  }),
  literals: (table, keys) => ({ text: `select * from ${table} where doctor_id in (${keys.join(', ')})` }),
  alternatives: (table, keys) => ({
    text: `select * from ${table} where ${keys.map((id) => `doctor_id = ${id}`).join(' or ')}`,
  }),
  batch: (table, keys) => ({ ...many(table, keys), loader: table, batchSize: keys.length }),
  inserted: (table, keys) => ({
    text: `insert into ${table} (doctor_id) values ${keys.map((_, index) => `($${index + 1})`).join(', ')}`,
    parameters: keys,
  }),
}

function many(table: string, keys: number[]) {
  return { text: `select * from ${table} where doctor_id = any($1)`, parameters: [keys] }
}

function singles(make: Make<number>): Feature {
  return {
    loops: true,
    isConclusive: showsOneEach,
    drafts: (context) =>
      spread(
        context,
        context.ids.map((id) => make(context.table, id)),
      ),
  }
}

/** Arrays that are not traced may hold any number of keys: only a page of three is conclusive. */
function arraysOfOne(): Feature {
  return {
    ...singles((table, id) => many(table, [id])),
    isConclusive: (setting) => showsOneEach(setting) && largest(setting) > 2,
  }
}

/** A page without a path has to be as long as the loop, and long enough where it reads one row ahead. */
function showsOneEach(setting: Setting): boolean {
  return setting.withPaths || varies(setting) || largest(setting) > 2 || !setting.readsAhead
}

function twoForEach(): Feature {
  return {
    loops: true,
    isConclusive: (setting) => largest(setting) > 1 && (setting.withPaths || varies(setting)),
    drafts: (context) => {
      const text = `select * from ${context.table} where doctor_id = $1 and kind = $2`
      return spread(
        context,
        context.ids.flatMap((id) => ['a', 'b'].map((kind) => ({ text, parameters: [id, kind] }))),
      )
    },
  }
}

function chunked(make: Make<number[]>, size: number): Feature {
  return {
    loops: false,
    isConclusive: () => true,
    drafts: (context) => {
      const { table, ids, rowsEach } = context
      const parts = chunks(ids.length, size).map((places) => ({
        ...make(table, ids.slice(places[0] === undefined ? 0 : places[0] - 1, places.at(-1))),
        rowCount: rowsEach * places.length,
      }))
      return spread(context, parts)
    },
  }
}

/** As many statements for any page; one page size alone does not show it. */
function figures(count: number): Feature {
  return {
    loops: false,
    isConclusive: varies,
    drafts: (context) =>
      spread(
        context,
        each(count, (kind) => ({
          text: `select count(*) from ${context.table} where kind = $1`,
          parameters: [`k${kind}`],
          rowCount: 1,
        })),
      ),
  }
}

/** Under aliases of the client's; without paths, right after a page they look like a loop over some of its rows. */
function lookUps(count: number): Feature {
  return {
    loops: false,
    isConclusive: ({ withPaths }) => withPaths,
    drafts: ({ table, path, startMs }) =>
      each(count, (number) => ({
        name: table,
        text: `select * from ${table} where id = $1`,
        parameters: [number],
        path: path(`${table}_${number}`),
        startMs,
      })),
  }
}

function spread({ table, path, startMs, stepMs, rowsEach }: FeatureContext, parts: Part[]): Draft[] {
  return parts.map((part, index) => ({
    name: table,
    path: path(`doctors.nodes.*.${table}`),
    startMs: startMs + index * stepMs,
    rowCount: rowsEach,
    ...part,
  }))
}

function varies({ sizes }: Setting): boolean {
  return new Set(sizes).size > 1
}

export function largest({ sizes }: Setting): number {
  return Math.max(...sizes)
}
