import { and, asc, count, desc, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { boolean, integer, pgTable, serial, text } from 'drizzle-orm/pg-core'
import { config, pg, runAll, six, sleep } from './harness.mjs'

const author = pgTable('author', { id: serial('id').primaryKey(), name: text('name'), email: text('email') }),
  post = pgTable('post', {
    id: serial('id').primaryKey(),
    authorId: integer('author_id'),
    editorId: integer('editor_id'),
    title: text('title'),
    published: boolean('published'),
  }),
  comment = pgTable('comment', {
    id: serial('id').primaryKey(),
    postId: integer('post_id'),
    body: text('body'),
  }),
  setting = pgTable('setting', { key: text('key').primaryKey(), value: text('value') }),
  permission = pgTable('permission', {
    id: serial('id').primaryKey(),
    authorId: integer('author_id'),
    postId: integer('post_id'),
  })
const pool = new pg.Pool(config)
const db = drizzle(pool, { logger: true })
const page = (n = 10) => db.select().from(post).orderBy(asc(post.id)).limit(n)
const a1 = (id) => db.select().from(author).where(eq(author.id, id)).limit(1)
await runAll(
  'drizzle',
  {
    look_ups: async () => {
      for (const p of await page()) await a1(p.authorId)
    },
    relations: async () => {
      for (const p of await page(6)) await db.select().from(comment).where(eq(comment.postId, p.id))
    },
    eager: () =>
      db
        .select()
        .from(post)
        .leftJoin(author, eq(author.id, post.authorId))
        .leftJoin(comment, eq(comment.postId, post.id))
        .orderBy(asc(post.id))
        .limit(10),
    batch: async () =>
      db
        .select()
        .from(author)
        .where(
          inArray(
            author.id,
            (await page()).map((p) => p.authorId),
          ),
        ),
    chunks: async () => {
      const ids = (await page(20)).map((p) => p.id)
      for (let i = 0; i < 20; i += 5)
        await db
          .select()
          .from(comment)
          .where(inArray(comment.postId, ids.slice(i, i + 5)))
    },
    same_row: async () => {
      for (let i = 0; i < 3; i++) await a1(3)
    },
    count_page: async () => {
      await db.select({ n: count() }).from(post).where(eq(post.published, true))
      await db.select().from(post).where(eq(post.published, true)).orderBy(asc(post.id)).limit(10).offset(0)
    },
    insert_loop: async () => {
      for (const i of six) await db.insert(comment).values({ postId: 1 + i, body: `new ${i}` })
    },
    bulk_insert: () => db.insert(comment).values(six.map((i) => ({ postId: 1 + i, body: `b ${i}` }))),
    update_loop: async () => {
      for (const p of await page(6))
        await db
          .update(post)
          .set({ title: `${p.title}!` })
          .where(eq(post.id, p.id))
    },
    reread: async () => {
      await a1(2)
      await db.update(author).set({ name: 'B' }).where(eq(author.id, 2))
      await a1(2)
    },
    two_look_ups: async () => {
      await a1(1)
      await a1(2)
    },
    upsert_loop: async () => {
      for (const k of six)
        await db
          .insert(setting)
          .values({ key: `k${k}`, value: 'v' })
          .onConflictDoUpdate({ target: setting.key, set: { value: 'v' } })
    },
    permissions: async () => {
      for (const p of await page(6))
        await db
          .select({ id: permission.id })
          .from(permission)
          .where(and(eq(permission.authorId, 1), eq(permission.postId, p.id)))
    },
    counts: async () => {
      for (const a of await db.select().from(author).orderBy(asc(author.id)))
        await db.$count(post, eq(post.authorId, a.id))
    },
    export: async () => {
      for (let i = 0; i < 4; i++) await page(10).offset(10 * i)
    },
    polling: async () => {
      for (let i = 0; i < 4; i++) {
        await db.select().from(setting).where(eq(setting.key, 'job'))
        await sleep(100)
      }
    },
    null_keys: async () => {
      for (const p of await page(12)) if (p.editorId) await a1(p.editorId)
    },
    settings: async () => {
      for (const k of ['theme', 'locale']) await db.select().from(setting).where(eq(setting.key, k))
    },
    delete_loop: async () => {
      for (const c of await db.select().from(comment).orderBy(desc(comment.id)).limit(6))
        await db.delete(comment).where(eq(comment.id, c.id))
    },
  },
  (q) => pool.query(q),
)
await pool.end()
