import { EntitySchema, MikroORM } from '@mikro-orm/core'
import { PostgreSqlDriver } from '@mikro-orm/postgresql'
import { config, runAll } from './harness.mjs'
import { ormScenarios } from './orm-scenarios.mjs'

const number = { type: 'number' },
  text = { type: 'string' }
const entity = (name, properties, id = { id: { ...number, primary: true, autoincrement: true } }) =>
  new EntitySchema({ name, tableName: name, properties: { ...id, ...properties } })
const schemas = [
  entity('patient', { name: text, phone: { ...text, nullable: true } }),
  entity('staff', { name: text, seen: number }),
  entity('drug', { code: text, name: text, stock: number, price: number }),
  entity('line', {
    visit: { kind: 'm:1', entity: () => 'visit', joinColumn: 'visit_id' },
    drug_id: number,
    qty: number,
  }),
  entity('visit', {
    patient: { kind: 'm:1', entity: () => 'patient', joinColumn: 'patient_id' },
    patient_id: { ...number, persist: false },
    staff_id: number,
    referred_by: { ...number, nullable: true },
    status: text,
    clinic: number,
    lines: { kind: '1:m', entity: () => 'line', mappedBy: 'visit' },
  }),
  entity('invoice', { visit_id: number, total: number }),
  entity('ward', { parent_id: { ...number, nullable: true }, name: text }),
  entity('rate', { value: number }, { code: { ...text, primary: true } }),
  entity('preference', { value: text }, { name: { ...text, primary: true } }),
  entity('keyword', { word: text }),
  entity('access_grant', { staff_id: number, visit_id: number }),
  entity('activity', { note: text }),
  entity('job', { state: text }),
]
const orm = await MikroORM.init({
  driver: PostgreSqlDriver,
  entities: schemas,
  host: config.host,
  port: config.port,
  user: config.user,
  dbName: config.database,
  pool: { min: 1, max: 1 },
  debug: process.argv[3] === 'params' ? ['query', 'query-params'] : ['query'],
  colors: false,
  logger: (message) => console.log(message),
  discovery: { warnWhenNoEntities: false },
})
let em = orm.em.fork()
const find = (name) => (id) => em.findOne(name, id)
const first = (name) => (n) => em.find(name, {}, { orderBy: { id: 'asc' }, limit: n })
const withIds = (visits) => visits.map((v) => Object.assign(v, { patient_id: v.patient_id ?? v.patient.id }))
const add = async (name, values) => {
  em.create(name, values)
  await em.flush()
}
const scenarios = ormScenarios({
  patient: find('patient'),
  staff: find('staff'),
  drug: find('drug'),
  ward: find('ward'),
  job: find('job'),
  rate: find('rate'),
  preference: find('preference'),
  visits: async (n) => withIds(await first('visit')(n)),
  patients: first('patient'),
  drugs: first('drug'),
  firstLines: first('line'),
  lastLines: (n) => em.find('line', {}, { orderBy: { id: 'desc' }, limit: n }),
  visitsAfter: (id, n) => em.find('visit', { id: { $gt: id } }, { orderBy: { id: 'asc' }, limit: n }),
  visitsOfStaff: (id, n) => em.find('visit', { staff_id: id }, { orderBy: { id: 'asc' }, limit: n }),
  openVisits: (n) => em.find('visit', { status: 'open' }, { orderBy: { id: 'asc' }, limit: n }),
  pageOfVisits: (status, n, offset) =>
    em.find('visit', { status }, { orderBy: { id: 'asc' }, limit: n, offset }),
  countVisits: (status) => em.count('visit', { status }),
  lines: (id) => em.find('line', { visit: id }),
  countLines: (id) => em.count('line', { visit: id }),
  linesOfAll: (ids) => em.find('line', { visit: { $in: ids } }),
  staffOfAll: (ids) => em.find('staff', { id: { $in: ids } }),
  drugsOfAll: (ids) => em.find('drug', { id: { $in: ids } }),
  mayView: (staff_id, visit_id) => em.findOne('access_grant', { staff_id, visit_id }),
  wardChildren: (id) => em.find('ward', { parent_id: id }),
  keyword: (word) => em.findOne('keyword', { word }),
  addKeyword: (word) => add('keyword', { word }),
  async addKeywords(words) {
    for (const word of words) em.create('keyword', { word })
    await em.flush()
  },
  drugByCode: (code) => em.findOne('drug', { code }),
  latestVisit: (id) => em.find('visit', { patient: id }, { orderBy: { id: 'desc' }, limit: 1 }),
  invoiceOf: (id) => em.findOne('invoice', { visit_id: id }),
  addInvoice: (values) => add('invoice', values),
  addPatient: (values) => add('patient', values),
  note: (note) => add('activity', { note }),
  upsertDrug: (drug) => em.upsert('drug', drug),
  setStatus: (id, status) => em.nativeUpdate('visit', { id }, { status }),
  setPrice: (id, price) => em.nativeUpdate('drug', { id }, { price }),
  touchStaff: async (id) => {
    await em.nativeUpdate('staff', { id }, { seen: 1 })
    em.clear()
  },
  removeLine: (id) => em.nativeDelete('line', { id }),
  transaction: (work) => inTransaction(work),
  nested: (work) => inTransaction(work),
  visitsWithRelations: (n) =>
    em.find('visit', {}, { populate: ['patient', 'lines'], orderBy: { id: 'asc' }, limit: n }),
})
async function inTransaction(work) {
  const outer = em
  await outer.transactional(async (inner) => {
    em = inner
    await work()
  })
  em = outer
}
// Each request has an identity map of its own.
const inRequest = Object.fromEntries(
  Object.entries(scenarios).map(([name, run]) => [
    name,
    () => {
      em = orm.em.fork()
      return run()
    },
  ]),
)
await runAll(process.argv[3] === 'params' ? 'mikro-params' : 'mikro', inRequest, (t) =>
  orm.em.getConnection().execute(t),
)
await orm.close()
