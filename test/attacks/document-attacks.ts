/** An attack by the text of an operation or its variables. */
interface DocumentAttack {
  name: string
  query: string
  variables?: Record<string, unknown>
}

const times = (count: number, text: (index: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, index) => text(index)).join(separator)
const nested = (depth: number, open: string, close: string, core = '') =>
  open.repeat(depth) + core + close.repeat(depth)

const page = (spread: string) => `doctors(first: 1) { nodes { ${spread} } }`
const type = (spread: string) => `__type(name: "Doctor") { ${spread} }`
const FULL = '{ totalCount nodes { name specializations { name } schedules { startTime } } }'

const bombs: DocumentAttack[] = [
  ...[14, 18, 30, 60].map((levels) => ({
    name: `${levels} fragments under __type that each spread the next one twice`,
    query: fragmentBombOfTypes(levels),
  })),
  ...[18, 60].map((levels) => ({
    name: `${levels} fragments on Doctor that each spread the next one twice`,
    query: spreadBomb('Doctor', page, levels),
  })),
  ...[18, 60].map((levels) => ({
    name: `${levels} fragments on Query that each spread the next one twice`,
    query: spreadBomb('Query', (spread) => spread, levels),
  })),
  { name: '12 fragments that each spread the next one ten times', query: spreadBomb('Doctor', page, 12, 10) },
  {
    name: 'inline fragments that double at each of 12 levels',
    query: `{ ${page(doubled(12))} }`,
  },
]

/** Fragments that each select the next one twice: 2 ** levels fields when expanded. */
function fragmentBombOfTypes(levels: number): string {
  const fragments = times(levels, (level) =>
    level + 1 < levels
      ? `fragment F${level} on __Type { a: ofType { ...F${level + 1} } b: ofType { ...F${level + 1} } }`
      : `fragment F${level} on __Type { name }`,
  )
  return `{ ${type('...F0')} } ${fragments}`
}

function spreadBomb(on: string, root: (spread: string) => string, levels: number, width = 2): string {
  const fragments = times(levels, (level) => {
    const inner = level + 1 < levels ? times(width, () => `... on ${on} { ...F${level + 1} }`) : '__typename'
    return `fragment F${level} on ${on} { ${inner} }`
  })
  return `{ ${root('...F0')} } ${fragments}`
}

function doubled(levels: number): string {
  return levels === 0 ? 'name' : times(2, () => `... on Doctor { ${doubled(levels - 1)} }`)
}

const depth: DocumentAttack[] = [
  ...[100, 500, 2000].map((levels) => ({
    name: `${levels} levels of ofType`,
    query: `{ ${type(nested(levels, 'ofType { ', '} ', 'name'))} }`,
  })),
  ...[100, 2000].map((levels) => ({
    name: `${levels} nested inline fragments`,
    query: `{ ${nested(levels, '... { ', '} ', '__typename')} }`,
  })),
  ...[200, 2000, 40_000].map((levels) => ({
    name: `a list literal nested ${levels} times`,
    query: `{ nodes(ids: ${nested(levels, '[', ']', '"x"')}) { id } }`,
  })),
  ...[200, 2000].map((levels) => ({
    name: `an object literal nested ${levels} times`,
    query: `{ doctors(filter: ${nested(levels, '{ a: ', ' }', '1')}) { totalCount } }`,
  })),
  ...[300, 20_000].map((levels) => ({
    name: `a variable type nested ${levels} times`,
    query: `query ($ids: ${nested(levels, '[', ']', 'ID')}) { nodes(ids: $ids) { id } }`,
  })),
  { name: '2,000 opening braces', query: '{'.repeat(2000) },
  { name: '2,000 opening brackets', query: `{ nodes(ids: ${'['.repeat(2000)}` },
]

