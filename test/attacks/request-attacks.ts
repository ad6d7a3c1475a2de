import type { Attack } from './attack.ts'

const QUERY = '{ doctors { totalCount } }'
const BODY = JSON.stringify({ query: QUERY })

const send = (
  name: string,
  body: string | Buffer<ArrayBuffer> | undefined,
  { method = 'POST', path = '/graphql', ...headers }: Record<string, string> = {},
): Attack => ({
  name,
  path,
  init: {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    ...(body !== undefined && { body }),
  },
})

/** Attacks by the form of the request. */
export const requestAttacks: readonly Attack[] = [
  send('a form', `query=${encodeURIComponent(QUERY)}`, {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  send('a multipart form', '--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }),
  send('text/plain', BODY, { 'content-type': 'text/plain' }),
  send('application/graphql', QUERY, { 'content-type': 'application/graphql' }),
  send('an empty body', ''),
  send('half a JSON object', '{"query":'),
  send('JSON null', 'null'),
  send('a JSON number', '1'),
  send('a batch of 100 operations', JSON.stringify(Array(100).fill({ query: QUERY }))),
  send('JSON nested 40,000 times', '['.repeat(40_000)),
  send('a query that is a number', '{"query":1}'),
  send('variables that are a list', JSON.stringify({ query: QUERY, variables: [] })),
  send('variables that are text', JSON.stringify({ query: QUERY, variables: 'x' })),
  send('an operation name that is an object', JSON.stringify({ query: QUERY, operationName: {} })),
  send('an operation name that is not there', JSON.stringify({ query: QUERY, operationName: 'None' })),
  send('a body of 1 MB', JSON.stringify({ query: `${QUERY}${' '.repeat(1_000_000)}` })),
  send(
    'a body of 1 MB in variables',
    JSON.stringify({ query: QUERY, variables: { x: 'x'.repeat(1_000_000) } }),
  ),
  send(
    'invalid UTF-8',
    Buffer.from([...Buffer.from('{"query":"{ __typename } #'), 0xff, 0xfe, ...Buffer.from('"}')]),
  ),
  send('PUT', BODY, { method: 'PUT' }),
  send('DELETE', undefined, { method: 'DELETE' }),
  send('PATCH', BODY, { method: 'PATCH' }),
  send('GET without a query', undefined, { method: 'GET' }),
  send('GET of a mutation', undefined, { method: 'GET', path: '/graphql?query=mutation%20%7B%20x%20%7D' }),
  send('GET with variables that are no JSON', undefined, {
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent(QUERY)}&variables=%7B`,
  }),
  send('GET that a page of another site fires', undefined, {
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent(QUERY)}`,
    'sec-fetch-mode': 'no-cors',
    'sec-fetch-site': 'cross-site',
  }),
]
