import { config, pg, runAll } from './harness.mjs'

const c = new pg.Client(config)
await c.connect()
const q = async (t, ...p) => (await c.query(t, p)).rows
const orders = (n) => q('select * from orders order by id limit $1', n),
  items = (id) => q('select * from item where order_id = $1', id),
  customer = async (id) => (await q('select * from customer where id = $1', id))[0]
const each = (n) => Array.from({ length: n }, (_, i) => i + 1)
await runAll(
  'raw-pg',
  {
    async viewer_and_loop() {
      await customer(30)
      for (const o of await orders(6)) await customer(o.customer_id)
    },
    async shared_parents() {
      const known = new Map()
      for (const o of await q('select * from orders where customer_id in (3, 7, 9, 12) order by id limit 8'))
        if (!known.has(o.customer_id)) known.set(o.customer_id, await customer(o.customer_id))
    },
    async early_exit() {
      for (const o of await orders(20)) {
        await items(o.id)
        if (o.id === 7) break
      }
    },
    async nested() {
      for (const o of await orders(4))
        for (const i of await items(o.id)) await q('select * from product where id = $1', i.product_id)
    },
    async tree() {
      const walk = async (id) => {
        for (const x of await q('select id, name from category where parent_id = $1', id)) await walk(x.id)
      }
      await walk(1)
    },
    async two_lists() {
      for (const o of await q("select id from orders where state = 'open' order by id limit 3"))
        await items(o.id)
      for (const o of await q("select id, shop from orders where state = 'done' order by id limit 3"))
        await items(o.id)
    },
    async two_forms() {
      for (const o of await orders(8))
        if (o.id % 2) await items(o.id)
        else await q('select * from item where order_id = $1 and amount > 0', o.id)
    },
    async batches_by_shop() {
      for (const shop of ['shop 0', 'shop 1']) {
        const ids = (await q('select id from orders where shop = $1 order by id limit 10', shop)).map(
          (o) => o.id,
        )
        await q('select * from item where order_id = any($1)', ids)
      }
    },
    async lists_per_order() {
      for (const o of await orders(5))
        await q('select * from item where order_id = $1 and product_id = any($2)', o.id, [
          o.id,
          o.id + 60,
          o.id + 120,
        ])
    },
    async savepoints() {
      await q('begin')
      for (const i of each(6)) {
        await q('savepoint s')
        await q('insert into item (order_id, product_id, amount) values ($1, $2, $3)', i, i + 1, 1)
        await q('release savepoint s')
      }
      await q('commit')
    },
    async retry() {
      for (const end of ['rollback', 'commit']) {
        await q('begin')
        await q('select * from product where id = $1', 5)
        await q('update product set stock = stock - 1 where id = $1', 5)
        await q(end)
      }
    },
    async view_reread() {
      const t = () => q('select total from order_totals where order_id = $1', 3)
      await t()
      await q('insert into item (order_id, product_id, amount) values ($1, $2, $3)', 3, 9, 2)
      await t()
    },
    async trigger_reread() {
      const t = () => q('select stock from product where id = $1', 9)
      await t()
      await q('insert into item (order_id, product_id, amount) values ($1, $2, $3)', 4, 9, 2)
      await t()
    },
    async tenants() {
      for (const t of ['tenant_a', 'tenant_b']) {
        await q(`set search_path to ${t}`)
        await q('select * from note where id = $1', 1)
      }
      await q('set search_path to public')
    },
    async user_twice() {
      await customer(4)
      await q('insert into audit_log (what) values ($1)', 'seen')
      await customer(4)
    },
    async config_often() {
      for (const _ of await orders(4)) await q('select value from config where name = $1', 'currency')
    },
    async dashboard() {
      await q('select * from category')
      for (const s of ['open', 'done', 'late', 'void', 'sent', 'new'])
        await q('select count(*) from orders where state = $1', s)
    },
    async keyset_pages() {
      let last = 0
      for (let i = 0; i < 5; i++) {
        const rows = await q('select id, state from orders where id > $1 order by id limit 10', last)
        last = rows.at(-1).id
      }
    },
    async count_distinct() {
      await q('select count(distinct customer_id) from orders where state = $1', 'open')
      await q('select * from orders where state = $1 order by id limit 10', 'open')
    },
    async count_and_page() {
      await q(
        'select count(*) from orders o join customer c on c.id = o.customer_id where c.name like $1',
        'Customer%',
      )
      await q(
        'select o.*, c.name from orders o join customer c on c.id = o.customer_id where c.name like $1 order by o.id limit $2 offset $3',
        'Customer%',
        10,
        20,
      )
    },
    async random_rows() {
      for (let i = 0; i < 3; i++) await q('select * from product order by random() limit 1')
    },
    async sequence() {
      for (let i = 0; i < 6; i++) await q("select nextval('tag_id_seq')")
    },
    async deletes() {
      for (const i of await q('select id from item order by id desc limit 6'))
        await q('delete from item where id = $1', i.id)
    },
    async shipped() {
      for (const o of await orders(6))
        await q('select exists (select 1 from shipment where order_id = $1)', o.id)
    },
    async get_or_create() {
      for (const i of each(6))
        if ((await q('select id from tag where name = $1', `tag ${i}`)).length === 0)
          await q('insert into tag (name) values ($1) returning id', `tag ${i}`)
    },
    async by_year() {
      await q('select * from orders_2025 where customer_id = $1', 1)
      await q('select * from orders_2026 where customer_id = $1', 1)
    },
    async three_aliases() {
      for (const id of [5, 17, 23]) await customer(id)
    },
    async stock_updates() {
      for (const i of await q(
        'select product_id, amount from item where order_id < $1 order by id limit 5',
        30,
      ))
        await q('update product set stock = stock - $1 where id = $2', i.amount, i.product_id)
    },
    async lock_rows() {
      await q('begin')
      for (let i = 0; i < 2; i++) await q('select * from product where id = $1 for update', 3)
      await q('commit')
    },
  },
  (t) => c.query(t),
)
await c.end()
