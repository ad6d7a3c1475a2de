import {
  type DocumentAttack,
  invalid,
  nested,
  RESULT_TOO_LARGE,
  TOO_MANY_TOKENS,
  times,
  tooCostly,
  tooLarge,
} from './document-attack.ts'

const FULL = '{ totalCount nodes { name specializations { name } schedules { startTime } } }'
const DOCTOR_IDS = JSON.stringify(Array.from({ length: 100 }, (_, index) => btoa(`Doctor:${index + 1}`)))

/** A selection on each of 100 doctors. */
const onDoctors = (fields: string) => `{ nodes(ids: ${DOCTOR_IDS}) { ... on Doctor { ${fields} } } }`

const aliases: DocumentAttack[] = [
  ...['__typename', 'doctors { totalCount }', 'specializations { name }'].map((field) => ({
    name: `300 aliases of ${field}`,
    query: `{ ${times(300, (index) => `a${index}: ${field}`)} }`,
    refused: tooLarge(/of at most 100 aliases, got 300/),
  })),
  ...[
    `doctors(first: 100) ${FULL}`,
    'doctor(id: "RG9jdG9yOjE=") { name }',
    'node(id: "RG9jdG9yOjE=") { id }',
  ].map((field) => ({
    name: `300 aliases of ${field}`,
    query: `{ ${times(300, (index) => `a${index}: ${field}`)} }`,
    refused: TOO_MANY_TOKENS,
  })),
  {
    name: '21 aliases of __typename',
    query: `{ ${times(21, (index) => `a${index}: __typename`)} }`,
    refused: tooLarge(/of at most 20 root fields, got 21/),
  },
  {
    name: '13 aliases of a total',
    query: `{ ${times(13, (index) => `a${index}: doctors { totalCount }`)} }`,
    refused: tooCostly(/of at most 12 statements, got 13/),
  },
  {
    name: '10 aliases of a page of 100',
    query: `{ ${times(10, (index) => `a${index}: doctors(first: 100) { nodes { id } }`)} }`,
    refused: tooCostly(/of at most 1000 rows, got 1010/),
  },
  {
    name: '19 aliases of a full page of 100',
    query: `{ ${times(19, (index) => `a${index}: doctors(first: 100) ${FULL}`)} }`,
    refused: tooCostly(/of at most 12 statements, got 57/),
  },
  {
    name: '5,000 aliases of a name on a page of 100',
    query: `{ doctors(first: 100) { nodes { ${times(5000, (index) => `a${index}: name`)} } } }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '3,500 aliases of a name on 100 nodes',
    query: onDoctors(times(3500, (index) => `alias${index}: name`)),
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '90 aliases of a name on 300 nodes',
    query: `{ ${times(3, (index) => `a${index}: nodes(ids: ${DOCTOR_IDS}) { ...N }`)} } fragment N on Doctor { ${times(90, (index) => `b${index}: name`)} }`,
    refused: tooLarge(/of at most 100 aliases, got 273/),
  },
  {
    name: '2,000 aliases of nodes, with 4 names each, on a page of 100',
    query: `{ doctors(first: 100) { ${times(2000, (index) => `n${index}: nodes { a: name b: name c: name d: name }`)} } }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '120 aliases of nodes with ten names each on a page of 100',
    query: `{ doctors(first: 100) { ${times(120, (index) => `n${index}: nodes { ${times(10, () => 'name')} id }`)} } }`,
    refused: tooLarge(/of at most 100 aliases, got 120/),
  },
  {
    name: '1,000 aliases of schedules on a page of 100',
    query: `{ doctors(first: 100) { nodes { ${times(1000, (index) => `s${index}: schedules { id startTime endTime }`)} } } }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: 'aliases of 10,000 characters',
    query: `{ doctors(first: 100) { nodes { ${times(9, (index) => `${'k'.repeat(10_000)}${index}: name`)} } } }`,
    refused: RESULT_TOO_LARGE,
  },
  {
    name: 'an alias of 50,000 characters on 100 nodes',
    query: onDoctors(`${'x'.repeat(50_000)}: name`),
    refused: RESULT_TOO_LARGE,
  },
]

const repeated: DocumentAttack[] = [
  { name: '20,000 fields', query: `{ ${times(20_000, () => 'a')} }`, refused: TOO_MANY_TOKENS },
  {
    name: '5,000 times the same field',
    query: `{ doctors { ${times(5000, () => 'totalCount')} } }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '1,000 unknown fields',
    query: `{ ${times(1000, (index) => `unknown${index}`)} }`,
    refused: tooLarge(/of at most 20 root fields, got 1000/),
  },
  {
    name: '1,000 operations',
    query: times(1000, (index) => `query Q${index} { __typename }`),
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '1,000 unused fragments',
    query: `{ __typename } ${times(1000, (index) => `fragment F${index} on Query { __typename }`)}`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '2,000 spreads of one fragment',
    query: `{ ${times(2000, () => '...F')} } fragment F on Query { __typename }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '2,000 variables',
    query: `query Q(${times(2000, (index) => `$v${index}: Int`)}) { __typename }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '10,000 ids in a literal',
    query: `{ nodes(ids: [${times(10_000, () => '"x"')}]) { id } }`,
    refused: TOO_MANY_TOKENS,
  },
]

