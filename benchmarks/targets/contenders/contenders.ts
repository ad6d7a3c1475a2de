import { devNull } from 'node:os'
import type { Contender } from './contender.ts'
import {
  DOCUMENTS,
  type OperationName,
  PAGE_SIZE,
  POSTGRAPHILE_DOCUMENTS,
  variablesOf,
} from './operations.ts'
import { articleValues, mercuriusValues, ownValues, postgraphileValues } from './values.ts'

const NAMES: Record<OperationName, string> = {
  page: 'Page',
  'page-without-relations': 'Names',
  specializations: 'Specializations',
}

const ARTICLE_PATHS: Record<OperationName, string> = {
  page: `doctors?page=1&page_size=${PAGE_SIZE}`,
  'page-without-relations': `names?page=1&page_size=${PAGE_SIZE}`,
  specializations: 'specializations',
}

function graphqlRequest(operation: OperationName, query: string) {
  const body = { query, operationName: NAMES[operation], variables: variablesOf(operation) }
  return { path: '', body: JSON.stringify(body) }
}

const own = {
  kind: 'own' as const,
  requestOf: (operation: OperationName) => graphqlRequest(operation, DOCUMENTS[operation]),
  valuesOf: ownValues,
}

const article = {
  kind: 'article' as const,
  program: new URL('./article/server.py', import.meta.url),
  requestOf: (operation: OperationName) => ({ path: ARTICLE_PATHS[operation] }),
  valuesOf: articleValues,
}

/** What others are compared with. */
export const FLOOR: Contender = {
  ...own,
  name: 'floor',
  title: 'the floor: node:http and pg by hand',
  program: new URL('./floor-server.ts', import.meta.url),
}

/** The same, sending the statements of both relations in one write, as this server does. */
export const PIPELINED_FLOOR: Contender = {
  ...FLOOR,
  name: 'pipelined-floor',
  title: 'the floor, with its relations in one write',
  args: ['--pipelined'],
}

export const THIS_SERVER: Contender = {
  ...own,
  name: 'jadwal',
  title: 'this server, with everything on',
  program: new URL('../server.ts', import.meta.url),
  args: ['--log-file', devNull],
}

export const PEERS: readonly Contender[] = [
  {
    name: 'mercurius',
    title: 'mercurius with JIT and batched loaders',
    kind: 'peer',
    program: new URL('./peers/mercurius.mjs', import.meta.url),
    requestOf: (operation) =>
      graphqlRequest(operation, DOCUMENTS[operation].replace('startTime endTime', 'startMinute endMinute')),
    valuesOf: mercuriusValues,
  },
  {
    name: 'postgraphile',
    title: 'PostGraphile',
    kind: 'peer',
    program: new URL('./peers/postgraphile.mjs', import.meta.url),
    requestOf: (operation) => graphqlRequest(operation, POSTGRAPHILE_DOCUMENTS[operation]),
    valuesOf: postgraphileValues,
  },
]

/** The article's own stack, after its optimisation and as its lazy relations would be. */
export function articleContenders(python: string): Contender[] {
  return [
    {
      ...article,
      name: 'article',
      title: "the article's stack: FastAPI, SQLAlchemy",
      interpreter: python,
    },
    {
      ...article,
      name: 'article-lazy',
      title: 'the same, with lazy relations',
      interpreter: python,
      args: ['--loading', 'lazy'],
    },
  ]
}
