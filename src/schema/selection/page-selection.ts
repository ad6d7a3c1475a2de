import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { PageSelection } from '../../directory/doctor-directory.ts'
import { areMet, type Conditions, conditionsOf } from './selection-conditions.ts'

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>

/** For each part of the page, the conditions of each place that selects it. */
type SelectionRule = Record<keyof PageSelection, Conditions[]>

/** Read once for each field of a document, which is one object for as long as the document is kept. */
const rules = new WeakMap<FieldNode, SelectionRule>()

/** What the operation selects of the connection, including fragments, aliases, `@include` and `@skip`. */
export function pageSelectionOf({ fieldNodes, fragments, variableValues }: Info): PageSelection {
  const selection = { doctors: false, totalCount: false, hasNextPage: false, hasPreviousPage: false }
  for (const node of fieldNodes) {
    const known = rules.get(node) ?? readRule(node, fragments)
    rules.set(node, known)
    for (const part of PARTS) {
      selection[part] ||= known[part].some((conditions) => areMet(conditions, variableValues))
    }
  }
  return selection
}

const PARTS = ['doctors', 'totalCount', 'hasNextPage', 'hasPreviousPage'] as const

function readRule(connection: FieldNode, fragments: Info['fragments']): SelectionRule {
  const rule: SelectionRule = { doctors: [], totalCount: [], hasNextPage: [], hasPreviousPage: [] }
  for (const { field, conditions } of selectedFields(connection, fragments)) {
    if (field.name.value === 'edges' || field.name.value === 'nodes') rule.doctors.push(conditions)
    if (field.name.value === 'totalCount') rule.totalCount.push(conditions)
    if (field.name.value !== 'pageInfo') continue
    for (const below of selectedFields(field, fragments)) {
      const all = [...conditions, ...below.conditions]
      const name = below.field.name.value
      if (name === 'startCursor' || name === 'endCursor') rule.doctors.push(all)
      if (name === 'hasNextPage' || name === 'hasPreviousPage') rule[name].push(all)
    }
  }
  return rule
}

interface SelectedField {
  field: FieldNode
  conditions: Conditions
}

/** The fields under a field. None of its types is abstract: the types of fragments decide nothing. */
function selectedFields(
  { selectionSet }: FieldNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): SelectedField[] {
  const selected: SelectedField[] = []
  const collect = (set: SelectionSetNode | undefined, outer: Conditions) => {
    for (const selection of set?.selections ?? []) {
      const own = conditionsOf(selection)
      if (own === undefined) continue
      const conditions = [...outer, ...own]
      if (selection.kind === Kind.FIELD) selected.push({ field: selection, conditions })
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, conditions)
      else collect(fragments[selection.name.value]?.selectionSet, conditions)
    }
  }
  collect(selectionSet, [])
  return selected
}
