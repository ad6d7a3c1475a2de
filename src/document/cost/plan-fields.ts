import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql'
import { areMet, type Conditions, conditionsOf } from '../../schema/selection/selection-conditions.ts'

export type Variables = Readonly<Record<string, unknown>>

interface Occurrence {
  node: FieldNode
  conditions: Conditions
}

/** A field of the response: all fields of the document that are merged into it, and the fields under it. */
export interface PlannedField {
  key: string
  field: GraphQLField<unknown, unknown>
  type: GraphQLNamedOutputType
  occurrences: readonly Occurrence[]
  /** By the object type that is answered; empty for a leaf. */
  fieldsByType: ReadonlyMap<GraphQLObjectType, readonly PlannedField[]>
  /** Whether variables decide if it is there, or anything under it. */
  isConditional: boolean
}

interface PlanContext {
  schema: GraphQLSchema
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

interface SelectedSet {
  set: SelectionSetNode
  conditions: Conditions
}

/** The fields of the response of a valid operation, merged as execution merges them, for all values of its variables. */
export function planFields(context: PlanContext, operation: OperationDefinitionNode): PlannedField[] {
  const type = context.schema.getRootType(operation.operation)
  return type ? planSets(context, type, [{ set: operation.selectionSet, conditions: [] }]) : []
}

/** Whether a field is in the response for these variables. */
export function isPresent({ occurrences }: PlannedField, variables: Variables): boolean {
  return occurrences.some(({ conditions }) => areMet(conditions, variables))
}

function planSets(
  context: PlanContext,
  type: GraphQLObjectType,
  sets: readonly SelectedSet[],
): PlannedField[] {
  const byKey = new Map<string, Occurrence[]>()
  for (const selected of sets) collectFields(context, type, selected, byKey)
  return [...byKey].flatMap(([key, occurrences]) => {
    const name = occurrences[0]?.node.name.value
    const field = name === undefined ? undefined : fieldOf(context.schema, type, name)
    return field ? [planField(context, key, field, occurrences)] : []
  })
}

function planField(
  context: PlanContext,
  key: string,
  field: GraphQLField<unknown, unknown>,
  occurrences: readonly Occurrence[],
): PlannedField {
  const type = getNamedType(field.type)
  const sets = occurrences.flatMap(({ node, conditions }) =>
    node.selectionSet ? [{ set: node.selectionSet, conditions }] : [],
  )
  const fieldsByType = new Map(
    possibleTypes(context.schema, type).map((possible) => [possible, planSets(context, possible, sets)]),
  )
  const isConditional =
    occurrences.every(({ conditions }) => conditions.length > 0) ||
    [...fieldsByType.values()].some((fields) => fields.some((below) => below.isConditional))
  return { key, field, type, occurrences, fieldsByType, isConditional }
}

function fieldOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  const ofSchema = type === schema.getQueryType() && [SchemaMetaFieldDef, TypeMetaFieldDef]
  return (ofSchema || []).find((field) => field.name === name) ?? type.getFields()[name]
}

function possibleTypes(schema: GraphQLSchema, type: GraphQLNamedOutputType): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type]
  return isAbstractType(type) ? schema.getPossibleTypes(type) : []
}

function collectFields(
  context: PlanContext,
  type: GraphQLObjectType,
  { set, conditions: outer }: SelectedSet,
  byKey: Map<string, Occurrence[]>,
): void {
  for (const selection of set.selections) {
    const own = conditionsOf(selection)
    if (own === undefined) continue
    const conditions = own.length === 0 ? outer : [...outer, ...own]
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value
      const known = byKey.get(key)
      if (known) known.push({ node: selection, conditions })
      else byKey.set(key, [{ node: selection, conditions }])
      continue
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : context.fragments.get(selection.name.value)
    if (fragment && applies(context.schema, fragment.typeCondition?.name.value, type)) {
      collectFields(context, type, { set: fragment.selectionSet, conditions }, byKey)
    }
  }
}

function applies(schema: GraphQLSchema, typeCondition: string | undefined, type: GraphQLObjectType): boolean {
  if (typeCondition === undefined || typeCondition === type.name) return true
  const condition = schema.getType(typeCondition)
  return isCompositeType(condition) && isAbstractType(condition) && schema.isSubType(condition, type)
}
