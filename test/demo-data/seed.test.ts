import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../../src/demo-data/replace-demo-data.ts'
import { connected } from '../support/database/connected.ts'
import { createTestDatabase } from '../support/database/test-database.ts'

const url = await createTestDatabase()

async function one(sql: string): Promise<Record<string, number>> {
  const { rows } = await connected(url, (client) => client.query(sql))
  return rows[0]
}

const fingerprint = () =>
  one(`select
    (select md5(string_agg(d::text, ';' order by id)) from doctor d) as doctors,
    (select md5(string_agg(s::text, ';' order by id)) from specialization s) as specializations,
    (select md5(string_agg(l::text, ';' order by doctor_id, specialization_id)) from doctor_specialization l) as links,
    (select md5(string_agg(p::text, ';' order by id)) from practice_schedule p) as schedules`)

const indexes = () =>
  one(`select count(*)::int as count, md5(string_agg(pg_get_indexdef(indexrelid), ';' order by indexrelid::regclass::text))
       as definitions from pg_index join pg_class on oid = indrelid where relnamespace = 'public'::regnamespace`)

const constraints = () =>
  one(`select count(*)::int as count, md5(string_agg(pg_get_constraintdef(oid), ';' order by conname)) as definitions
       from pg_constraint where connamespace = 'public'::regnamespace`)

describe('the demo data', () => {
  it('of 15 doctors has the shape of the article’s data set', async () => {
    await replaceDemoData({ url, doctors: 15 })
    assert.deepEqual(
      await one(`select (select count(*)::int from doctor) as doctors,
        (select count(*)::int from specialization) as specializations,
        (select count(*)::int from doctor_specialization) as links,
        (select count(*)::int from practice_schedule) as schedules,
        (select count(distinct doctor_id)::int from practice_schedule) as doctors_with_schedules`),
      { doctors: 15, specializations: 5, links: 15, schedules: 30, doctors_with_schedules: 15 },
    )
  })

  it('is the same for the same number of doctors, and restores indexes and constraints', async () => {
    const before = [await indexes(), await constraints()]
    await replaceDemoData({ url, doctors: 2000 })
    const first = await fingerprint()
    await replaceDemoData({ url, doctors: 20 })
    assert.notDeepEqual(await fingerprint(), first)
    await replaceDemoData({ url, doctors: 2000 })
    assert.deepEqual(await fingerprint(), first)
    assert.deepEqual([await indexes(), await constraints()], before)
  })

  it('has edge cases in roughly the documented shares', async () => {
    const share = (part: string, of: string) => `(select avg((${part})::int)::float from ${of})`
    const shares = await one(`select
      ${share('not is_active', 'doctor')} as inactive,
      ${share('not is_available', 'practice_schedule')} as unavailable,
      ${share('end_minute > 1440', 'practice_schedule')} as past_midnight,
      ${share("name ~ '[^[:ascii:]]'", 'doctor')} as accented,
      ${share("name like '%''%'", 'doctor')} as apostrophes,
      ${share("name ~ '[%_]'", 'doctor')} as wildcards`)
    const within = (name: string, low: number, high: number) =>
      assert.ok((shares[name] ?? -1) >= low && (shares[name] ?? 2) <= high, `${name}: ${shares[name]}`)
    within('inactive', 0.03, 0.07)
    within('unavailable', 0.08, 0.12)
    within('past_midnight', 0.01, 0.1)
    within('accented', 0.01, 0.2)
    within('apostrophes', 0.01, 0.2)
    within('wildcards', 0.001, 0.05)
    assert.deepEqual(
      await one(`select min(links)::int, max(links)::int from (
        select count(specialization_id) as links from doctor left join doctor_specialization on doctor_id = id group by id) l`),
      { min: 1, max: 3 },
    )
    assert.deepEqual(
      await one(`select min(schedules)::int, max(schedules)::int from (
        select count(s.id) as schedules from doctor d left join practice_schedule s on doctor_id = d.id group by d.id) s`),
      { min: 1, max: 6 },
    )
  })

  it('does not replace doctors that no seed created, unless forced', async () => {
    await replaceDemoData({ url, doctors: 20 })
    await one("insert into doctor (name) values ('dr. Real Person') returning id")
    const before = await fingerprint()
    await assert.rejects(
      replaceDemoData({ url, doctors: 15 }),
      /got 1 doctors and 0 specializations that it did not/,
    )
    assert.deepEqual(await fingerprint(), before)
    await replaceDemoData({ url, doctors: 15, force: true })
    assert.equal((await one('select count(*)::int as doctors from doctor')).doctors, 15)
  })

  it('leaves the next id free for other doctors', async () => {
    await replaceDemoData({ url, doctors: 15 })
    assert.deepEqual(await one("insert into doctor (name) values ('dr. Sixteenth') returning id"), { id: 16 })
  })
})
