/**
 * What a field costs, declared beside it as `extensions.cost`: the static cost of an operation is computed from it before
 * anything runs. Fields without a declaration cost one value each.
 */
export interface FieldCost {
  /** Of a root field: the most that it reads. */
  reads?: (args: Readonly<Record<string, unknown>>) => RootReads
  /** Of a relation: its name. A relation costs one statement for each root field under which it is selected. */
  relation?: string
  /** Of a list: `items`, as many as its root field has, or `unbounded`, as many as there are in the data. */
  list?: 'items' | 'unbounded'
}

export interface RootReads {
  statements: number
  /** Rows that its statements return, except those of an unbounded list. */
  rows: number
  /** Items of the list that it returns, or of the page below it; 1 without either. */
  items: number
}

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    cost?: FieldCost
  }
}

/** The extensions of a field with this cost. */
export function costs(cost: FieldCost): { cost: FieldCost } {
  return { cost }
}

/** One statement that returns one row. */
export const ONE_ROW: RootReads = { statements: 1, rows: 1, items: 1 }
