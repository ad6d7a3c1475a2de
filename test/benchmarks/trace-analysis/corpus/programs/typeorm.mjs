import 'reflect-metadata'
import T from 'typeorm'
import { config, runAll, six, sleep } from './harness.mjs'

const { DataSource, EntitySchema, In } = T
const id = { type: Number, primary: true, generated: true }
const Author = new EntitySchema({
  name: 'author',
  columns: { id, name: { type: String }, email: { type: String } },
})
const Post = new EntitySchema({
  name: 'post',
  columns: {
    id,
    title: { type: String },
    published: { type: Boolean },
    author_id: { type: Number },
    editor_id: { type: Number, nullable: true },
  },
  relations: {
    author: { type: 'many-to-one', target: 'author', joinColumn: { name: 'author_id' } },
    comments: { type: 'one-to-many', target: 'comment', inverseSide: 'post' },
  },
})
const Comment = new EntitySchema({
  name: 'comment',
  columns: { id, post_id: { type: Number }, body: { type: String } },
  relations: {
    post: { type: 'many-to-one', target: 'post', joinColumn: { name: 'post_id' }, inverseSide: 'comments' },
  },
})
const Setting = new EntitySchema({
  name: 'setting',
  columns: { key: { type: String, primary: true }, value: { type: String } },
})
const Permission = new EntitySchema({
  name: 'permission',
  columns: { id, author_id: { type: Number }, post_id: { type: Number } },
})
const db = await new DataSource({
  type: 'postgres',
  host: config.host,
  port: config.port,
  username: 'postgres',
  database: 'postgres',
  extra: { max: 1 },
  logging: true,
  entities: [Author, Post, Comment, Setting, Permission],
}).initialize()
const [author, post, comment, setting, permission] = [Author, Post, Comment, Setting, Permission].map((e) =>
  db.getRepository(e),
)
const page = (take = 10) => post.find({ order: { id: 'asc' }, take })
await runAll(
  'typeorm',
  {
    look_ups: async () => {
      for (const p of await page()) await author.findOneBy({ id: p.author_id })
    },
    relations: async () => {
      for (const p of await page(6)) await comment.findBy({ post_id: p.id })
    },
    eager: () => post.find({ relations: { comments: true, author: true }, order: { id: 'asc' }, take: 10 }),
    batch: async () => author.findBy({ id: In((await page()).map((p) => p.author_id)) }),
    chunks: async () => {
      const ids = (await page(20)).map((p) => p.id)
      for (let i = 0; i < 20; i += 5) await comment.findBy({ post_id: In(ids.slice(i, i + 5)) })
    },
    same_row: async () => {
      for (let i = 0; i < 3; i++) await author.findOneBy({ id: 3 })
    },
    count_page: () =>
      post.findAndCount({ where: { published: true }, order: { id: 'asc' }, take: 10, skip: 0 }),
    insert_loop: async () => {
      for (const i of six) await comment.insert({ post_id: 1 + i, body: `new ${i}` })
    },
    bulk_insert: () => comment.insert(six.map((i) => ({ post_id: 1 + i, body: `b ${i}` }))),
    update_loop: async () => {
      for (const p of await page(6)) await post.update({ id: p.id }, { title: `${p.title}!` })
    },
    reread: async () => {
      await author.findOneBy({ id: 2 })
      await author.update({ id: 2 }, { name: 'B' })
      await author.findOneBy({ id: 2 })
    },
    two_look_ups: async () => {
      await author.findOneBy({ id: 1 })
      await author.findOneBy({ id: 2 })
    },
    upsert_loop: async () => {
      for (const k of six) await setting.upsert({ key: `k${k}`, value: 'v' }, ['key'])
    },
    permissions: async () => {
      for (const p of await page(6)) await permission.existsBy({ author_id: 1, post_id: p.id })
    },
    counts: async () => {
      for (const a of await author.find({ order: { id: 'asc' } })) await post.countBy({ author_id: a.id })
    },
    export: async () => {
      for (let i = 0; i < 4; i++) await post.find({ order: { id: 'asc' }, take: 10, skip: 10 * i })
    },
    polling: async () => {
      for (let i = 0; i < 4; i++) {
        await setting.findBy({ key: 'job' })
        await sleep(100)
      }
    },
    null_keys: async () => {
      for (const p of await page(12)) if (p.editor_id) await author.findOneBy({ id: p.editor_id })
    },
    settings: async () => {
      for (const key of ['theme', 'locale']) await setting.findOneBy({ key })
    },
    delete_loop: async () => {
      for (const c of await comment.find({ order: { id: 'desc' }, take: 6 }))
        await comment.delete({ id: c.id })
    },
  },
  (sql) => db.query(sql),
)
await db.destroy()
