import { devNull } from 'node:os'
import type { Contender } from './contender.ts'
import {
  COMPARED,
  DOCUMENTS,
  EXECUTED,
  MANY,
  type OperationName,
  PAGE_SIZE,
  PLAIN_DOCUMENTS,
  POSTGRAPHILE_DOCUMENTS,
  variablesOf,
} from './operations.ts'
import { articleValues, ownValues, plainValues, postgraphileValues } from './values.ts'

const NAMES: Record<OperationName, string> = {
  page: 'Page',
  'repeated-page': 'Page',
  'many-pages': 'Page',
  'page-without-relations': 'Names',
  specializations: 'Specializations',
}

function graphqlRequests(documents: Record<OperationName, string>): Contender['requestsOf'] {
  return (operation) => ({
    path: '',
    bodyOf: (number) =>
      JSON.stringify({
        query: documents[operation],
        operationName: NAMES[operation],
        variables: variablesOf(operation, number),
        ...(EXECUTED.includes(operation) && { extensions: { number } }),
      }),
  })
}

const own = { kind: 'own' as const, requestsOf: graphqlRequests(DOCUMENTS), valuesOf: ownValues }

/** What others are compared with. It executes the page that others repeat from memory, too. */
export const FLOOR: Contender = {
  ...own,
  name: 'floor',
  title: 'the floor: node:http and pg by hand',
  program: new URL('./floor-server.ts', import.meta.url),
  operations: COMPARED,
}

/** The same, sending the statements of both relations in one write, as this server does. */
export const PIPELINED_FLOOR: Contender = {
  ...FLOOR,
  name: 'pipelined-floor',
  title: 'the floor, with its relations in one write',
  args: ['--pipelined'],
  operations: EXECUTED,
}

/** This server as it runs in production. */
export const THIS_SERVER: Contender = {
  ...own,
  name: 'jadwal',
  title: 'this server, with everything on',
  program: new URL('../server.ts', import.meta.url),
  args: ['--log-file', devNull, '--memory'],
  operations: [...COMPARED, MANY],
}

const peer = { kind: 'peer' as const }

/** Peers whose schema is written by hand. */
const plain = {
  ...peer,
  requestsOf: graphqlRequests(PLAIN_DOCUMENTS),
  valuesOf: plainValues,
}

export const PEERS: readonly Contender[] = [
  {
    ...plain,
    name: 'mercurius',
    title: 'mercurius with JIT and batched loaders',
    program: new URL('./peers/mercurius.mjs', import.meta.url),
    operations: EXECUTED,
  },
  {
    ...plain,
    name: 'mercurius-cache',
    title: 'mercurius with mercurius-cache',
    program: new URL('./peers/mercurius.mjs', import.meta.url),
    args: ['--cache'],
    operations: ['repeated-page'],
  },
  {
    ...plain,
    name: 'yoga-cache',
    title: 'Yoga with its response cache',
    program: new URL('./peers/yoga.mjs', import.meta.url),
    operations: ['repeated-page'],
  },
  {
    ...peer,
    name: 'postgraphile',
    title: 'PostGraphile',
    program: new URL('./peers/postgraphile.mjs', import.meta.url),
    requestsOf: graphqlRequests(POSTGRAPHILE_DOCUMENTS),
    valuesOf: postgraphileValues,
    operations: [...COMPARED, MANY],
  },
]

const ARTICLE_PATHS: Partial<Record<OperationName, string>> = {
  page: `doctors?page=1&page_size=${PAGE_SIZE}`,
  'page-without-relations': `names?page=1&page_size=${PAGE_SIZE}`,
  specializations: 'specializations',
}

/** The article's own stack, after its optimisation and as its lazy relations would be. */
export function articleContenders(python: string): Contender[] {
  const article = {
    kind: 'article' as const,
    program: new URL('./article/server.py', import.meta.url),
    interpreter: python,
    requestsOf: (operation: OperationName) => ({ path: ARTICLE_PATHS[operation] ?? '' }),
    valuesOf: articleValues,
    operations: EXECUTED,
  }
  return [
    { ...article, name: 'article', title: "the article's stack: FastAPI, SQLAlchemy" },
    {
      ...article,
      name: 'article-lazy',
      title: "the article's stack, with lazy relations",
      args: ['--loading', 'lazy'],
    },
  ]
}
