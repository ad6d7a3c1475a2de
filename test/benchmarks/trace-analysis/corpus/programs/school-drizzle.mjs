import { and, asc, avg, count, desc, eq, gt, inArray, relations, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { boolean, integer, pgTable, serial, text } from 'drizzle-orm/pg-core'
import { config, pg, runAll } from './harness.mjs'

const teachers = pgTable('teachers', {
  id: serial('id').primaryKey(),
  name: text('name'),
  kind: text('kind'),
  coursesCount: integer('courses_count'),
})
const rooms = pgTable('rooms', { id: serial('id').primaryKey(), name: text('name'), floor: integer('floor') })
const courses = pgTable('courses', {
  id: serial('id').primaryKey(),
  teacherId: integer('teacher_id'),
  roomId: integer('room_id'),
  title: text('title'),
})
const pupils = pgTable('pupils', {
  id: serial('id').primaryKey(),
  name: text('name'),
  email: text('email'),
  mentorId: integer('mentor_id'),
})
const enrolments = pgTable('enrolments', {
  id: serial('id').primaryKey(),
  courseId: integer('course_id'),
  pupilId: integer('pupil_id'),
  active: boolean('active'),
})
const marks = pgTable('marks', {
  id: serial('id').primaryKey(),
  enrolmentId: integer('enrolment_id'),
  value: integer('value'),
})
const tags = pgTable('tags', { id: serial('id').primaryKey(), name: text('name') })
const notices = pgTable('notices', {
  id: serial('id').primaryKey(),
  body: text('body'),
  read: boolean('read'),
})
const courseRelations = relations(courses, ({ one, many }) => ({
  teacher: one(teachers, { fields: [courses.teacherId], references: [teachers.id] }),
  enrolments: many(enrolments),
}))
const enrolmentRelations = relations(enrolments, ({ one }) => ({
  course: one(courses, { fields: [enrolments.courseId], references: [courses.id] }),
  pupil: one(pupils, { fields: [enrolments.pupilId], references: [pupils.id] }),
}))
const pool = new pg.Pool(config)
const db = drizzle(pool, {
  schema: { teachers, courses, enrolments, pupils, courseRelations, enrolmentRelations },
  logger: true,
})
const firstCourses = (n) => db.select().from(courses).orderBy(courses.id).limit(n)
await runAll(
  'school-drizzle',
  {
    z_teacher_each: async () => {
      for (const c of await firstCourses(9))
        await db.query.teachers.findFirst({ where: eq(teachers.id, c.teacherId) })
    },
    z_with: () =>
      db.query.courses.findMany({ with: { teacher: true, enrolments: { with: { pupil: true } } }, limit: 6 }),
    z_enrolments_each: async () => {
      for (const c of await firstCourses(6))
        await db
          .select()
          .from(enrolments)
          .where(and(eq(enrolments.courseId, c.id), eq(enrolments.active, true)))
    },
    z_count_each: async () => {
      for (const c of await firstCourses(6)) await db.$count(enrolments, eq(enrolments.courseId, c.id))
    },
    z_exists_each: async () => {
      for (const c of await firstCourses(6))
        await db
          .select({ any: sql`exists (select 1 from enrolments where course_id = ${c.id})` })
          .from(sql`(values (1)) as one`)
    },
    z_average_each: async () => {
      for (const e of await db.select().from(enrolments).limit(5))
        await db
          .select({ a: avg(marks.value) })
          .from(marks)
          .where(eq(marks.enrolmentId, e.id))
    },
    z_joined: () =>
      db
        .select()
        .from(courses)
        .innerJoin(teachers, eq(teachers.id, courses.teacherId))
        .orderBy(courses.id)
        .limit(8),
    z_in_array: async () => {
      const c = await firstCourses(8)
      await db
        .select()
        .from(teachers)
        .where(
          inArray(
            teachers.id,
            c.map((x) => x.teacherId),
          ),
        )
    },
    z_page_and_total: async () => {
      await Promise.all([
        db
          .select()
          .from(enrolments)
          .where(eq(enrolments.active, true))
          .orderBy(enrolments.id)
          .limit(10)
          .offset(20),
        db.select({ n: count() }).from(enrolments).where(eq(enrolments.active, true)),
      ])
    },
    z_total_of_others: async () => {
      await db.select().from(enrolments).where(eq(enrolments.active, true)).orderBy(enrolments.id).limit(10)
      await db.select({ n: count() }).from(enrolments).where(eq(enrolments.active, false))
    },
    z_insert_each: async () => {
      for (let n = 0; n < 5; n++) await db.insert(notices).values({ body: `i${n}`, read: false })
    },
    z_insert_many: () => db.insert(notices).values([1, 2, 3, 4].map((n) => ({ body: `m${n}`, read: false }))),
    z_upsert_each: async () => {
      for (let n = 1; n < 5; n++)
        await db
          .insert(tags)
          .values({ name: `tag ${n}` })
          .onConflictDoUpdate({ target: tags.name, set: { name: `tag ${n}` } })
    },
    z_update_each: async () => {
      for (const n of await db.select().from(notices).orderBy(notices.id).limit(4))
        await db.update(notices).set({ read: true }).where(eq(notices.id, n.id))
    },
    z_delete_each: async () => {
      for (const m of await db.select().from(marks).orderBy(desc(marks.id)).limit(5))
        await db.delete(marks).where(eq(marks.id, m.id))
    },
    z_two_then_same: async () => {
      const me = () => db.query.teachers.findFirst({ where: eq(teachers.id, 3) })
      await me()
      await firstCourses(3)
      await me()
    },
    z_keyset: async () => {
      for (let last = 0, rows = [{}]; rows.length > 0; last = rows.at(-1)?.id)
        rows = await db.select().from(marks).where(gt(marks.id, last)).orderBy(asc(marks.id)).limit(120)
    },
    z_screens: async () => {
      await firstCourses(5)
      await db.select().from(pupils).limit(5)
      await db.select().from(rooms).limit(5)
    },
    z_three_rooms: async () => {
      for (const id of [2, 4, 6]) await db.select().from(rooms).where(eq(rooms.id, id))
    },
    z_transaction_each: async () => {
      for (let n = 0; n < 4; n++)
        await db.transaction(async (t) => {
          const [r] = await t
            .select()
            .from(rooms)
            .where(eq(rooms.id, n + 1))
            .for('update')
          await t
            .update(rooms)
            .set({ floor: r.floor + 1 })
            .where(eq(rooms.id, r.id))
        })
    },
  },
  (t) => pool.query(t),
)
await pool.end()
