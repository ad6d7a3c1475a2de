import typeorm from 'typeorm'
import { config, runAll } from './harness.mjs'
import { ormScenarios } from './orm-scenarios.mjs'

const { DataSource, EntitySchema, In, MoreThan } = typeorm
const number = { type: 'int' },
  text = { type: 'text' }
const entity = (
  name,
  columns,
  relations = {},
  id = { id: { type: 'int', primary: true, generated: true } },
) => new EntitySchema({ name, tableName: name, columns: { ...id, ...columns }, relations })
const nullable = { ...number, nullable: true }
const db = new DataSource({
  type: 'postgres',
  host: config.host,
  port: config.port,
  username: config.user,
  database: config.database,
  extra: { max: 1 },
  logging: true,
  logger: 'simple-console',
  entities: [
    entity('patient', { name: text, phone: { ...text, nullable: true } }),
    entity('staff', { name: text, seen: { ...number, default: 0 } }),
    entity('drug', { code: { ...text, unique: true }, name: text, stock: number, price: number }),
    entity(
      'line',
      { visit_id: number, drug_id: number, qty: number },
      {
        visit: {
          type: 'many-to-one',
          target: 'visit',
          inverseSide: 'lines',
          joinColumn: { name: 'visit_id' },
        },
      },
    ),
    entity(
      'visit',
      { patient_id: number, staff_id: number, referred_by: nullable, status: text, clinic: number },
      {
        patient: { type: 'many-to-one', target: 'patient', joinColumn: { name: 'patient_id' } },
        lines: { type: 'one-to-many', target: 'line', inverseSide: 'visit' },
      },
    ),
    entity('invoice', { visit_id: number, total: number }),
    entity('ward', { parent_id: nullable, name: text }),
    entity('rate', { value: number }, {}, { code: { type: 'text', primary: true } }),
    entity('preference', { value: text }, {}, { name: { type: 'text', primary: true } }),
    entity('keyword', { word: text }),
    entity('access_grant', { staff_id: number, visit_id: number }),
    entity('activity', { note: text }),
    entity('job', { state: text }),
  ],
})
await db.initialize()
let em = db.manager
const find = (name) => (id) => em.findOneBy(name, { id })
const first = (name) => (n) => em.find(name, { order: { id: 'ASC' }, take: n })
await runAll(
  'typeorm',
  ormScenarios({
    patient: find('patient'),
    staff: find('staff'),
    drug: find('drug'),
    ward: find('ward'),
    job: find('job'),
    visits: first('visit'),
    patients: first('patient'),
    drugs: first('drug'),
    firstLines: first('line'),
    lastLines: (n) => em.find('line', { order: { id: 'DESC' }, take: n }),
    visitsAfter: (id, n) => em.find('visit', { where: { id: MoreThan(id) }, order: { id: 'ASC' }, take: n }),
    visitsOfStaff: (id, n) => em.find('visit', { where: { staff_id: id }, order: { id: 'ASC' }, take: n }),
    openVisits: (n) => em.find('visit', { where: { status: 'open' }, order: { id: 'ASC' }, take: n }),
    pageOfVisits: (status, take, skip) =>
      em.find('visit', { where: { status }, order: { id: 'ASC' }, take, skip }),
    countVisits: (status) => em.countBy('visit', { status }),
    lines: (id) => em.findBy('line', { visit_id: id }),
    countLines: (id) => em.countBy('line', { visit_id: id }),
    linesOfAll: (ids) => em.findBy('line', { visit_id: In(ids) }),
    staffOfAll: (ids) => em.findBy('staff', { id: In(ids) }),
    drugsOfAll: (ids) => em.findBy('drug', { id: In(ids) }),
    mayView: (staff_id, visit_id) => em.existsBy('access_grant', { staff_id, visit_id }),
    wardChildren: (id) => em.findBy('ward', { parent_id: id }),
    rate: (code) => em.findOneBy('rate', { code }),
    preference: (name) => em.findOneBy('preference', { name }),
    keyword: (word) => em.findOneBy('keyword', { word }),
    addKeyword: (word) => em.save('keyword', { word }),
    addKeywords: (words) =>
      em.insert(
        'keyword',
        words.map((word) => ({ word })),
      ),
    drugByCode: (code) => em.findOneBy('drug', { code }),
    latestVisit: (id) => em.findOne('visit', { where: { patient_id: id }, order: { id: 'DESC' } }),
    invoiceOf: (id) => em.findOneBy('invoice', { visit_id: id }),
    addInvoice: (values) => em.save('invoice', values),
    addPatient: (values) => em.save('patient', values),
    note: (note) => em.insert('activity', { note }),
    upsertDrug: (drug) => em.upsert('drug', { ...drug, id: undefined }, ['code']),
    setStatus: (id, status) => em.update('visit', id, { status }),
    setPrice: (id, price) => em.update('drug', id, { price }),
    touchStaff: (id) => em.increment('staff', { id }, 'seen', 1),
    removeLine: (id) => em.delete('line', id),
    transaction: (work) => inTransaction(work),
    nested: (work) => inTransaction(work),
    visitsWithRelations: (n) =>
      em.find('visit', { relations: { patient: true, lines: true }, order: { id: 'ASC' }, take: n }),
  }),
  (t) => db.query(t),
)
async function inTransaction(work) {
  const outer = em
  await outer.transaction(async (inner) => {
    em = inner
    await work()
  })
  em = outer
}
await db.destroy()
