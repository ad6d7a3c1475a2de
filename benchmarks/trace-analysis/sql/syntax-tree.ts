/** An object of PostgreSQL's syntax tree, as libpg-query writes it: `{ SelectStmt: { … } }` or the fields of one. */
export type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields under a name; none where there is nothing or something else. */
export function fieldsOf(parent: unknown, name: string): Fields {
  const value = isFields(parent) ? parent[name] : undefined
  return isFields(value) ? value : {}
}

/** The list under a name; empty where there is none. */
export function listOf(parent: unknown, name: string): unknown[] {
  const value = isFields(parent) ? parent[name] : undefined
  return Array.isArray(value) ? value : []
}

/** The text under a name; empty where there is none. */
export function textOf(parent: unknown, name: string): string {
  const value = isFields(parent) ? parent[name] : undefined
  return typeof value === 'string' ? value : ''
}

/** What a node directly holds, with the names that it has there. */
export function childrenOf(node: unknown): [name: string, child: unknown][] {
  if (Array.isArray(node)) return node.map((child): [string, unknown] => ['', child])
  return isFields(node) ? Object.entries(node) : []
}

/** The parts of a qualified name, such as `['pg_catalog', 'count']`; `*` for a star. */
export function nameParts(parts: unknown[]): string[] {
  return parts.map((part) => textOf(fieldsOf(part, 'String'), 'sval') || '*')
}

/** A node without the casts around it. */
export function withoutCasts(node: unknown): unknown {
  return isFields(node) && isFields(node.TypeCast) ? withoutCasts(node.TypeCast.arg) : node
}

/** A table's name; the schema is left out where it is the default one. */
export function tableName(rangeVar: unknown): string {
  const schema = textOf(rangeVar, 'schemaname')
  const name = textOf(rangeVar, 'relname')
  return schema === '' || schema === 'public' ? name : `${schema}.${name}`
}
