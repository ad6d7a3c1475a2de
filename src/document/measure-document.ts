import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { add, pairs } from './cost/saturating.ts'

/** How large a document is with its fragments expanded. Counts saturate. */
export interface DocumentMeasures {
  depth: number
  aliases: number
  directives: number
  rootFields: number
  selections: number
}

interface SelectionMeasures extends Omit<DocumentMeasures, 'rootFields'> {
  /** Fields of the set itself, with fragments expanded. */
  fields: number
}

const NOTHING: SelectionMeasures = { depth: 0, aliases: 0, directives: 0, selections: 0, fields: 0 }

/**
 * Measures a document without expanding it: each definition once, fragments before those that spread them. Depth and root
 * fields are those of the largest operation; all else is summed over operations and fragments that nothing spreads,
 * since validation visits them all.
 *
 * @returns undefined if fragments form a cycle.
 */
export function measureDocument(document: DocumentNode): DocumentMeasures | undefined {
  const operations = document.definitions.filter(isOperation)
  const fragments = document.definitions.filter(isFragment)
  const inOrder = dependenciesFirst(fragments)
  if (inOrder.length < fragments.length) return undefined

  const byName = new Map<string, SelectionMeasures>()
  const measures = inOrder.map((fragment) => {
    const measured = measureSelections(fragment.selectionSet, byName)
    byName.set(fragment.name.value, measured)
    return measured
  })
  const spread = new Set(document.definitions.flatMap((definition) => spreadsOf(definition)))
  const total: DocumentMeasures = { depth: 0, aliases: 0, directives: 0, rootFields: 0, selections: 0 }
  const include = (measured: SelectionMeasures) => {
    total.depth = Math.max(total.depth, measured.depth)
    total.aliases = add(total.aliases, measured.aliases)
    total.directives = add(total.directives, measured.directives)
    total.selections = add(total.selections, measured.selections)
  }
  for (const operation of operations) {
    const measured = measureSelections(operation.selectionSet, byName)
    include(measured)
    total.directives = add(total.directives, operation.directives?.length ?? 0)
    total.rootFields = Math.max(total.rootFields, measured.fields)
  }
  for (const [index, fragment] of inOrder.entries()) {
    total.directives = add(total.directives, fragment.directives?.length ?? 0)
    if (!spread.has(fragment.name.value)) include(measures[index] ?? NOTHING)
  }
  return total
}

function measureSelections(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, SelectionMeasures>,
): SelectionMeasures {
  const total = { ...NOTHING }
  for (const selection of selections) {
    const isField = selection.kind === Kind.FIELD
    const below = isField
      ? selection.selectionSet && measureSelections(selection.selectionSet, fragments)
      : selection.kind === Kind.FRAGMENT_SPREAD
        ? fragments.get(selection.name.value)
        : measureSelections(selection.selectionSet, fragments)
    const { depth, aliases, directives, selections: expanded, fields } = below ?? NOTHING
    total.depth = Math.max(total.depth, depth + 1)
    total.aliases = add(total.aliases, aliases + (isField && selection.alias ? 1 : 0))
    total.directives = add(total.directives, directives + (selection.directives?.length ?? 0))
    total.selections = add(total.selections, expanded + 1)
    total.fields = add(total.fields, isField ? 1 : fields)
  }
  return total
}

/**
 * The number of pairs that validation compares to find conflicts: of fields with the same place in the response, and of
 * fragments spread there. It expands the fragments, so that the number of selections has to be checked first.
 */
export function countComparisons(document: DocumentNode): number {
  const fragments = new Map(document.definitions.filter(isFragment).map((one) => [one.name.value, one]))
  const spread = new Set(document.definitions.flatMap((definition) => spreadsOf(definition)))
  return document.definitions
    .filter((one) => isOperation(one) || isFragment(one))
    .filter((one) => isOperation(one) || !spread.has(one.name.value))
    .reduce((total, { selectionSet }) => add(total, comparisonsIn([selectionSet], fragments)), 0)
}

function comparisonsIn(
  sets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const fieldCounts = new Map<string, number>()
  const setsBelow = new Map<string, SelectionSetNode[]>()
  let spreads = 0
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        fieldCounts.set(key, (fieldCounts.get(key) ?? 0) + 1)
        if (selection.selectionSet) {
          const known = setsBelow.get(key)
          if (known) known.push(selection.selectionSet)
          else setsBelow.set(key, [selection.selectionSet])
        }
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        spreads += 1
        const fragment = fragments.get(selection.name.value)
        if (fragment) collect(fragment.selectionSet)
      } else collect(selection.selectionSet)
    }
  }
  for (const set of sets) collect(set)
  let total = pairs(spreads)
  for (const count of fieldCounts.values()) total = add(total, pairs(count))
  for (const below of setsBelow.values()) total = add(total, comparisonsIn(below, fragments))
  return total
}

/** Fragments, each after those that it spreads; those that belong to a cycle, or lead to one, are missing. */
function dependenciesFirst(fragments: readonly FragmentDefinitionNode[]): FragmentDefinitionNode[] {
  const names = new Set(fragments.map(({ name }) => name.value))
  const waiting = new Map<FragmentDefinitionNode, number>()
  const spreaders = new Map<string, FragmentDefinitionNode[]>()
  for (const fragment of fragments) {
    const needed = new Set(spreadsOf(fragment).filter((name) => names.has(name)))
    waiting.set(fragment, needed.size)
    for (const name of needed) {
      const known = spreaders.get(name)
      if (known) known.push(fragment)
      else spreaders.set(name, [fragment])
    }
  }
  const ready = fragments.filter((fragment) => waiting.get(fragment) === 0)
  for (const { name } of ready) {
    for (const spreader of spreaders.get(name.value) ?? []) {
      const left = (waiting.get(spreader) ?? 0) - 1
      waiting.set(spreader, left)
      if (left === 0) ready.push(spreader)
    }
    spreaders.delete(name.value)
  }
  return ready
}

/** The names of the fragments that a definition spreads, one for each spread. */
function spreadsOf(definition: DocumentNode['definitions'][number]): string[] {
  if (!isOperation(definition) && !isFragment(definition)) return []
  const names: string[] = []
  const visit = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) names.push(selection.name.value)
      else if (selection.selectionSet) visit(selection.selectionSet)
    }
  }
  visit(definition.selectionSet)
  return names
}

function isOperation(definition: DocumentNode['definitions'][number]): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION
}

function isFragment(definition: DocumentNode['definitions'][number]): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION
}