const floods: DocumentAttack[] = [
  { name: '300 aliases of __typename', query: `{ ${times(300, (index) => `a${index}: __typename`)} }` },
  {
    name: '300 aliases of a full page of 100',
    query: `{ ${times(300, (index) => `a${index}: doctors(first: 100) ${FULL}`)} }`,
  },
  {
    name: '19 aliases of a full page of 100',
    query: `{ ${times(19, (index) => `a${index}: doctors(first: 100) ${FULL}`)} }`,
  },
  ...[
    'doctor(id: "RG9jdG9yOjE=") { name }',
    'node(id: "RG9jdG9yOjE=") { id }',
    'specializations { name }',
  ].map((field) => ({
    name: `300 aliases of ${field.slice(0, field.indexOf(' '))}`,
    query: `{ ${times(300, (index) => `a${index}: ${field}`)} }`,
  })),
  {
    name: '5,000 aliases of a name on a page of 100',
    query: `{ doctors(first: 100) { nodes { ${times(5000, (index) => `a${index}: name`)} } } }`,
  },
  {
    name: '2,000 aliases of nodes, with 4 names each, on a page of 100',
    query: `{ doctors(first: 100) { ${times(2000, (index) => `n${index}: nodes { a: name b: name c: name d: name }`)} } }`,
  },
  {
    name: '120 aliases of nodes with ten names each on a page of 100',
    query: `{ doctors(first: 100) { ${times(120, (index) => `n${index}: nodes { ${times(10, () => 'name')} id }`)} } }`,
  },
  {
    name: '1,000 aliases of schedules on a page of 100',
    query: `{ doctors(first: 100) { nodes { ${times(1000, (index) => `s${index}: schedules { id startTime endTime }`)} } } }`,
  },
  {
    name: 'aliases of 10,000 characters',
    query: `{ doctors(first: 100) { nodes { ${times(9, (index) => `${'k'.repeat(10_000)}${index}: name`)} } } }`,
  },
  { name: '20,000 fields', query: `{ ${times(20_000, () => 'a')} }` },
  { name: '5,000 times the same field', query: `{ doctors { ${times(5000, () => 'totalCount')} } }` },
  { name: '1,000 unknown fields', query: `{ ${times(1000, (index) => `unknown${index}`)} }` },
  { name: '2,000 @include on one field', query: `{ __typename ${times(2000, () => '@include(if: true)')} }` },
  { name: '5,000 unknown directives on one field', query: `{ __typename ${times(5000, () => '@x')} }` },
  { name: '2,000 directives on the operation', query: `query Q ${times(2000, () => '@x')} { __typename }` },
  {
    name: '2,000 directives on a fragment spread',
    query: `{ doctors { ...F ${times(2000, () => '@x')} } } fragment F on DoctorConnection { totalCount }`,
  },
  { name: '1,000 operations', query: times(1000, (index) => `query Q${index} { __typename }`) },
  {
    name: '1,000 unused fragments',
    query: `{ __typename } ${times(1000, (index) => `fragment F${index} on Query { __typename }`)}`,
  },
  {
    name: '2,000 spreads of one fragment',
    query: `{ ${times(2000, () => '...F')} } fragment F on Query { __typename }`,
  },
  {
    name: '2,000 variables',
    query: `query Q(${times(2000, (index) => `$v${index}: Int`)}) { __typename }`,
  },
  { name: '10,000 ids in a literal', query: `{ nodes(ids: [${times(10_000, () => '"x"')}]) { id } }` },
]

const conflicts: DocumentAttack[] = [
  {
    name: '500 fields with the same key and other arguments',
    query: `{ ${times(500, (index) => `doctors(first: ${index % 90}) { totalCount }`)} }`,
  },
  {
    name: '300 fragments that all have the same conflict',
    query: `{ ${times(300, (index) => `...F${index}`)} } ${times(300, (index) => `fragment F${index} on Query { a: doctors(first: ${index % 90}) { nodes { name } } }`)}`,
  },
  {
    name: 'the same field with a selection 500 times',
    query: `{ ${times(500, () => '__schema { types { name fields { name } } }')} }`,
  },
  {
    name: '100 fragments in each other’s place',
    query: `{ doctors { ${times(100, (index) => `nodes { ...F${index} ...F${(index + 1) % 100} }`)} } } ${times(100, (index) => `fragment F${index} on Doctor { x: name schedules { x${index}: id } }`)}`,
  },
]