const directives: DocumentAttack[] = [
  {
    name: '120 @include on one field',
    query: `{ __typename ${times(120, () => '@include(if: true)')} }`,
    refused: tooLarge(/of at most 100 directives, got 120/),
  },
  {
    name: '900 unknown directives on one field',
    query: `{ __typename ${times(900, () => '@a')} }`,
    refused: tooLarge(/of at most 100 directives, got 900/),
  },
  {
    name: '2,000 @include on one field',
    query: `{ __typename ${times(2000, () => '@include(if: true)')} }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '5,000 unknown directives on one field',
    query: `{ __typename ${times(5000, () => '@x')} }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '2,000 directives on the operation',
    query: `query Q ${times(2000, () => '@x')} { __typename }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '2,000 directives on a fragment spread',
    query: `{ doctors { ...F ${times(2000, () => '@x')} } } fragment F on DoctorConnection { totalCount }`,
    refused: TOO_MANY_TOKENS,
  },
]

const conflicts: DocumentAttack[] = [
  {
    name: '400 selections of one field, which all have to be compared',
    query: `{ doctors { ${times(400, () => 'nodes { id }')} } }`,
    refused: tooLarge(/of at most 10000 comparisons/),
  },
  {
    name: '150 fragments with nine aliases',
    query: `{ ${times(150, (index) => `...F${index}`)} } ${times(150, (index) => `fragment F${index} on Query { a${index % 9}: __typename }`)}`,
    refused: tooLarge(/of at most 100 aliases, got 150/),
  },
  {
    name: '500 fields with the same key and other arguments',
    query: `{ ${times(500, (index) => `doctors(first: ${index % 90}) { totalCount }`)} }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '300 fragments that all have the same conflict',
    query: `{ ${times(300, (index) => `...F${index}`)} } ${times(300, (index) => `fragment F${index} on Query { a: doctors(first: ${index % 90}) { nodes { name } } }`)}`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: 'the same field with a selection 500 times',
    query: `{ ${times(500, () => '__schema { types { name fields { name } } }')} }`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: '100 fragments in each other’s place',
    query: `{ doctors { ${times(100, (index) => `nodes { ...F${index} ...F${(index + 1) % 100} }`)} } } ${times(100, (index) => `fragment F${index} on Doctor { x: name schedules { x${index}: id } }`)}`,
    refused: TOO_MANY_TOKENS,
  },
]

const introspection: DocumentAttack[] = [
  {
    name: 'introspection, fields of the types of fields, 8 times',
    query: `{ __schema { types { ${nested(8, 'fields { type { ', '} } ', 'name')} } } }`,
    refused: invalid(/Maximum introspection depth exceeded/),
  },
  {
    name: '100 aliases of the whole introspection',
    query: `{ ${times(100, (index) => `a${index}: __schema { types { fields { args { type { name } } } } }`)} }`,
    refused: tooLarge(/of at most 20 root fields, got 100/),
  },
]

/** Documents that have or ask for too many of one thing. */
export const FLOODS: readonly DocumentAttack[] = [
  ...aliases,
  ...repeated,
  ...directives,
  ...conflicts,
  ...introspection,
]
