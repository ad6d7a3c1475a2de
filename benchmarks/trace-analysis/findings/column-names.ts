/** What the names of columns and tables say about how they refer to each other. */

/** `orders.id` and `order_id`; `author_id` and `id`; `sku` and `sku`. */
export function refersTo(column: string, source: { column: string; table: string | null }): boolean {
  const wanted = plain(column)
  const given = plain(source.column)
  if (wanted === 'id') return given.endsWith('id')
  if (given === wanted) return !isEnumeration(column, source.table)
  if (given === 'id' || given === `${singular(source.table)}id`) return isKeyOf(column, source.table)
  return given.endsWith(wanted) && wanted.length > 3
}

/** Whether a column is by its name a foreign key to a table: `order_id` or `orderId` to `orders`. */
export function isKeyOf(column: string, table: string | null): boolean {
  const base = /^(.{2,}?)_?id$/i.exec(column)?.[1]
  if (base === undefined || table === null) return false
  const [wanted, name] = [plain(base), singular(table)]
  return name === wanted || (wanted.length > 2 && (name.endsWith(wanted) || wanted.endsWith(name)))
}

/** Columns whose values a program lists rather than reads from rows: states, weekdays, the names of settings. */
export function isEnumeration(column: string, table: string | null): boolean {
  return LISTED.test(column) || (/(^|_)(key|name|code)$/i.test(column) && SETTINGS.test(table ?? ''))
}

const LISTED =
  /(^|_|is|has)(status|state|kind|type|category|level|role|day|day_of_week|weekday|month|year|quarter|locale|lang|language|country|region|currency|priority|severity|stage|step|channel|period|bucket|setting|flag|scope|metric)$/i
const SETTINGS = /setting|config|option|preference|feature|flag|propert|parameter|translation/i

/** Logs are written, and nothing that a program reads again depends on them. */
export const LOG_TABLE = /(log|audit|event|history|session|metric|trace|outbox|job|queue|visit|view)s?$/i

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}

function singular(table: string | null): string {
  const name = plain((table ?? '').replace(/^.*\./, ''))
  return name
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/(?<=[^s])s$/, '')
}
