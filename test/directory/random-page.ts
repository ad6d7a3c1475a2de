import type { Random } from '../../src/demo-data/random.ts'
import { type DoctorOrder, encodeCursor } from '../../src/directory/page/plan/cursor.ts'
import type { Json } from '../support/app/json.ts'
import { filterInput } from '../support/doctors/filter-input.ts'
import {
  positionOf,
  type ReferenceDoctor,
  type ReferenceFilter,
  type ReferencePaging,
  referencePage,
} from '../support/doctors/reference-directory.ts'
import type { DirectoryRows } from './read-directory.ts'

/** An operation for a page, and the answer that it has to have. */
export interface RandomPage {
  query: string
  variables: Record<string, unknown>
  expected: Json
}

const SELECTIONS = ['nodes { id }', 'totalCount', 'pageInfo { hasNextPage }', 'pageInfo { hasPreviousPage }']

/** A page of a directory, filtered by what its doctors have, or have almost. */
export function randomPage(random: Random, { doctors, specializationIds }: DirectoryRows): RandomPage {
  const filter: ReferenceFilter = {}
  if (random.chance(0.6)) filter.name = someText(random, doctors)
  if (random.chance(0.15)) filter.specialty = random.pick(['s', 'S1', '2', ' ', 'none'])
  if (random.chance(0.3)) filter.anySpecialty = random.sample([...specializationIds.keys()], 2)
  if (random.chance(0.4)) filter.availability = someHours(random)
  const order: DoctorOrder = {
    field: random.pick(['NAME', 'CREATED_AT']),
    direction: random.pick(['ASC', 'DESC']),
  }
  const paging = somePaging(random, doctors, order)
  const page = referencePage(doctors, filter, order, paging)
  const selections = random.sample(SELECTIONS, random.integer(1, SELECTIONS.length))
  const whole: Json = {
    nodes: page.doctors.map(({ id }) => ({ id: btoa(`Doctor:${id}`) })),
    totalCount: page.totalCount,
  }
  const flags = { hasNextPage: page.hasNextPage, hasPreviousPage: page.hasPreviousPage }
  return {
    query: `query ($first: Int, $last: Int, $after: String, $before: String, $offset: Int,
        $filter: DoctorFilter, $orderBy: DoctorOrder) {
      doctors(first: $first, last: $last, after: $after, before: $before, offset: $offset,
        filter: $filter, orderBy: $orderBy) { ${selections.join(' ')} } }`,
    variables: {
      ...paging,
      after: paging.after && encodeCursor(order, paging.after),
      before: paging.before && encodeCursor(order, paging.before),
      filter: filterInput(filter, globalIds(specializationIds)),
      orderBy: order,
    },
    expected: pick(selections, whole, flags),
  }
}

/**
 * Its letters have cases in Node.js, but not in a PostgreSQL with Unicode 10. Whether a sigma is the last of a word depends
 * on that, too.
 */
const GEORGIAN = /\p{Script=Georgian}/u

/** A text of a few characters, which some names have, and which means the same in all versions of Unicode. */
function someText(random: Random, doctors: ReferenceDoctor[]): string {
  const text = doctors.length === 0 || random.chance(0.1) ? random.pick(TEXTS) : partOfName(random, doctors)
  const isUnclear = /[\p{Script=Georgian}Σσς]/u.test(text) && doctors.some(({ name }) => GEORGIAN.test(name))
  return isUnclear ? 'a' : text
}

const TEXTS = ['a', 'zz', 'İ', 'ß', '%', '_ ', '😀', 'Σ']

/** One to four characters, in any case. */
function partOfName(random: Random, doctors: ReferenceDoctor[]): string {
  const characters = [...random.pick(doctors).name]
  const start = random.integer(0, characters.length - 1)
  const text = characters.slice(start, start + random.integer(1, 4)).join('')
  return random.pick([text, text.toUpperCase(), text.toLowerCase()])
}

function someHours(random: Random): NonNullable<ReferenceFilter['availability']> {
  const minute = () => (random.chance(0.7) ? 30 * random.integer(0, 47) : random.integer(0, 1439))
  const fromMinute = minute()
  const toMinute = random.chance(0.2) ? undefined : minute()
  return {
    ...(random.chance(0.7) && { dayOfWeek: random.integer(1, 7) }),
    fromMinute,
    ...(toMinute !== undefined && { toMinute: toMinute === fromMinute ? (toMinute + 30) % 1440 : toMinute }),
    match: random.pick(['OVERLAPS', 'COVERS']),
  }
}

function somePaging(random: Random, doctors: ReferenceDoctor[], order: DoctorOrder): ReferencePaging {
  const size = () => random.pick([0, 1, 2, 3, 5, 100])
  if (random.chance(0.3)) return { first: size(), offset: random.integer(0, 6) }
  const place = () => positionOf(random.pick(doctors), order)
  const hasPlaces = doctors.length > 0
  return {
    ...(random.chance(0.6) && { first: size() }),
    ...(random.chance(0.4) && { last: size() }),
    ...(hasPlaces && random.chance(0.4) && { after: place() }),
    ...(hasPlaces && random.chance(0.3) && { before: place() }),
  }
}

function pick(selections: readonly string[], whole: Json, flags: Json): Json {
  const names = selections.map((selection) => selection.split(' ')[0] ?? '')
  const inPageInfo = selections.flatMap((selection) => /pageInfo \{ (\w+) \}/.exec(selection)?.[1] ?? [])
  return {
    ...Object.fromEntries(names.filter((name) => name !== 'pageInfo').map((name) => [name, whole[name]])),
    ...(inPageInfo.length > 0 && {
      pageInfo: Object.fromEntries(inPageInfo.map((name) => [name, flags[name]])),
    }),
  }
}

function globalIds(specializationIds: Map<string, number>): Map<string, string> {
  return new Map([...specializationIds].map(([name, id]) => [name, btoa(`Specialization:${id}`)]))
}
