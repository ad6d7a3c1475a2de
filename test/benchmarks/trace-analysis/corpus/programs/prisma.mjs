import { PrismaPg } from '@prisma/adapter-pg'
import P from './gen/index.js'
import { config, runAll, six, sleep } from './harness.mjs'

/** Whether the program prints events with parameters, as a program may, and not Prisma's own lines. */
const printsEvents = process.argv.includes('--events')
const db = new P.PrismaClient({
  adapter: new PrismaPg(config),
  log: printsEvents ? [{ emit: 'event', level: 'query' }] : ['query'],
})
if (printsEvents) db.$on('query', (e) => console.log(JSON.stringify(e)))
const page = (take = 10) => db.post.findMany({ orderBy: { id: 'asc' }, take })
await runAll(
  printsEvents ? 'prisma-events' : 'prisma',
  {
    look_ups: async () => {
      for (const p of await page()) await db.author.findUnique({ where: { id: p.author_id } })
    },
    relations: async () => {
      for (const p of await page(6)) await db.comment.findMany({ where: { post_id: p.id } })
    },
    eager: () =>
      db.post.findMany({ include: { comments: true, author: true }, orderBy: { id: 'asc' }, take: 10 }),
    batch: async () => db.author.findMany({ where: { id: { in: (await page()).map((p) => p.author_id) } } }),
    chunks: async () => {
      const ids = (await page(20)).map((p) => p.id)
      for (let i = 0; i < 20; i += 5)
        await db.comment.findMany({ where: { post_id: { in: ids.slice(i, i + 5) } } })
    },
    same_row: async () => {
      for (let i = 0; i < 3; i++) await db.author.findUnique({ where: { id: 3 } })
    },
    count_page: async () => {
      await db.post.count({ where: { published: true } })
      await db.post.findMany({ where: { published: true }, orderBy: { id: 'asc' }, take: 10, skip: 0 })
    },
    insert_loop: async () => {
      for (const i of six) await db.comment.create({ data: { post_id: 1 + i, body: `new ${i}` } })
    },
    bulk_insert: () => db.comment.createMany({ data: six.map((i) => ({ post_id: 1 + i, body: `b ${i}` })) }),
    update_loop: async () => {
      for (const p of await page(6))
        await db.post.update({ where: { id: p.id }, data: { title: `${p.title}!` } })
    },
    reread: async () => {
      await db.author.findUnique({ where: { id: 2 } })
      await db.author.update({ where: { id: 2 }, data: { name: 'B' } })
      await db.author.findUnique({ where: { id: 2 } })
    },
    two_look_ups: async () => {
      await db.author.findUnique({ where: { id: 1 } })
      await db.author.findUnique({ where: { id: 2 } })
    },
    upsert_loop: async () => {
      for (const k of six)
        await db.setting.upsert({
          where: { key: `k${k}` },
          create: { key: `k${k}`, value: 'v' },
          update: { value: 'v' },
        })
    },
    permissions: async () => {
      for (const p of await page(6)) await db.permission.findFirst({ where: { author_id: 1, post_id: p.id } })
    },
    counts: async () => {
      for (const a of await db.author.findMany({ orderBy: { id: 'asc' } }))
        await db.post.count({ where: { author_id: a.id } })
    },
    export: async () => {
      for (let i = 0; i < 4; i++) await db.post.findMany({ orderBy: { id: 'asc' }, take: 10, skip: 10 * i })
    },
    polling: async () => {
      for (let i = 0; i < 4; i++) {
        await db.setting.findMany({ where: { key: 'job' } })
        await sleep(100)
      }
    },
    null_keys: async () => {
      for (const p of await page(12))
        if (p.editor_id) await db.author.findUnique({ where: { id: p.editor_id } })
    },
    settings: async () => {
      for (const key of ['theme', 'locale']) await db.setting.findUnique({ where: { key } })
    },
    delete_loop: async () => {
      for (const c of await db.comment.findMany({ orderBy: { id: 'desc' }, take: 6 }))
        await db.comment.delete({ where: { id: c.id } })
    },
  },
  (q) => db.$executeRawUnsafe(q),
)
await db.$disconnect()
