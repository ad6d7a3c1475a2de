import S from 'sequelize'
import { config, runAll, six, sleep } from './harness.mjs'

const { Sequelize, DataTypes: D } = S
const db = new Sequelize('postgres', 'postgres', '', {
  host: config.host,
  port: config.port,
  dialect: 'postgres',
  pool: { max: 1 },
  logging: console.log,
  define: { timestamps: false, freezeTableName: true },
})
const Author = db.define('author', { name: D.TEXT, email: D.TEXT }),
  Post = db.define('post', { title: D.TEXT, published: D.BOOLEAN }),
  Comment = db.define('comment', { body: D.TEXT }),
  Setting = db.define('setting', { key: { type: D.TEXT, primaryKey: true }, value: D.TEXT }),
  Permission = db.define('permission', { author_id: D.INTEGER, post_id: D.INTEGER })
Post.belongsTo(Author, { as: 'author', foreignKey: 'author_id' })
Post.belongsTo(Author, { as: 'editor', foreignKey: 'editor_id' })
Author.hasMany(Post, { foreignKey: 'author_id' })
Post.hasMany(Comment, { foreignKey: 'post_id' })
const page = (limit = 10) => Post.findAll({ order: ['id'], limit })
await runAll(
  'sequelize',
  {
    look_ups: async () => {
      for (const p of await page()) await p.getAuthor()
    },
    relations: async () => {
      for (const p of await page(6)) await p.getComments()
    },
    eager: () => Post.findAll({ include: [Comment, 'author'], order: ['id'], limit: 10 }),
    batch: async () => Author.findAll({ where: { id: (await page()).map((p) => p.author_id) } }),
    chunks: async () => {
      const ids = (await page(20)).map((p) => p.id)
      for (let i = 0; i < 20; i += 5) await Comment.findAll({ where: { post_id: ids.slice(i, i + 5) } })
    },
    same_row: async () => {
      for (let i = 0; i < 3; i++) await Author.findByPk(3)
    },
    count_page: () =>
      Post.findAndCountAll({ where: { published: true }, order: ['id'], limit: 10, offset: 0 }),
    insert_loop: async () => {
      for (const i of six) await Comment.create({ post_id: 1 + i, body: `new ${i}` })
    },
    bulk_insert: () => Comment.bulkCreate(six.map((i) => ({ post_id: 1 + i, body: `b ${i}` }))),
    update_loop: async () => {
      for (const p of await page(6)) await p.update({ title: `${p.title}!` })
    },
    reread: async () => {
      await Author.findByPk(2)
      await Author.update({ name: 'B' }, { where: { id: 2 } })
      await Author.findByPk(2)
    },
    two_look_ups: async () => {
      await Author.findByPk(1)
      await Author.findByPk(2)
    },
    upsert_loop: async () => {
      for (const k of six) await Setting.upsert({ key: `k${k}`, value: 'v' })
    },
    permissions: async () => {
      for (const p of await page(6)) await Permission.findOne({ where: { author_id: 1, post_id: p.id } })
    },
    counts: async () => {
      for (const a of await Author.findAll({ order: ['id'] }))
        await Post.count({ where: { author_id: a.id } })
    },
    export: async () => {
      for (let i = 0; i < 4; i++) await Post.findAll({ order: ['id'], limit: 10, offset: 10 * i })
    },
    polling: async () => {
      for (let i = 0; i < 4; i++) {
        await Setting.findAll({ where: { key: 'job' } })
        await sleep(100)
      }
    },
    null_keys: async () => {
      for (const p of await page(12)) await p.getEditor()
    },
    settings: async () => {
      for (const k of ['theme', 'locale']) await Setting.findByPk(k)
    },
    delete_loop: async () => {
      for (const c of await Comment.findAll({ order: [['id', 'desc']], limit: 6 })) await c.destroy()
    },
  },
  (sql) => db.query(sql),
)
await db.close()
