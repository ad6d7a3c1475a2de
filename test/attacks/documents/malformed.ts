import {
  badInput,
  badVariable,
  type DocumentAttack,
  invalid,
  NO_OPERATION,
  nested,
  TOO_MANY_TOKENS,
  times,
  unparsed,
  unsupported,
} from './document-attack.ts'

const documents: DocumentAttack[] = [
  {
    name: 'a fragment that spreads itself',
    query: '{ ...F } fragment F on Query { ...F }',
    refused: invalid(/Cannot spread fragment "F" within itself/),
  },
  {
    name: 'two fragments that spread each other',
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    refused: invalid(/Cannot spread fragment "A" within itself via "B"/),
  },
  {
    name: 'a cycle of 300 fragments',
    query: `{ ...F0 } ${times(300, (index) => `fragment F${index} on Query { ...F${(index + 1) % 300} }`)}`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: 'a mutation',
    query: 'mutation { x }',
    refused: unsupported(/Expected a query, got a mutation/),
  },
  {
    name: 'a subscription',
    query: 'subscription { x }',
    refused: unsupported(/Expected a query, got a subscription/),
  },
  { name: 'a type definition', query: 'type Query { x: Int }', refused: NO_OPERATION },
  { name: 'only a fragment', query: 'fragment F on Query { __typename }', refused: NO_OPERATION },
  { name: 'two operations without a name', query: '{ __typename } { __typename }', refused: NO_OPERATION },
  { name: 'an empty document', query: '', refused: unparsed(/Unexpected <EOF>/) },
  { name: 'only a comment', query: `#${'x'.repeat(50_000)}`, refused: unparsed(/Unexpected <EOF>/) },
  { name: 'a document that ends early', query: '{ doctors(', refused: unparsed(/Syntax Error/) },
  { name: 'an empty selection', query: '{ doctors { } }', refused: unparsed(/Syntax Error/) },
  {
    name: '50,000 unexpected characters',
    query: '?'.repeat(50_000),
    refused: unparsed(/Unexpected character: "\?"/),
  },
  {
    name: 'a string that does not end',
    query: `{ doctor(id: "${'x'.repeat(50_000)}`,
    refused: unparsed(/Unterminated string/),
  },
  {
    name: 'a block string of 90,000 quotes',
    query: `{ doctor(id: """${'"'.repeat(90_000)}`,
    refused: TOO_MANY_TOKENS,
  },
  {
    name: 'a number of 90,000 digits',
    query: `{ doctors(first: ${'9'.repeat(90_000)}) { totalCount } }`,
    refused: invalid(/Int cannot represent non 32-bit signed integer value/),
  },
  {
    name: 'a NUL character in the document',
    query: '{ __typename \0 }',
    refused: unparsed(/Unexpected character: U\+0000/),
  },
  {
    name: 'lone surrogates in the document',
    query: '{ \ud800 }',
    refused: unparsed(/Invalid character: U\+D800/),
  },
  {
    name: 'an unknown field',
    query: '{ patients { name } }',
    refused: invalid(/Cannot query field "patients"/),
  },
  {
    name: 'a field of the prototype',
    query: '{ __proto__ constructor toString }',
    refused: invalid(/Cannot query field "__proto__"/),
  },
]

const BY_IDS = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
const BY_FILTER = 'query ($filter: DoctorFilter) { doctors(filter: $filter) { totalCount } }'

const badArguments: DocumentAttack[] = [
  {
    name: 'a page of 101',
    query: '{ doctors(first: 101) { nodes { name } } }',
    refused: badInput(/`first` to be between 0 and 100, got 101/),
  },
  {
    name: 'a page of 2147483647',
    query: '{ doctors(first: 2147483647) { nodes { name } } }',
    refused: badInput(/`first` to be between 0 and 100, got 2147483647/),
  },
  {
    name: 'a page of -1',
    query: '{ doctors(last: -1) { nodes { name } } }',
    refused: badInput(/`last` to be between 0 and 100, got -1/),
  },
  {
    name: 'a cursor of 50,000 characters',
    query: `{ doctors(after: "${'A'.repeat(50_000)}") { nodes { name } } }`,
    refused: badInput(/`after` to be a cursor that this API returned, got "A{9,100}…/),
  },
  {
    name: '101 ids',
    query: BY_IDS,
    variables: { ids: Array(101).fill('RG9jdG9yOjE=') },
    refused: badInput(/`ids` of at most 100, got 101 ids/),
  },
  {
    name: '9,000 ids in a variable',
    query: BY_IDS,
    variables: { ids: Array(9000).fill('x') },
    refused: badInput(/`ids` of at most 100, got 9000 ids/),
  },
  {
    name: 'a name of 101 characters',
    query: BY_FILTER,
    variables: { filter: { name: 'x'.repeat(101) } },
    refused: badInput(/`filter.name` of at most 100 characters, got 101 characters/),
  },
  {
    name: 'a name of 90,000 characters',
    query: BY_FILTER,
    variables: { filter: { name: 'x'.repeat(90_000) } },
    refused: badInput(/`filter.name` of at most 100 characters, got 90000 characters/),
  },
  {
    name: 'a name with a NUL character',
    query: BY_FILTER,
    variables: { filter: { name: 'a\0b' } },
    refused: badInput(/`filter.name` without a NUL character/),
  },
  {
    name: 'a name with a lone surrogate',
    query: BY_FILTER,
    variables: { filter: { name: 'a\ud800' } },
    refused: badInput(/`filter.name` to be well-formed Unicode/),
  },
  {
    name: 'a filter with 5,000 unknown fields',
    query: BY_FILTER,
    variables: {
      filter: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, index])),
    },
    refused: badVariable(/Variable "\$filter" got invalid value/),
  },
  {
    name: 'a filter that is a list of 9,000',
    query: BY_FILTER,
    variables: { filter: Array(9000).fill({}) },
    refused: badVariable(/Expected type "DoctorFilter" to be an object/),
  },
  {
    name: 'variables nested 2,000 times',
    query: BY_FILTER,
    variables: { filter: JSON.parse(nested(2000, '{"a":', '}', '1')) },
    refused: { status: 400, code: 'JSON_TOO_DEEP', says: /of at most 32 levels/ },
  },
]

/** Documents and variables that are not what the API takes. */
export const MALFORMED: readonly DocumentAttack[] = [...documents, ...badArguments]
