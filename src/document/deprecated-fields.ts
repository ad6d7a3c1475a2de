import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql'

/** A deprecated field of a type, or a deprecated argument: then `type` is the name of its field. */
export interface DeprecatedField {
  type: string
  field: string
}

/** The uses of deprecated fields and arguments in a valid document, each as often as it occurs. */
export function deprecatedFieldsOf(schema: GraphQLSchema, document: DocumentNode): DeprecatedField[] {
  const found: DeprecatedField[] = []
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument() {
        const [argument, field] = [types.getArgument(), types.getFieldDef()]
        if (argument?.deprecationReason != null && field)
          found.push({ type: field.name, field: argument.name })
      },
      Field() {
        const field = types.getFieldDef()
        if (field?.deprecationReason != null) {
          found.push({ type: types.getParentType()?.name ?? '', field: field.name })
        }
      },
    }),
  )
  return found
}
