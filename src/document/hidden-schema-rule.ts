import { type ASTVisitor, GraphQLError, isIntrospectionType, type ValidationContext } from 'graphql'
import { CLIENT_ERROR, INTROSPECTION_DISABLED } from './refusal.ts'

/** What a client can know of a type without introspection: the name that it sent. */
const SHOWN_FIELDS: ReadonlySet<string> = new Set(['name', '__typename'])

/**
 * Refuses introspection, but for the name of a type: it shows nothing that `__typename` and validation do not show,
 * and the GraphQL over HTTP audits read it.
 */
export function hiddenSchemaRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const name = node.name.value
      const parent = context.getParentType()
      const isOfSchema = parent && isIntrospectionType(parent) && !SHOWN_FIELDS.has(name)
      if (name !== '__schema' && !isOfSchema) return
      const extensions = { code: INTROSPECTION_DISABLED, http: CLIENT_ERROR }
      context.reportError(
        new GraphQLError(`Introspection is off: expected no field ${name}.`, { nodes: node, extensions }),
      )
    },
  }
}
