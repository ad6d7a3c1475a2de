import Knex from 'knex'
import { Model, raw } from 'objection'
import { config, runAll } from './harness.mjs'
import { ormScenarios } from './orm-scenarios.mjs'

// Run with DEBUG=knex:query,knex:bindings for knex's own log.
const knex = Knex({ client: 'pg', connection: config, pool: { min: 1, max: 1 } })
Model.knex(knex)
const table = (tableName, relations = () => ({}), idColumn = 'id') =>
  class extends Model {
    static tableName = tableName
    static idColumn = idColumn
    static relationMappings = relations
  }
const Patient = table('patient'),
  Staff = table('staff'),
  Drug = table('drug'),
  Invoice = table('invoice'),
  Job = table('job'),
  Ward = table('ward'),
  Rate = table('rate', undefined, 'code'),
  Preference = table('preference', undefined, 'name'),
  Keyword = table('keyword'),
  Grant = table('access_grant'),
  Activity = table('activity'),
  Line = table('line')
const Visit = table('visit', () => ({
  patient: {
    relation: Model.BelongsToOneRelation,
    modelClass: Patient,
    join: { from: 'visit.patient_id', to: 'patient.id' },
  },
  lines: {
    relation: Model.HasManyRelation,
    modelClass: Line,
    join: { from: 'visit.id', to: 'line.visit_id' },
  },
}))
let trx
const q = (M) => M.query(trx)
const first = (M) => (n) => q(M).orderBy('id').limit(n)
await runAll(
  'objection',
  ormScenarios({
    patient: (id) => q(Patient).findById(id),
    staff: (id) => q(Staff).findById(id),
    drug: (id) => q(Drug).findById(id),
    ward: (id) => q(Ward).findById(id),
    job: (id) => q(Job).findById(id),
    visits: first(Visit),
    patients: first(Patient),
    drugs: first(Drug),
    firstLines: first(Line),
    lastLines: (n) => q(Line).orderBy('id', 'desc').limit(n),
    visitsAfter: (id, n) => q(Visit).where('id', '>', id).orderBy('id').limit(n),
    visitsOfStaff: (id, n) => q(Visit).where({ staff_id: id }).orderBy('id').limit(n),
    openVisits: (n) => q(Visit).where({ status: 'open' }).orderBy('id').limit(n),
    pageOfVisits: (status, n, from) => q(Visit).where({ status }).orderBy('id').limit(n).offset(from),
    countVisits: (status) => q(Visit).where({ status }).resultSize(),
    lines: (id) => Visit.relatedQuery('lines', trx).for(id),
    countLines: (id) => q(Line).where({ visit_id: id }).count('* as n').first(),
    linesOfAll: (ids) => q(Line).whereIn('visit_id', ids),
    staffOfAll: (ids) => q(Staff).findByIds(ids),
    drugsOfAll: (ids) => q(Drug).findByIds(ids),
    mayView: (staff_id, visit_id) => q(Grant).findOne({ staff_id, visit_id }),
    wardChildren: (id) => q(Ward).where('parent_id', id),
    rate: (code) => q(Rate).findById(code),
    preference: (name) => q(Preference).findById(name),
    keyword: (word) => q(Keyword).findOne({ word }),
    addKeyword: (word) => q(Keyword).insert({ word }),
    addKeywords: (words) => q(Keyword).insert(words.map((word) => ({ word }))),
    drugByCode: (code) => q(Drug).findOne({ code }),
    latestVisit: (id) => q(Visit).where({ patient_id: id }).orderBy('id', 'desc').limit(1),
    invoiceOf: (id) => q(Invoice).findOne({ visit_id: id }),
    addInvoice: (values) => q(Invoice).insert(values),
    addPatient: (values) => q(Patient).insert(values),
    note: (note) => q(Activity).insert({ note }),
    upsertDrug: (drug) => q(Drug).insert(drug).onConflict('id').merge(['stock']),
    setStatus: (id, status) => q(Visit).findById(id).patch({ status }),
    setPrice: (id, price) => q(Drug).patchAndFetchById(id, { price }),
    touchStaff: (id) =>
      q(Staff)
        .findById(id)
        .patch({ seen: raw('seen + 1') }),
    removeLine: (id) => q(Line).deleteById(id),
    transaction: (work) =>
      Model.transaction(async (t) => {
        trx = t
        await work()
        trx = undefined
      }),
    async nested(work) {
      const outer = trx
      await outer.transaction(async (inner) => {
        trx = inner
        await work()
      })
      trx = outer
    },
    visitsWithRelations: (n) => q(Visit).withGraphFetched('[patient, lines]').orderBy('id').limit(n),
  }),
  (t) => knex.raw(t),
)
await knex.destroy()
