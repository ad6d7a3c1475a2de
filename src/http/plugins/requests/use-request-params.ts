import { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { BadInput, type Got } from '../../../directory/bad-input.ts'

/** Levels of lists and objects in a body, in variables and in extensions. The inputs of the schema have five. */
const MAX_JSON_DEPTH = 32

/**
 * Reads the parameters of a GraphQL request, and refuses what it cannot read with an error of the client.
 *
 * A `POST` has to be JSON: a form on any web page can post other content types without a CORS preflight.
 */
export function useRequestParams(): Plugin {
  return {
    onRequestParse({ request, url, setRequestParser }) {
      if (request.method === 'POST') setRequestParser(readBody)
      if (request.method === 'GET') setRequestParser(() => readQuery(url.searchParams))
    },
  }
}

async function readBody(request: Request): Promise<GraphQLParams> {
  return readParams(request.headers.get('content-type'), await request.text())
}

/**
 * @throws GraphQLError if the body of a `POST` is not JSON with members, or not sent as JSON. The members are not checked,
 * and those of a list are left to who refuses batches.
 */
export function readParams(contentType: string | null | undefined, body: string): GraphQLParams {
  if (!/^application\/(json|graphql\+json)\s*(;|$)/i.test(contentType ?? '')) {
    const got = contentType ? { value: contentType } : { description: 'none' }
    throw refusal('content-type application/json', got, 'UNSUPPORTED_MEDIA_TYPE', 415)
  }
  const params = readJson<GraphQLParams | string | number | boolean | null>('a body of JSON', body)
  if (typeof params !== 'object' || params === null) {
    throw refusal('a body of JSON that is an object', { value: params }, 'BAD_REQUEST', 400)
  }
  return params
}

function readQuery(parameters: URLSearchParams): GraphQLParams {
  const read = (name: string) => parameters.get(name) || undefined
  const readObject = (name: string) => {
    const text = read(name)
    return text === undefined ? undefined : readJson<Record<string, unknown>>(`\`${name}\` to be JSON`, text)
  }
  return {
    query: read('query'),
    operationName: read('operationName'),
    variables: readObject('variables'),
    extensions: readObject('extensions'),
  }
}

function readJson<Value>(expected: string, text: string): Value {
  const value = parseJson(text)
  if (value === undefined) throw refusal(expected, { value: text }, 'BAD_REQUEST', 400)
  if (!isNestedWithin(value, MAX_JSON_DEPTH)) {
    const levels = `${expected} of at most ${MAX_JSON_DEPTH} levels`
    throw refusal(levels, { description: 'more' }, 'JSON_TOO_DEEP', 400)
  }
  return value
}

function parseJson(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((member) => isNestedWithin(member, levels - 1))
}

function refusal(expected: string, got: Got, code: string, status: number): GraphQLError {
  const { message } = new BadInput(expected, got)
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
