import {
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql'
import { createRandom, type Random } from '../../../src/demo-data/random.ts'

export interface RandomOperation {
  query: string
  variables: Record<string, unknown>
}

type Field = GraphQLField<unknown, unknown>

const MAX_DEPTH = 7

/** A valid operation of the directory's schema: fragments, aliases, merged fields, variables, directives, introspection. */
export function randomOperation(schema: GraphQLSchema, seed: number): RandomOperation {
  const random = createRandom(seed)
  const queryType = schema.getQueryType()
  if (!queryType) throw new Error('expected a schema with a query type')
  const declarations: string[] = []
  const variables: Record<string, unknown> = {}
  const fragments: { name: string; type: string; text: string | undefined }[] = []
  let aliases = 0

  const variable = (type: string, value: unknown) => {
    const name = `v${declarations.length}`
    declarations.push(`$${name}: ${type}`)
    variables[name] = value
    return `$${name}`
  }

  const directive = () => {
    if (!random.chance(0.04)) return ''
    const condition = random.chance(0.5)
      ? variable('Boolean!', random.chance(0.5))
      : String(random.chance(0.5))
    return ` @${random.pick(['include', 'skip'])}(if: ${condition})`
  }

  const selections = (type: GraphQLNamedOutputType, depth: number): string => {
    const parts = Array.from({ length: random.integer(1, type === queryType ? 2 : 4) }, () =>
      random.chance(0.2) ? fragment(type, depth) : fieldOf(type, depth),
    )
    return `{ ${parts.join(' ')} }`
  }

  const fragment = (type: GraphQLNamedOutputType, depth: number): string => {
    const condition = random.pick(conditionsFor(schema, type))
    if (random.chance(0.5)) return `... on ${condition.name}${directive()} ${selections(condition, depth)}`
    const finished = fragments.filter((one) => one.text !== undefined && one.type === condition.name)
    if (depth <= 3 && finished.length > 0 && random.chance(0.5)) {
      return `...${random.pick(finished).name}${directive()}`
    }
    const created: (typeof fragments)[number] = {
      name: `F${fragments.length}`,
      type: condition.name,
      text: undefined,
    }
    fragments.push(created)
    // No deeper than where it can be spread again.
    created.text = selections(condition, Math.max(depth, 3))
    return `...${created.name}${directive()}`
  }

  const fieldOf = (type: GraphQLNamedOutputType, depth: number): string => {
    const field = random.pick(fieldsFor(type, depth, type === queryType && random.chance(0.05)))
    const args = argumentsFor(field, random, variable)
    const key = args !== '' || random.chance(0.15) ? `a${aliases++}_${field.name}: ` : ''
    const below = getNamedType(field.type)
    const set = isCompositeType(below) ? ` ${selections(below, depth + 1)}` : ''
    return `${key}${field.name}${args}${directive()}${set}`
  }

  const root = selections(queryType, 0)
  const declared = declarations.length > 0 ? `(${declarations.join(', ')})` : ''
  const definitions = fragments.map(({ name, type, text }) => `fragment ${name} on ${type} ${text}`)
  return { query: [`query Random${declared} ${root}`, ...definitions].join('\n'), variables }
}

/** The name of the field of a key in the answer. */
export function fieldNameOf(key: string): string {
  return key.replace(/^a\d+_/, '')
}

function fieldsFor(type: GraphQLNamedOutputType, depth: number, introspection: boolean): Field[] {
  if (introspection) return [SchemaMetaFieldDef, TypeMetaFieldDef]
  const own = isObjectType(type) || isInterfaceType(type) ? Object.values<Field>(type.getFields()) : []
  const leaves = [...own.filter((field) => isLeafType(getNamedType(field.type))), TypeNameMetaFieldDef]
  const deepest = isIntrospectionType(type) ? MAX_DEPTH - 2 : MAX_DEPTH
  return depth >= deepest ? leaves : [...own, ...own, TypeNameMetaFieldDef]
}

function conditionsFor(schema: GraphQLSchema, type: GraphQLNamedOutputType) {
  const objects: GraphQLObjectType[] = isAbstractType(type) ? [...schema.getPossibleTypes(type)] : []
  const interfaces = isObjectType(type) && type.name !== 'Query' ? type.getInterfaces() : []
  const own = isObjectType(type) || isInterfaceType(type) ? [type] : []
  return [...own, ...own, ...objects, ...interfaces]
}

const TYPES = ['Doctor', 'Specialization', 'PracticeSchedule']

/** Arguments of a field, some as literals and some as variables; '' for none. */
function argumentsFor(
  { name, args }: Field,
  random: Random,
  variable: (type: string, value: unknown) => string,
): string {
  if (args.length === 0) return ''
  const value = (type: string, given: unknown) =>
    random.chance(0.5) ? variable(type, given) : JSON.stringify(given)
  const idOf = (types: readonly string[]) => btoa(`${random.pick(types)}:${random.integer(1, 50)}`)
  const given: string[] = []
  if (name === '__type')
    given.push(`name: ${value('String!', random.pick(['Query', 'Doctor', 'Node', 'None']))}`)
  if (name === 'doctor') given.push(`id: ${value('ID!', idOf(['Doctor']))}`)
  if (name === 'node') given.push(`id: ${value('ID!', idOf(TYPES))}`)
  if (name === 'nodes') {
    const ids = Array.from({ length: random.integer(0, 12) }, () => (random.chance(0.02) ? 'x' : idOf(TYPES)))
    given.push(`ids: ${value('[ID!]!', ids)}`)
  }
  if (name === 'doctors') {
    const size = random.chance(0.03) ? random.integer(-2, 120) : random.integer(0, 25)
    if (random.chance(0.6)) given.push(`first: ${value('Int', size)}`)
    else if (random.chance(0.4)) given.push(`last: ${value('Int', size)}`)
    if (random.chance(0.05))
      given.push(`${given[0]?.startsWith('first') ? 'last' : 'offset'}: ${random.integer(0, 4)}`)
    if (random.chance(0.1))
      given.push(`filter: ${variable('DoctorFilter', { name: random.pick(['a', 'y']) })}`)
    if (random.chance(0.2)) given.push('orderBy: { field: CREATED_AT, direction: DESC }')
  }
  if (args.some((arg) => arg.name === 'includeDeprecated') && random.chance(0.3)) {
    given.push(`includeDeprecated: ${value('Boolean!', random.chance(0.5))}`)
  }
  return given.length > 0 ? `(${given.join(', ')})` : ''
}
