import { Kind, type SelectionNode } from 'graphql'

/** Variables decide whether a selection is included: all of them have to have their value. */
export type Conditions = readonly { variable: string; value: boolean }[]

/** What `@include` and `@skip` say of a selection; undefined if it is never included. */
export function conditionsOf({ directives = [] }: SelectionNode): Conditions | undefined {
  const conditions: { variable: string; value: boolean }[] = []
  for (const { name, arguments: args = [] } of directives) {
    if (name.value !== 'include' && name.value !== 'skip') continue
    const value = name.value === 'include'
    const condition = args.find((arg) => arg.name.value === 'if')?.value
    if (condition?.kind === Kind.VARIABLE) conditions.push({ variable: condition.name.value, value })
    else if (condition?.kind === Kind.BOOLEAN && condition.value !== value) return undefined
  }
  return conditions
}

/** @param variables as coerced: a variable that is absent has neither value. */
export function areMet(conditions: Conditions, variables: Readonly<Record<string, unknown>>): boolean {
  return conditions.every(({ variable, value }) => variables[variable] === value)
}
