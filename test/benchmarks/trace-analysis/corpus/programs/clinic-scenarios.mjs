import { sleep } from './harness.mjs'

/**
 * What a program does in each request, as statements that it writes itself.
 *
 * @param q sends a statement and returns its rows.
 */
export function clinicScenarios(q) {
  const one = async (...args) => (await q(...args))[0]
  const visits = (n, from = 0) => q('select * from visit where id > $1 order by id limit $2', from, n)
  const patient = (id) => one('select * from patient where id = $1', id)
  const staff = (id) => one('select * from staff where id = $1', id)
  const linesOf = (id) => q('select * from line where visit_id = $1', id)
  const grantOf = (id) => one('select 1 from access_grant where staff_id = $1 and visit_id = $2', 1, id)
  const each = (n) => Array.from({ length: n }, (_, index) => index + 1)
  const tryTo = (work) => work.catch(() => undefined)
  return {
    async viewer_first() {
      await patient(40)
      for (const v of await visits(8)) await patient(v.patient_id)
    },
    async null_referrals() {
      for (const v of await visits(12)) if (v.referred_by !== null) await staff(v.referred_by)
    },
    async staff_cache() {
      const known = new Map()
      for (const v of await visits(20))
        if (!known.has(v.staff_id)) known.set(v.staff_id, await staff(v.staff_id))
    },
    async stop_when_found() {
      for (const v of await visits(15)) {
        const lines = await linesOf(v.id)
        if (v.id >= 6 && lines.length > 0) break
      }
    },
    async only_open() {
      for (const v of await visits(10)) if (v.status === 'open') await linesOf(v.id)
    },
    async list_twice() {
      await visits(6)
      for (const v of await visits(6)) await linesOf(v.id)
    },
    async forms_by_turn() {
      for (const v of await visits(10))
        if (v.clinic === 1) await linesOf(v.id)
        else await q('select * from line where visit_id = $1 and qty > 1', v.id)
    },
    async two_sources() {
      const invoiceOf = (id) => one('select * from invoice where visit_id = $1', id)
      for (const v of await q("select id from visit where status = 'open' order by id limit 4"))
        await invoiceOf(v.id)
      for (const v of await q('select v.id, v.clinic from visit v where v.clinic = 2 order by v.id limit 3'))
        await invoiceOf(v.id)
    },
    async ward_tree() {
      const walk = async (id) => {
        for (const w of await q('select id, name from ward where parent_id = $1', id)) await walk(w.id)
      }
      await walk(1)
    },
    async ward_ancestors() {
      let id = 8
      while (id !== null) id = (await one('select id, parent_id from ward where id = $1', id)).parent_id
    },
    async copy_lines() {
      for (const l of await q('select * from line where visit_id in (3, 4) order by id'))
        await q('insert into line (visit_id, drug_id, qty) values ($1, $2, $3)', 5, l.drug_id, l.qty)
    },
    async computed_invoices() {
      for (const v of await visits(6))
        await q('insert into invoice (visit_id, total) values ($1, $2)', v.id, v.clinic * 110)
    },
    async upsert_stock() {
      for (const l of await q('select drug_id, qty from line order by id limit 7'))
        await q(
          'insert into drug (id, code, name, stock, price) values ($1, $2, $3, $4, $5) on conflict (id) do update set stock = drug.stock + $4',
          l.drug_id,
          `D-${l.drug_id}`,
          `Drug ${l.drug_id}`,
          l.qty,
          0,
        )
    },
    async mark_done() {
      for (const v of await q("select id from visit where status = 'open' order by id limit 5"))
        await q("update visit set status = 'done' where id = $1", v.id)
    },
    async raise_prices() {
      for (const d of await q('select id, price from drug order by id limit 6'))
        await q('update drug set price = $1 where id = $2', Math.round(d.price * 1.1), d.id)
    },
    async purge_lines() {
      for (const l of await q('select id from line order by id desc limit 5'))
        await q('delete from line where id = $1', l.id)
    },
    async twin_schemas() {
      await q('select * from north.bill where patient_id = $1', 4)
      await q('select * from south.bill where patient_id = $1', 4)
    },
    async twin_schema_loop() {
      await q('select * from south.bill where patient_id = $1', 4)
      for (const p of await q('select id from patient order by id limit 6'))
        await q('select * from north.bill where patient_id = $1', p.id)
    },
    async by_year() {
      await q('select * from visit_2025 where patient_id = $1', 3)
      await q('select * from visit_2026 where patient_id = $1', 3)
    },
    async by_year_loop() {
      for (const p of await q('select id from patient order by id limit 5')) {
        await q('select * from visit_2025 where patient_id = $1', p.id)
        await q('select * from visit_2026 where patient_id = $1', p.id)
      }
    },
    async swapped() {
      await q('select * from line where visit_id = $1 and drug_id = $2', 3, 5)
      await q('select * from line where drug_id = $1 and visit_id = $2', 3, 5)
    },
    async count_distinct_page() {
      await q('select count(distinct patient_id) from visit where status = $1', 'open')
      await q('select * from visit where status = $1 order by id limit 10', 'open')
    },
    async count_column_page() {
      await q('select count(referred_by) from visit where clinic = $1', 1)
      await q('select * from visit where clinic = $1 order by id limit 10', 1)
    },
    async count_other_value() {
      await q('select count(*) from visit where status = $1', 'done')
      await q('select * from visit where status = $1 order by id limit 10', 'open')
    },
    async count_page_join() {
      await q(
        'select v.*, p.name from visit v join patient p on p.id = v.patient_id where p.region_code = $1 and v.clinic = $2 order by v.id limit $3',
        'N',
        1,
        10,
      )
      await q(
        'select count(*) from visit v join patient p on p.id = v.patient_id where p.region_code = $1 and v.clinic = $2',
        'N',
        1,
      )
    },
    async count_page_subquery() {
      await q(
        'select id, status from visit where clinic = $1 and status <> $2 order by id desc limit 10 offset 10',
        1,
        'void',
      )
      await q(
        'select count(*) from (select id, status from visit where clinic = $1 and status <> $2) as page',
        1,
        'void',
      )
    },
    async count_page_keyset() {
      await q('select count(*)::int as total from patient where region_code = $1', 'S')
      await q(
        'select * from patient where region_code = $1 and (name, id) > ($2, $3) order by name, id limit 10',
        'S',
        'Patient 2',
        2,
      )
    },
    async count_all() {
      await q('select count(*) from drug')
      await q('select id, name from drug order by name limit 20 offset 0')
    },
    async count_groups() {
      await q('select status, count(*) from visit where clinic = $1 group by status', 1)
      await q('select * from visit where clinic = $1 order by id limit 10', 1)
    },
    async badge_counts() {
      for (const v of await visits(7)) await q('select count(*) from line where visit_id = $1', v.id)
    },
    async can_see() {
      for (const v of await visits(9)) await grantOf(v.id)
    },
    async poll_job() {
      for (const _ of each(4)) {
        await q('select state from job where id = $1', 4)
        await sleep(120)
      }
    },
    async claim_jobs() {
      for (const _ of each(3)) {
        await q('begin')
        await q("select id from job where state = 'ready' order by id limit 1 for update skip locked")
        await q('commit')
      }
    },
    async wait_for_row() {
      const find = () => q('select id from keyword where word = $1', 'awaited')
      await find()
      await sleep(150)
      await find()
      await sleep(150)
      await q("insert into keyword (word) values ('awaited') on conflict do nothing")
      await find()
    },
    async random_pick() {
      for (const _ of each(3)) await q('select * from drug order by random() limit 1')
    },
    async next_numbers() {
      for (const _ of each(5)) await q("select nextval('invoice_id_seq')")
    },
    async view_after_write() {
      await q('select total from visit_totals where visit_id = $1', 6)
      await q('update line set qty = qty + 1 where visit_id = $1', 6)
      await q('select total from visit_totals where visit_id = $1', 6)
    },
    async function_after_write() {
      await q('select visit_total($1) as total', 7)
      await q('update line set qty = qty + 1 where visit_id = $1', 7)
      await q('select visit_total($1) as total', 7)
    },
    async trigger_after_write() {
      await q('select stock from drug where id = $1', 12)
      await q('insert into line (visit_id, drug_id, qty) values ($1, $2, $3)', 8, 12, 2)
      await q('select stock from drug where id = $1', 12)
    },
    async tenant_switch() {
      for (const tenant of ['north', 'south']) {
        await q(`set search_path to ${tenant}`)
        await q('select sum(total) from bill where patient_id < $1', 9)
      }
      await q('set search_path to public')
    },
    async savepoint_retry() {
      await q('begin')
      await q('select id from keyword where word = $1', 'fever')
      await q('savepoint s1')
      await tryTo(q("insert into rate (code, value) values ('IDR', 1)"))
      await q('rollback to savepoint s1')
      await q('select id from keyword where word = $1', 'fever')
      await q('commit')
    },
    async savepoint_repeat() {
      await q('begin')
      await q('select value from rate where code = $1', 'USD')
      await q('savepoint s1')
      await q('insert into invoice (visit_id, total) values ($1, $2)', 9, 20)
      await q('release savepoint s1')
      await q('select value from rate where code = $1', 'USD')
      await q('commit')
    },
    async show_settings() {
      for (const _ of each(3)) await q("select current_setting('timezone')")
      for (const _ of each(2)) await q('show server_version')
    },
    async offset_export() {
      for (const page of each(5))
        await q('select * from visit order by id limit $1 offset $2', 15, (page - 1) * 15)
    },
    async keyset_export() {
      for (let last = 0, rows = [{}]; rows.length > 0; last = rows.at(-1)?.id) rows = await visits(20, last)
    },
    async dashboard() {
      for (const status of ['open', 'done', 'void', 'late', 'new'])
        await q('select count(*) from visit where status = $1', status)
      await q('select * from staff order by id limit 5')
    },
    async preferences() {
      for (const name of ['theme', 'locale', 'zone', 'size'])
        await q('select value from preference where name = $1', name)
    },
    async weekdays() {
      for (const day of each(7))
        await q('select * from opening where weekday = $1 and clinic = $2', day - 1, 1)
    },
    async chunked() {
      const ids = (await visits(24)).map((v) => v.id)
      for (let at = 0; at < 24; at += 6)
        await q('select * from line where visit_id = any($1)', ids.slice(at, at + 6))
    },
    async one_batch() {
      const ids = (await visits(9)).map((v) => v.staff_id)
      await q('select * from staff where id = any($1)', ids)
    },
    async nested_batches() {
      const found = await visits(5)
      const lines = await q(
        'select * from line where visit_id = any($1)',
        found.map((v) => v.id),
      )
      await q(
        'select * from drug where id = any($1)',
        lines.map((l) => l.drug_id),
      )
    },
    async compare_two() {
      await patient(11)
      await patient(29)
    },
    async three_fixed() {
      await staff(2)
      await staff(5)
      await staff(9)
      await q('select * from rate')
    },
    async sign_in() {
      await staff(4)
      await q('update staff set seen = seen + 1 where id = $1', 4)
      await q('insert into activity (note) values ($1)', 'in')
      await staff(4)
    },
    async viewer_often() {
      await staff(3)
      await visits(5)
      await staff(3)
      await q('select * from rate')
      await staff(3)
    },
    async same_page_twice() {
      await q('select * from visit where clinic = $1 order by id limit 10', 2)
      await q('select * from preference')
      await q('select * from visit where clinic = $1 order by id limit 10', 2)
    },
    async transfer() {
      await q('begin')
      await q('update drug set stock = stock - $1 where id = $2', 5, 31)
      await q('update drug set stock = stock + $1 where id = $2', 5, 32)
      await q('commit')
    },
    async import_rows() {
      for (const n of each(8))
        await q('insert into patient (name, phone) values ($1, $2)', `New ${n}`, `+1${n}`)
    },
    async progress() {
      for (const n of each(6)) await q('update job set done = $1 where id = $2', n * 10, 1)
    },
    async scattered_logs() {
      const log = (note) => q('insert into activity (note) values ($1)', note)
      await log('begin')
      await patient(5)
      await log('patient read')
      await visits(3)
      await log('visits read')
      await q('select * from rate')
      await log('end')
    },
    async keywords() {
      for (const word of ['cough', 'cold', 'rash', 'ache', 'burn'])
        if ((await q('select id from keyword where word = $1', word)).length === 0)
          await q('insert into keyword (word) values ($1) returning id', word)
    },
    async by_code() {
      const codes = await q('select d.code from drug d join line l on l.drug_id = d.id order by l.id limit 6')
      for (const { code } of codes) await q('select stock from drug where code = $1', code)
    },
    async with_clinic() {
      for (const p of await q('select id from patient order by id limit 6'))
        await q('select * from visit where clinic = $1 and patient_id = $2', 1, p.id)
    },
    async three_levels() {
      for (const v of await visits(3))
        for (const l of await linesOf(v.id)) await q('select * from drug where id = $1', l.drug_id)
    },
    async latest_visit() {
      for (const p of await q('select id, name from patient order by id limit 8'))
        await q('select id, status from visit where patient_id = $1 order by id desc limit 1', p.id)
    },
    async sums() {
      for (const v of await visits(6)) await q('select sum(qty) as total from line where visit_id = $1', v.id)
    },
    async rate_often() {
      for (const _ of await visits(8)) await q('select value from rate where code = $1', 'IDR')
    },
    async same_staff() {
      for (const v of await q('select * from visit where staff_id = 2 order by id limit 6'))
        await staff(v.staff_id)
    },
    async three_per_row() {
      for (const v of await visits(5)) {
        await linesOf(v.id)
        await one('select total from invoice where visit_id = $1', v.id)
        await grantOf(v.id)
      }
    },
    async single_row() {
      for (const v of await visits(1)) await patient(v.patient_id)
    },
    async two_rows() {
      for (const v of await visits(2)) await linesOf(v.id)
    },
    async list_of_one() {
      for (const v of await visits(6)) await q('select * from staff where id in ($1)', v.staff_id)
    },
    async prepared() {
      await q('prepare get_visit(int) as select * from visit where id = $1')
      for (const n of each(6)) await q(`execute get_visit(${n * 3})`)
      await q('deallocate get_visit')
    },
    async total_function() {
      for (const v of await visits(6)) await q('select visit_total($1) as total', v.id)
    },
    async cursor_fetches() {
      await q('begin')
      await q('declare c cursor for select * from visit order by id')
      for (const _ of each(4)) await q('fetch 20 from c')
      await q('close c')
      await q('commit')
    },
    async advisory_locks() {
      for (const n of each(5)) await q('select pg_advisory_xact_lock($1)', n)
    },
    async literal_loop() {
      for (const v of await visits(6))
        await q(`select drug_id, qty from line where visit_id = ${v.id} and qty >= 1`)
    },
    async literal_names() {
      for (const p of await q("select name from patient where region_code = 'E' order by id limit 5"))
        await q(`select phone from patient where name = '${p.name}' -- by name`)
    },
    async at_once() {
      await Promise.all((await visits(7)).map((v) => linesOf(v.id)))
    },
    async two_at_once() {
      await Promise.all((await visits(5)).flatMap((v) => [staff(v.staff_id), patient(v.patient_id)]))
    },
    async union_of_ids() {
      await q(
        'select * from staff where id = $1 union all select * from staff where id = $2 union all select * from staff where id = $3',
        1,
        2,
        3,
      )
      await q('select * from staff where id = $1 union all select * from staff where id = $2', 4, 5)
    },
    async bulk_in_chunks() {
      for (const chunk of each(3))
        await q(
          'insert into keyword (word) values ($1), ($2), ($3), ($4) on conflict do nothing',
          ...each(4).map((n) => `w${chunk}-${n}`),
        )
    },
    async list_for_each() {
      for (const v of await visits(5))
        await q('select * from drug where id = any($1)', [v.id, v.id + 80, v.id + 160])
    },
    async regions() {
      for (const code of ['N', 'S', 'E', 'W'])
        await q('select count(*) from patient where region_code = $1', code)
    },
    async page_with_relations() {
      const found = await q('select * from visit order by id limit $1', 10)
      await q('select * from patient where id in (select patient_id from visit order by id limit $1)', 10)
      await q(
        'select * from line where visit_id = any($1)',
        found.map((v) => v.id),
      )
    },
    async form_and_save() {
      await patient(7)
      await q('select * from staff order by name')
      await q('update patient set phone = $1 where id = $2', '+620', 7)
      await q('insert into activity (note) values ($1)', 'phone')
    },
  }
}
