import { Kysely, PostgresDialect, sql } from 'kysely'
import { config, pg, runAll } from './harness.mjs'
import { ormScenarios } from './orm-scenarios.mjs'

const asJson = process.argv[3] === 'json'
const root = new Kysely({
  dialect: new PostgresDialect({ pool: new pg.Pool(config) }),
  log: asJson
    ? ({ level, query, queryDurationMillis }) =>
        console.log(
          JSON.stringify({
            level,
            sql: query.sql,
            parameters: query.parameters,
            durationMs: queryDurationMillis,
          }),
        )
    : ['query', 'error'],
})
let db = root
const byId = (table) => (id) => db.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirst()
const first = (table) => (n) => db.selectFrom(table).selectAll().orderBy('id').limit(n).execute()
await runAll(
  asJson ? 'kysely-json' : 'kysely',
  ormScenarios({
    patient: byId('patient'),
    staff: byId('staff'),
    drug: byId('drug'),
    ward: byId('ward'),
    job: byId('job'),
    visits: first('visit'),
    patients: first('patient'),
    drugs: first('drug'),
    firstLines: first('line'),
    lastLines: (n) => db.selectFrom('line').select('id').orderBy('id', 'desc').limit(n).execute(),
    visitsAfter: (id, n) =>
      db.selectFrom('visit').selectAll().where('id', '>', id).orderBy('id').limit(n).execute(),
    visitsOfStaff: (id, n) =>
      db.selectFrom('visit').selectAll().where('staff_id', '=', id).orderBy('id').limit(n).execute(),
    openVisits: (n) =>
      db
        .selectFrom('visit')
        .select(['id', 'status'])
        .where('status', '=', 'open')
        .orderBy('id')
        .limit(n)
        .execute(),
    pageOfVisits: (status, n, from) =>
      db
        .selectFrom('visit')
        .selectAll()
        .where('status', '=', status)
        .orderBy('id')
        .limit(n)
        .offset(from)
        .execute(),
    countVisits: (status) =>
      db
        .selectFrom('visit')
        .select((e) => e.fn.countAll().as('total'))
        .where('status', '=', status)
        .executeTakeFirstOrThrow(),
    lines: (id) => db.selectFrom('line').selectAll().where('visit_id', '=', id).execute(),
    countLines: (id) =>
      db
        .selectFrom('line')
        .select((e) => e.fn.countAll().as('n'))
        .where('visit_id', '=', id)
        .executeTakeFirst(),
    linesOfAll: (ids) => db.selectFrom('line').selectAll().where('visit_id', 'in', ids).execute(),
    staffOfAll: (ids) => db.selectFrom('staff').selectAll().where('id', 'in', ids).execute(),
    drugsOfAll: (ids) => db.selectFrom('drug').selectAll().where('id', 'in', ids).execute(),
    mayView: (staffId, visitId) =>
      db
        .selectFrom('access_grant')
        .select(sql.lit(1).as('one'))
        .where('staff_id', '=', staffId)
        .where('visit_id', '=', visitId)
        .executeTakeFirst(),
    wardChildren: (id) => db.selectFrom('ward').selectAll().where('parent_id', '=', id).execute(),
    rate: (code) => db.selectFrom('rate').selectAll().where('code', '=', code).executeTakeFirst(),
    preference: (name) =>
      db.selectFrom('preference').select('value').where('name', '=', name).executeTakeFirst(),
    keyword: (word) => db.selectFrom('keyword').select('id').where('word', '=', word).executeTakeFirst(),
    addKeyword: (word) => db.insertInto('keyword').values({ word }).returning('id').executeTakeFirst(),
    addKeywords: (words) =>
      db
        .insertInto('keyword')
        .values(words.map((word) => ({ word })))
        .execute(),
    drugByCode: (code) => db.selectFrom('drug').selectAll().where('code', '=', code).executeTakeFirst(),
    latestVisit: (id) =>
      db
        .selectFrom('visit')
        .selectAll()
        .where('patient_id', '=', id)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst(),
    invoiceOf: (id) => db.selectFrom('invoice').selectAll().where('visit_id', '=', id).executeTakeFirst(),
    addInvoice: (values) => db.insertInto('invoice').values(values).executeTakeFirst(),
    addPatient: (values) => db.insertInto('patient').values(values).returningAll().executeTakeFirst(),
    note: (note) => db.insertInto('activity').values({ note }).execute(),
    upsertDrug: (drug) =>
      db
        .insertInto('drug')
        .values(drug)
        .onConflict((c) => c.column('id').doUpdateSet({ stock: drug.stock }))
        .execute(),
    setStatus: (id, status) => db.updateTable('visit').set({ status }).where('id', '=', id).execute(),
    setPrice: (id, price) => db.updateTable('drug').set({ price }).where('id', '=', id).execute(),
    touchStaff: (id) =>
      db
        .updateTable('staff')
        .set((e) => ({ seen: e('seen', '+', 1) }))
        .where('id', '=', id)
        .execute(),
    removeLine: (id) => db.deleteFrom('line').where('id', '=', id).execute(),
    transaction: (work) =>
      root.transaction().execute(async (t) => {
        db = t
        await work()
        db = root
      }),
    async nested(work) {
      await sql`savepoint inner_work`.execute(db)
      await work()
      await sql`release savepoint inner_work`.execute(db)
    },
    async visitsWithRelations(n) {
      await db
        .selectFrom('visit')
        .innerJoin('patient', 'patient.id', 'visit.patient_id')
        .selectAll('visit')
        .select('patient.name')
        .orderBy('visit.id')
        .limit(n)
        .execute()
    },
  }),
  (t) => sql.raw(t).execute(root),
)
await root.destroy()
