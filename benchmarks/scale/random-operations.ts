import { pageBody } from '../pages/scale-operations.ts'
import { PAGE_SIZE } from '../workload/operations.ts'

const NAMES = [
  'lestari',
  'Wijaya',
  'zoë',
  'ayu',
  'müller',
  'rahma',
  'dr. dewi',
  'prof',
  "ma'arif",
  'quetzal',
  'an',
  's',
  '%',
  'sp.',
]
const SPECIALTIES = ['anak', 'bedah', 'gigi', 'saraf', 'mata', 'klinik', 'vulcanology', 'dan', 'a']
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']
const SHARES = { name: 0.4, specialty: 0.3, hours: 0.3, total: 0.3, offset: 0.15, last: 0.15, cursor: 0.3 }
const MAX_OFFSET = 10_000

export interface RandomOperation {
  /** The request body. */
  body: string
  /** Its variables as JSON, and its order. */
  variables: string
  order: string
}

/**
 * A page request of random parts: filters, order, total and place in the list.
 *
 * @param next the next random number of a seeded generator, from 0 up to 1.
 * @param cursorOf a cursor that the server returned in an order, if it has yet.
 */
export function randomOperation(
  next: () => number,
  cursorOf: (order: string) => string | undefined,
): RandomOperation {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)]
  const chance = (share: number) => next() < share
  const filter = {
    ...(chance(SHARES.name) && { name: pick(NAMES) }),
    ...(chance(SHARES.specialty) && { specialty: pick(SPECIALTIES) }),
    ...(chance(SHARES.hours) && { availability: randomHours(next) }),
  }
  const orderBy = { field: pick(['NAME', 'CREATED_AT']), direction: pick(['ASC', 'DESC']) }
  const size = pick([1, PAGE_SIZE, PAGE_SIZE, 50, 100])
  const order = JSON.stringify(orderBy)
  const cursor = chance(SHARES.cursor) ? cursorOf(order) : undefined
  const place = chance(SHARES.last)
    ? { last: size, before: cursor }
    : cursor !== undefined
      ? { first: size, after: cursor }
      : { first: size, ...(chance(SHARES.offset) && { offset: Math.floor(next() * (MAX_OFFSET + 1)) }) }
  const variables = { filter, orderBy, ...place }
  const total = chance(SHARES.total)
  return { body: pageBody(variables, { total }), variables: JSON.stringify({ ...variables, total }), order }
}

function randomHours(next: () => number) {
  const hour = () => Math.floor(next() * 24)
  const from = hour()
  const to = (from + 1 + Math.floor(next() * 23)) % 24
  const time = (value: number) => `${String(value).padStart(2, '0')}:00`
  return {
    ...(next() < 0.7 && { dayOfWeek: DAYS[Math.floor(next() * DAYS.length)] }),
    from: time(from),
    to: time(to),
    match: next() < 0.5 ? 'COVERS' : 'OVERLAPS',
  }
}
