import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  NoFragmentCyclesRule,
  type OperationDefinitionNode,
  OperationTypeNode,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { type CostReader, createCostReader } from './cost/operation-cost.ts'
import { type PlannedField, planFields } from './cost/plan-fields.ts'
import { type DeprecatedField, deprecatedFieldsOf } from './deprecated-fields.ts'
import type { DocumentLimits } from './document-limits.ts'
import { countComparisons, type DocumentMeasures, measureDocument } from './measure-document.ts'
import { parseDocument } from './parse-document.ts'
import { CLIENT_ERROR, DOCUMENT_TOO_LARGE, exceeded, UNSUPPORTED_OPERATION } from './refusal.ts'

/** A document of which everything is known that does not depend on variables. */
export interface ReadDocument {
  document: DocumentNode
  tokens: number
  /** Why it cannot run: a limit, an operation type that the schema does not have, or errors of validation. */
  errors: readonly GraphQLError[]
  /** With fragments expanded. */
  measures: DocumentMeasures
  /** Its uses of deprecated fields and arguments. */
  deprecatedFields: readonly DeprecatedField[]
  /** An operation of the document; undefined if the name fits none, or is needed. */
  operation(name: string | null | undefined): ReadOperation | undefined
}

export interface ReadOperation extends CostReader {
  /** The fields of the response that contain this node and are lists that only the data bounds. */
  unboundedLists(node: FieldNode): readonly PlannedField[]
}

/** What a document is read by. */
interface ReadingRules {
  schema: GraphQLSchema
  limits: DocumentLimits
  /** Rules of validation, beside those of the specification. */
  rules: readonly ValidationRule[]
}

const MAX_VALIDATION_ERRORS = 20
const UNKNOWN: DocumentMeasures = { depth: 0, aliases: 0, directives: 0, rootFields: 0, selections: 0 }

/**
 * Parses, measures and validates a text, in this order: validation is only cheap for a document within the limits.
 *
 * @throws GraphQLError if it cannot be parsed. All other errors are part of what is returned.
 */
export function readDocument({ schema, limits, rules }: ReadingRules, text: string): ReadDocument {
  const { document, tokens } = parseDocument(text, limits)
  const measures = measureDocument(document)
  const errors =
    measures === undefined
      ? cycleErrors(schema, document)
      : errorsOf({ schema, limits, rules }, document, measures)
  const operations = new Map<OperationDefinitionNode, ReadOperation>()
  return {
    document,
    tokens,
    errors,
    measures: measures ?? UNKNOWN,
    deprecatedFields: errors.length === 0 ? deprecatedFieldsOf(schema, document) : [],
    operation(name) {
      const node = getOperationAST(document, name)
      if (node == null || errors.length > 0) return undefined
      const known = operations.get(node) ?? readOperation(schema, document, node)
      operations.set(node, known)
      return known
    },
  }
}

function cycleErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  return validate(schema, document, [NoFragmentCyclesRule], { maxErrors: MAX_VALIDATION_ERRORS })
}

function errorsOf(
  { schema, limits, rules }: ReadingRules,
  document: DocumentNode,
  measures: DocumentMeasures,
): readonly GraphQLError[] {
  for (const limit of LIMITED_MEASURES) {
    const refused = tooLarge(limits, limit, measures[limit])
    if (refused) return [refused]
  }
  const refused = tooLarge(limits, 'comparisons', countComparisons(document))
  if (refused) return [refused]
  const unsupported = unsupportedOperation(schema, document)
  if (unsupported) return [unsupported]
  return validate(schema, document, [...specifiedRules, ...rules], { maxErrors: MAX_VALIDATION_ERRORS })
}

const LIMITED_MEASURES = ['depth', 'aliases', 'directives', 'rootFields', 'selections'] as const

const WORDS: Record<(typeof LIMITED_MEASURES)[number] | 'comparisons', string> = {
  depth: 'levels of selections',
  aliases: 'aliases',
  directives: 'directives',
  rootFields: 'root fields',
  selections: 'selections with fragments expanded',
  comparisons: 'comparisons of fields with the same key',
}

function tooLarge(limits: DocumentLimits, limit: keyof typeof WORDS, got: number): GraphQLError | undefined {
  const max = limits[limit]
  if (got <= max) return undefined
  return exceeded({ code: DOCUMENT_TOO_LARGE, limit: WORDS[limit], max, got, subject: 'a document' })
}

function unsupportedOperation(schema: GraphQLSchema, document: DocumentNode): GraphQLError | undefined {
  const node = document.definitions.find(
    (one) => one.kind === Kind.OPERATION_DEFINITION && !schema.getRootType(one.operation),
  )
  if (node?.kind !== Kind.OPERATION_DEFINITION) return undefined
  return new GraphQLError(`Expected a ${OperationTypeNode.QUERY}, got a ${node.operation}.`, {
    nodes: node,
    extensions: { code: UNSUPPORTED_OPERATION, http: CLIENT_ERROR },
  })
}

function readOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadOperation {
  const fields = planFields({ schema, fragments: fragmentsOf(document) }, operation)
  const lists = new Map<FieldNode, PlannedField[]>()
  const findLists = (planned: readonly PlannedField[]) => {
    for (const field of planned) {
      if (field.field.extensions.cost?.list === 'unbounded') {
        for (const { node } of field.occurrences) lists.set(node, [...(lists.get(node) ?? []), field])
      }
      for (const below of field.fieldsByType.values()) findLists(below)
    }
  }
  findLists(fields)
  return { ...createCostReader(schema, fields), unboundedLists: (node) => lists.get(node) ?? [] }
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  )
}