const invalid: DocumentAttack[] = [
  { name: 'a fragment that spreads itself', query: '{ ...F } fragment F on Query { ...F }' },
  {
    name: 'two fragments that spread each other',
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  },
  {
    name: 'a cycle of 300 fragments',
    query: `{ ...F0 } ${times(300, (index) => `fragment F${index} on Query { ...F${(index + 1) % 300} }`)}`,
  },
  { name: 'a mutation', query: 'mutation { x }' },
  { name: 'a subscription', query: 'subscription { x }' },
  { name: 'a type definition', query: 'type Query { x: Int }' },
  { name: 'an empty document', query: '' },
  { name: 'only a comment', query: `#${'x'.repeat(50_000)}` },
  { name: 'only a fragment', query: 'fragment F on Query { __typename }' },
  { name: 'two operations without a name', query: '{ __typename } { __typename }' },
  { name: '50,000 unexpected characters', query: '?'.repeat(50_000) },
  { name: 'a string that does not end', query: `{ doctor(id: "${'x'.repeat(50_000)}` },
  { name: 'a block string of 90,000 quotes', query: `{ doctor(id: """${'"'.repeat(90_000)}` },
  { name: 'a number of 90,000 digits', query: `{ doctors(first: ${'9'.repeat(90_000)}) { totalCount } }` },
  { name: 'a NUL character in the document', query: '{ __typename \0 }' },
  { name: 'lone surrogates in the document', query: '{ \ud800 }' },
  { name: 'a field of the prototype', query: '{ __proto__ constructor toString }' },
]

const BY_IDS = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
const BY_FILTER = 'query ($filter: DoctorFilter) { doctors(filter: $filter) { totalCount } }'

const badArguments: DocumentAttack[] = [
  { name: 'a page of 101', query: '{ doctors(first: 101) { nodes { name } } }' },
  { name: 'a page of 2147483647', query: '{ doctors(first: 2147483647) { nodes { name } } }' },
  { name: 'a page of -1', query: '{ doctors(last: -1) { nodes { name } } }' },
  {
    name: 'a cursor of 50,000 characters',
    query: `{ doctors(after: "${'A'.repeat(50_000)}") { nodes { name } } }`,
  },
  { name: '101 ids', query: BY_IDS, variables: { ids: Array(101).fill('RG9jdG9yOjE=') } },
  { name: '9,000 ids in a variable', query: BY_IDS, variables: { ids: Array(9000).fill('x') } },
  { name: 'a name of 101 characters', query: BY_FILTER, variables: { filter: { name: 'x'.repeat(101) } } },
  {
    name: 'a name of 90,000 characters',
    query: BY_FILTER,
    variables: { filter: { name: 'x'.repeat(90_000) } },
  },
  { name: 'a name with a NUL character', query: BY_FILTER, variables: { filter: { name: 'a\0b' } } },
  { name: 'a name with a lone surrogate', query: BY_FILTER, variables: { filter: { name: 'a\ud800' } } },
  {
    name: 'a filter with 5,000 unknown fields',
    query: BY_FILTER,
    variables: {
      filter: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, index])),
    },
  },
  { name: 'a filter that is a list of 9,000', query: BY_FILTER, variables: { filter: Array(9000).fill({}) } },
  {
    name: 'variables nested 2,000 times',
    query: BY_FILTER,
    variables: { filter: JSON.parse(nested(2000, '{"a":', '}', '1')) },
  },
]

const introspection: DocumentAttack[] = [
  {
    name: 'introspection, fields of the types of fields, 8 times',
    query: `{ __schema { types { ${nested(8, 'fields { type { ', '} } ', 'name')} } } }`,
  },
  {
    name: '100 aliases of the whole introspection',
    query: `{ ${times(100, (index) => `a${index}: __schema { types { fields { args { type { name } } } } }`)} }`,
  },
]

export const documentAttacks: readonly DocumentAttack[] = [
  ...bombs,
  ...depth,
  ...floods,
  ...conflicts,
  ...invalid,
  ...badArguments,
  ...introspection,
]
