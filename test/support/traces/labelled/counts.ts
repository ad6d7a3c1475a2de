import { atPageSizes, type Draft, each, request } from '../draft-trace.ts'
import { countPair, type LabelledTrace } from './labelled-trace.ts'

/** A count beside a page, and whether it repeats the page's condition. */
export const COUNTS: LabelledTrace[] = [
  {
    name: 'a count and a page',
    lines: atPageSizes((n) => [
      count('select count(*)::int from doctor where doctor.is_active and doctor.name ilike $1', ['%a%']),
      paged(
        `select doctor.id from doctor where doctor.is_active and doctor.name ilike $1 order by doctor.name limit $2`,
        ['%a%', n],
      ),
    ]),
    truth: [countPair('count', 'doctors')],
  },
  {
    name: 'a count of a subquery, as SQLAlchemy writes it',
    lines: each(12, (atSecond) =>
      request(
        [
          count(
            'SELECT count(*) AS count_1 FROM (SELECT doctor.id AS doctor_id FROM doctor WHERE doctor.is_active IS true) AS anon_1',
          ),
          paged(
            'SELECT doctor.id AS doctor_id FROM doctor WHERE doctor.is_active IS true ORDER BY doctor.name LIMIT 10 OFFSET 0',
          ),
        ],
        { atSecond },
      ),
    ),
    truth: [countPair('count', 'doctors')],
  },
  {
    name: 'a count of a subquery with an offset, as Prisma writes it',
    lines: [
      request([
        count(
          'SELECT COUNT(*) FROM (SELECT "public"."doctor"."id" FROM "public"."doctor" WHERE "public"."doctor"."is_active" = $1 OFFSET $2) AS "sub"',
          [true, 0],
        ),
        paged(
          'SELECT "public"."doctor"."id" FROM "public"."doctor" WHERE "public"."doctor"."is_active" = $1 ORDER BY "public"."doctor"."name" LIMIT $2 OFFSET $3',
          [true, 10, 0],
        ),
      ]),
    ],
    truth: [countPair('count', 'doctors')],
  },
  {
    name: 'a count and a page that begins after a cursor',
    lines: [
      request([
        count('select count(*) from doctor d where d.is_active'),
        paged('select id from doctor where is_active and (name, id) > ($1, $2) order by name, id limit 10', [
          'Ana',
          5,
        ]),
      ]),
    ],
    truth: [countPair('count', 'doctors')],
  },
  {
    name: 'a count and a cursor written out, the page in a subquery',
    lines: [
      request([
        paged(
          `select * from (select id from doctor where is_active and (name > $1 or (name = $1 and id > $2)) order by name, id limit 10) page
           left join clinic on clinic.id = page.clinic_id`,
          ['Ana', 5],
        ),
        count('with matching as (select id from doctor where is_active) select count(*) from matching'),
      ]),
    ],
    truth: [countPair('count', 'doctors')],
  },
  {
    name: 'a page joined with its relations, and its count',
    lines: [
      request([
        count('select count(distinct d.id) from doctor d where d.name like $1', ['A%']),
        paged(
          'select d.*, c.* from doctor d left join clinic c on c.id = d.clinic_id where d.name like $1 order by d.name limit $2',
          ['A%', 10],
        ),
      ]),
    ],
    truth: [countPair('count', 'doctors')],
  },
  {
    name: 'a count and a page of all rows, parameters by their hash',
    lines: [
      request([
        count('select count(*) from doctor'),
        paged('select * from doctor order by id limit $1', [10], { hidden: true }),
      ]),
    ],
    truth: [countPair('count', 'doctors')],
  },
  {
    name: 'a window function in the page statement',
    lines: atPageSizes((n) => [
      paged('select id, count(*) over () from doctor where is_active order by name limit $1', [n]),
    ]),
    truth: [],
  },
  {
    name: 'the total in a subquery of the page statement',
    lines: atPageSizes((n) => [
      paged(
        `select * from (select coalesce((select count(*) over () from doctor where is_active limit 1), 0)::int as total) summary
         left join (select id from doctor where is_active order by name limit $1) page on true`,
        [n],
      ),
    ]),
    truth: [],
  },
  {
    name: 'a count of other rows',
    lines: [
      request([
        count('select count(*) from doctor where is_active = $1', [false]),
        paged('select * from doctor where is_active = $1 order by name limit 10', [true]),
      ]),
    ],
    truth: [],
  },
  {
    name: 'a count of more rows than the page is cut from',
    lines: [
      request([
        count('select count(*) from doctor where is_active'),
        paged('select * from doctor where is_active and name ilike $1 order by name limit 10', ['%a%']),
      ]),
    ],
    truth: [],
  },
  {
    name: 'a count of another table',
    lines: [
      request([
        count('select count(*) from clinic where is_active'),
        paged('select * from doctor where is_active order by name limit 10'),
      ]),
    ],
    truth: [],
  },
  {
    name: 'counts by group',
    lines: [
      request([
        count('select count(*) from doctor where is_active group by clinic_id'),
        paged('select * from doctor where is_active order by name limit 10'),
      ]),
    ],
    truth: [],
  },
  {
    name: 'a count in one request and the page in the next',
    lines: [
      request([count('select count(*) from doctor')]),
      request([paged('select * from doctor order by name limit 10')], { atSecond: 1 }),
    ],
    truth: [],
  },
]

function count(text: string, parameters: unknown[] = []): Draft {
  return { name: 'count', text, parameters, path: 'doctors' }
}

function paged(text: string, parameters: unknown[] = [], more: Partial<Draft> = {}): Draft {
  return { name: 'page', text, parameters, rowCount: 10, path: 'doctors', ...more }
}
