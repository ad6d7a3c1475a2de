import { sleep } from './harness.mjs'

/**
 * What a program does in each request through the methods of its library's repository.
 *
 * @param m reads and writes each table in the way of the library.
 */
export function ormScenarios(m) {
  const each = (n) => Array.from({ length: n }, (_, index) => index + 1)
  return {
    async viewer_first() {
      await m.patient(40)
      for (const v of await m.visits(8)) await m.patient(v.patient_id)
    },
    async null_referrals() {
      for (const v of await m.visits(12)) if (v.referred_by != null) await m.staff(v.referred_by)
    },
    async staff_cache() {
      const known = new Map()
      for (const v of await m.visits(20))
        if (!known.has(v.staff_id)) known.set(v.staff_id, await m.staff(v.staff_id))
    },
    async stop_when_found() {
      for (const v of await m.visits(15)) {
        const lines = await m.lines(v.id)
        if (v.id >= 6 && lines.length > 0) break
      }
    },
    async only_open() {
      for (const v of await m.visits(10)) if (v.status === 'open') await m.lines(v.id)
    },
    async list_twice() {
      await m.visits(6)
      for (const v of await m.visits(6)) await m.lines(v.id)
    },
    async ward_tree() {
      const walk = async (id) => {
        for (const w of await m.wardChildren(id)) await walk(w.id)
      }
      await walk(1)
    },
    async ward_ancestors() {
      let id = 8
      while (id != null) id = (await m.ward(id)).parent_id
    },
    async computed_invoices() {
      for (const v of await m.visits(6)) await m.addInvoice({ visit_id: v.id, total: v.clinic * 110 })
    },
    async upsert_stock() {
      for (const l of await m.firstLines(7))
        await m.upsertDrug({
          id: l.drug_id,
          code: `D-${l.drug_id}`,
          name: `Drug ${l.drug_id}`,
          stock: 1000 + l.qty,
          price: 100,
        })
    },
    async mark_done() {
      for (const v of await m.openVisits(5)) await m.setStatus(v.id, 'done')
    },
    async raise_prices() {
      for (const d of await m.drugs(6)) await m.setPrice(d.id, Math.round(d.price * 1.1))
    },
    async purge_lines() {
      for (const l of await m.lastLines(5)) await m.removeLine(l.id)
    },
    async count_other_value() {
      await m.countVisits('done')
      await m.pageOfVisits('open', 10, 0)
    },
    async count_page_plain() {
      await m.countVisits('done')
      await m.pageOfVisits('done', 10, 10)
    },
    async badge_counts() {
      for (const v of await m.visits(7)) await m.countLines(v.id)
    },
    async can_see() {
      for (const v of await m.visits(9)) await m.mayView(1, v.id)
    },
    async poll_job() {
      for (const _ of each(4)) {
        await m.job(4)
        await sleep(120)
      }
    },
    async savepoint_repeat() {
      await m.transaction(async () => {
        await m.rate('USD')
        await m.nested(() => m.addInvoice({ visit_id: 9, total: 20 }))
        await m.rate('USD')
      })
    },
    async offset_export() {
      for (const page of each(5)) await m.pageOfVisits('done', 10, (page - 1) * 10)
    },
    async keyset_export() {
      for (let last = 0, rows = [{}]; rows.length > 0; last = rows.at(-1)?.id)
        rows = await m.visitsAfter(last, 20)
    },
    async dashboard() {
      for (const status of ['open', 'done', 'void', 'late', 'new']) await m.countVisits(status)
      await m.visits(5)
    },
    async preferences() {
      for (const name of ['theme', 'locale', 'zone', 'size']) await m.preference(name)
    },
    async chunked() {
      const ids = (await m.visits(24)).map((v) => v.id)
      for (let at = 0; at < 24; at += 6) await m.linesOfAll(ids.slice(at, at + 6))
    },
    async one_batch() {
      await m.staffOfAll((await m.visits(9)).map((v) => v.staff_id))
    },
    async nested_batches() {
      const found = await m.visits(5)
      const lines = await m.linesOfAll(found.map((v) => v.id))
      await m.drugsOfAll(lines.map((l) => l.drug_id))
    },
    async compare_two() {
      await m.patient(11)
      await m.patient(29)
    },
    async three_fixed() {
      for (const id of [2, 5, 9]) await m.staff(id)
      await m.drugs(3)
    },
    async sign_in() {
      await m.staff(4)
      await m.touchStaff(4)
      await m.note('in')
      await m.staff(4)
    },
    async viewer_often() {
      await m.staff(3)
      await m.visits(5)
      await m.staff(3)
      await m.drugs(3)
      await m.staff(3)
    },
    async import_rows() {
      for (const n of each(8)) await m.addPatient({ name: `New ${n}`, phone: `+1${n}` })
    },
    async scattered_logs() {
      await m.note('begin')
      await m.patient(5)
      await m.note('patient read')
      await m.visits(3)
      await m.note('visits read')
      await m.drugs(2)
      await m.note('end')
    },
    async keywords() {
      for (const word of ['cough', 'cold', 'rash', 'ache', 'burn'])
        if ((await m.keyword(word)) == null) await m.addKeyword(word)
    },
    async by_code() {
      for (const code of ['D-3', 'D-8', 'D-15', 'D-16', 'D-23', 'D-42']) await m.drugByCode(code)
    },
    async three_levels() {
      for (const v of await m.visits(3)) for (const l of await m.lines(v.id)) await m.drug(l.drug_id)
    },
    async latest_visit() {
      for (const p of await m.patients(8)) await m.latestVisit(p.id)
    },
    async rate_often() {
      for (const _ of await m.visits(8)) await m.rate('IDR')
    },
    async same_staff() {
      for (const v of await m.visitsOfStaff(2, 6)) await m.staff(v.staff_id)
    },
    async three_per_row() {
      for (const v of await m.visits(5)) {
        await m.lines(v.id)
        await m.invoiceOf(v.id)
        await m.mayView(1, v.id)
      }
    },
    async single_row() {
      for (const v of await m.visits(1)) await m.patient(v.patient_id)
    },
    async two_rows() {
      for (const v of await m.visits(2)) await m.lines(v.id)
    },
    async eager() {
      await m.visitsWithRelations(10)
    },
    async bulk_create() {
      await m.addKeywords(each(6).map((n) => `bulk ${n}`))
    },
    async at_once() {
      await Promise.all((await m.visits(7)).map((v) => m.lines(v.id)))
    },
  }
}
