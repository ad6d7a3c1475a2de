import S from 'sequelize'
import { config, runAll, sleep } from './harness.mjs'

const { Sequelize, DataTypes: D, Op } = S
const db = new Sequelize('postgres', 'postgres', '', {
  host: config.host,
  port: config.port,
  dialect: 'postgres',
  pool: { max: 1 },
  logging:
    process.argv[3] === 'bind'
      ? (text, options) =>
          console.log(
            `[${new Date().toISOString()}] ${text}`,
            options.bind ? JSON.stringify(options.bind) : '',
          )
      : (text, ms) => console.log(text, ms),
  benchmark: process.argv[3] !== 'bind',
  define: { timestamps: false },
})
const Teacher = db.define(
    'teacher',
    { name: D.TEXT, kind: D.TEXT, courses_count: D.INTEGER },
    { tableName: 'teachers' },
  ),
  Room = db.define('room', { name: D.TEXT, floor: D.INTEGER }, { tableName: 'rooms' }),
  Course = db.define('course', { title: D.TEXT, plan: D.TEXT }, { tableName: 'courses' }),
  Pupil = db.define('pupil', { name: D.TEXT, email: D.TEXT }, { tableName: 'pupils' }),
  Enrolment = db.define('enrolment', { active: D.BOOLEAN }, { tableName: 'enrolments' }),
  Mark = db.define('mark', { value: D.INTEGER }, { tableName: 'marks' }),
  Address = db.define('address', { city: D.TEXT }, { tableName: 'addresses' }),
  Tag = db.define('tag', { name: D.TEXT }, { tableName: 'tags' }),
  CourseTag = db.define('course_tag', {}, { tableName: 'course_tags' }),
  Notice = db.define('notice', { body: D.TEXT, read: D.BOOLEAN }, { tableName: 'notices' }),
  Session = db.define(
    'session',
    { token: { type: D.TEXT, primaryKey: true }, teacher_id: D.INTEGER, seen_at: D.DATE },
    { tableName: 'sessions' },
  )
const fk = (name) => ({ foreignKey: name })
Course.belongsTo(Teacher, fk('teacher_id'))
Teacher.hasMany(Course, fk('teacher_id'))
Course.belongsTo(Room, fk('room_id'))
Course.hasMany(Enrolment, fk('course_id'))
Enrolment.belongsTo(Course, fk('course_id'))
Enrolment.belongsTo(Pupil, fk('pupil_id'))
Pupil.hasMany(Enrolment, fk('pupil_id'))
Pupil.hasOne(Address, fk('pupil_id'))
Pupil.belongsTo(Teacher, { as: 'mentor', foreignKey: 'mentor_id' })
Enrolment.hasMany(Mark, fk('enrolment_id'))
Course.belongsToMany(Tag, { through: CourseTag, foreignKey: 'course_id', otherKey: 'tag_id' })
const courses = (limit, more = {}) => Course.findAll({ order: ['id'], limit, ...more })
await runAll(
  'school-sequelize',
  {
    q_belongs_to: async () => {
      for (const c of await courses(9)) await c.getTeacher()
    },
    q_include: () => courses(9, { include: [Teacher, { model: Enrolment, separate: true }] }),
    q_optional: async () => {
      for (const c of await courses(10)) if (c.room_id) await c.getRoom()
    },
    q_has_one: async () => {
      for (const p of await Pupil.findAll({ order: ['id'], limit: 7 })) await p.getAddress()
    },
    q_many_to_many: async () => {
      for (const c of await courses(8)) await c.getTags()
    },
    q_count_each: async () => {
      for (const c of await courses(6)) await c.countEnrolments()
    },
    q_all_at_once: async () => {
      await Promise.all((await courses(7)).map((c) => c.getEnrolments()))
    },
    q_mentors_of_some: async () => {
      for (const p of await Pupil.findAll({ order: ['id'], limit: 10 })) if (p.mentor_id) await p.getMentor()
    },
    q_batches: async () => {
      const ids = (await Enrolment.findAll({ attributes: ['id'], order: ['id'], limit: 45 })).map((e) => e.id)
      for (let at = 0; at < 45; at += 15)
        await Mark.findAll({ where: { enrolment_id: ids.slice(at, at + 15) } })
    },
    q_session_and_page: async () => {
      const s = await Session.findByPk('t1')
      await Teacher.findByPk(s.teacher_id)
      await Course.findAndCountAll({ where: { teacher_id: s.teacher_id }, order: ['id'], limit: 2 })
    },
    q_page_of_included: () =>
      Course.findAndCountAll({
        include: [{ model: Teacher, where: { kind: 'Lecturer' } }],
        order: ['id'],
        limit: 10,
      }),
    q_create_each: async () => {
      for (let n = 0; n < 5; n++) await Notice.create({ body: `c${n}`, read: false })
    },
    q_bulk_create: () => Notice.bulkCreate([1, 2, 3, 4, 5, 6].map((n) => ({ body: `b${n}`, read: false }))),
    q_save_each: async () => {
      for (const n of await Notice.findAll({ where: { read: false }, order: ['id'], limit: 4 }))
        await n.update({ read: true })
    },
    q_increment: () => Teacher.increment('courses_count', { where: { id: 2 } }),
    q_find_or_create: async () => {
      for (const name of ['oak', 'elm', 'ash', 'fir']) await Tag.findOrCreate({ where: { name } })
    },
    q_transfer: () =>
      db.transaction(async (transaction) => {
        await Enrolment.update({ active: false }, { where: { id: 7 }, transaction })
        await Enrolment.update({ active: true }, { where: { id: 8 }, transaction })
      }),
    q_reload: async () => {
      const t = await Teacher.findByPk(5)
      await t.update({ name: 'five' })
      await t.reload()
    },
    q_same_twice: async () => {
      await Teacher.findByPk(6)
      await Room.findAll({ order: ['id'] })
      await Teacher.findByPk(6)
    },
    q_poll: async () => {
      for (let n = 0; n < 4; n++) {
        await Session.findByPk('t1')
        await sleep(150)
      }
    },
    q_two_teachers: async () => {
      await Teacher.findByPk(1)
      await Teacher.findByPk(2)
    },
    q_by_kind: async () => {
      for (const kind of ['Lecturer', 'Assistant', 'Guest']) await Teacher.findAll({ where: { kind } })
    },
    q_export: async () => {
      for (let offset = 0; offset < 240; offset += 60)
        await Enrolment.findAll({ order: ['id'], limit: 60, offset })
    },
    q_after: async () => {
      for (let id = 0, rows = [{}]; rows.length > 0; id = rows.at(-1)?.id)
        rows = await Enrolment.findAll({ where: { id: { [Op.gt]: id } }, order: ['id'], limit: 60 })
    },
    q_two_levels: async () => {
      for (const t of await Teacher.findAll({ order: ['id'], limit: 3 }))
        for (const c of await t.getCourses()) await c.getEnrolments()
    },
    q_sum_each: async () => {
      for (const e of await Enrolment.findAll({ order: ['id'], limit: 5 }))
        await Mark.sum('value', { where: { enrolment_id: e.id } })
    },
    q_destroy_each: async () => {
      for (const m of await Mark.findAll({ order: [['id', 'DESC']], limit: 5 })) await m.destroy()
    },
  },
  (t) => db.query(t),
)
await db.close()
