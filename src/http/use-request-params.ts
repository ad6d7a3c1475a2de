import { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'

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
  const contentType = request.headers.get('content-type') ?? ''
  if (!/^application\/(json|graphql\+json)\s*(;|$)/i.test(contentType)) {
    throw refusal('Expected content-type application/json.', 'UNSUPPORTED_MEDIA_TYPE', 415)
  }
  return readJson('a body of JSON in UTF-8', decode(new Uint8Array(await request.arrayBuffer())))
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

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function readJson<Value>(expected: string, text: string | undefined): Value {
  try {
    if (text !== undefined) return JSON.parse(text)
  } catch {
    // Refused below, like a text that is no UTF-8.
  }
  throw refusal(`Expected ${expected}.`, 'BAD_REQUEST', 400)
}

function refusal(message: string, code: string, status: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
