import {
  type DocumentAttack,
  nested,
  TOO_MANY_BRACKETS,
  TOO_MANY_TOKENS,
  times,
  tooLarge,
} from './document-attack.ts'

const page = (spread: string) => `doctors(first: 1) { nodes { ${spread} } }`
const type = (spread: string) => `__type(name: "Doctor") { ${spread} }`
const tooDeep = (levels: number) => tooLarge(new RegExp(`of at most 30 levels of selections, got ${levels}`))

const fragments: DocumentAttack[] = [
  ...[13, 14].map((levels) => ({
    name: `${levels} fragments under __type that each select the next one twice`,
    query: typeBomb(levels),
    refused: tooLarge(new RegExp(`of at most 100 aliases, got ${2 ** levels - 2}`)),
  })),
  ...[19, 30, 61].map((levels) => ({
    name: `${levels} fragments under __type that each select the next one twice`,
    query: typeBomb(levels),
    refused: tooDeep(2 * levels + 1),
  })),
  ...[19, 29].map((levels) => ({
    name: `${levels} fragments on Query that each spread the next one twice`,
    query: spreadBomb('Query', (spread) => spread, levels),
    refused: tooLarge(new RegExp(`of at most 20 root fields, got ${2 ** (levels - 1)}`)),
  })),
  ...[18, 60].map((levels) => ({
    name: `${levels} fragments on Query that each spread the next one in two inline fragments`,
    query: inlineSpreadBomb('Query', (spread) => spread, levels),
    refused: tooDeep(2 * levels),
  })),
  ...[18, 60].map((levels) => ({
    name: `${levels} fragments on Doctor that each spread the next one in two inline fragments`,
    query: inlineSpreadBomb('Doctor', page, levels),
    refused: tooDeep(2 * levels + 2),
  })),
  {
    name: '12 fragments that each spread the next one in ten inline fragments',
    query: inlineSpreadBomb('Doctor', page, 12, 10),
    refused: tooLarge(/of at most 2000 selections with fragments expanded, got 322222222223/),
  },
  {
    name: 'inline fragments that double at each of 12 levels',
    query: `{ ${page(doubled(12))} }`,
    refused: TOO_MANY_TOKENS,
  },
]

/** Fragments that each select the next one under two aliases: 2 ** levels - 2 aliases when expanded. */
function typeBomb(levels: number): string {
  const bodyOf = (next: string) => `a: ofType { ${next} } b: ofType { ${next} }`
  return `{ ${type('...F0')} } ${chain('__Type', levels, { bodyOf, last: 'name' })}`
}

function spreadBomb(on: string, root: (spread: string) => string, levels: number): string {
  const bodyOf = (next: string) => `${next} ${next}`
  return `{ ${root('...F0')} } ${chain(on, levels, { bodyOf, last: '__typename' })}`
}

function inlineSpreadBomb(on: string, root: (spread: string) => string, levels: number, width = 2): string {
  const bodyOf = (next: string) => times(width, () => `... on ${on} { ${next} }`)
  return `{ ${root('...F0')} } ${chain(on, levels, { bodyOf, last: '__typename' })}`
}

/** Fragments F0, F1 and so on: each is made of the spread of the next one, except the last. */
function chain(
  on: string,
  levels: number,
  { bodyOf, last }: { bodyOf: (next: string) => string; last: string },
): string {
  return times(levels, (level) => {
    const body = level + 1 < levels ? bodyOf(`...F${level + 1}`) : last
    return `fragment F${level} on ${on} { ${body} }`
  })
}

function doubled(levels: number): string {
  return levels === 0 ? 'name' : times(2, () => `... on Doctor { ${doubled(levels - 1)} }`)
}

const depth: DocumentAttack[] = [
  { name: '45 levels of ofType', query: levelsOfType(45), refused: tooDeep(47) },
  ...[100, 500, 2000].map((levels) => ({
    name: `${levels} levels of ofType`,
    query: levelsOfType(levels),
    refused: TOO_MANY_BRACKETS,
  })),
  ...[100, 2000].map((levels) => ({
    name: `${levels} nested inline fragments`,
    query: `{ ${nested(levels, '... { ', '} ', '__typename')} }`,
    refused: TOO_MANY_BRACKETS,
  })),
  ...[200, 2000, 40_000].map((levels) => ({
    name: `a list literal nested ${levels} times`,
    query: `{ nodes(ids: ${nested(levels, '[', ']', '"x"')}) { id } }`,
    refused: TOO_MANY_BRACKETS,
  })),
  ...[200, 2000].map((levels) => ({
    name: `an object literal nested ${levels} times`,
    query: `{ doctors(filter: ${nested(levels, '{ a: ', ' }', '1')}) { totalCount } }`,
    refused: TOO_MANY_BRACKETS,
  })),
  ...[300, 20_000].map((levels) => ({
    name: `a variable type nested ${levels} times`,
    query: `query ($ids: ${nested(levels, '[', ']', 'ID')}) { nodes(ids: $ids) { id } }`,
    refused: TOO_MANY_BRACKETS,
  })),
  { name: '2,000 opening braces', query: '{'.repeat(2000), refused: TOO_MANY_BRACKETS },
  {
    name: '2,000 opening brackets in an argument',
    query: `{ nodes(ids: ${'['.repeat(2000)}`,
    refused: TOO_MANY_BRACKETS,
  },
  { name: '90,000 opening brackets', query: '['.repeat(90_000), refused: TOO_MANY_BRACKETS },
]

function levelsOfType(levels: number): string {
  return `{ ${type(nested(levels, 'ofType { ', '} ', 'name'))} }`
}

/** Documents that are short and mean much, or lead deep. */
export const BOMBS: readonly DocumentAttack[] = [...fragments, ...depth]
