import { type ExecutionResult, GraphQLError } from 'graphql'
import {
  type GraphQLParams,
  isAsyncIterable,
  processRegularResult,
  type YogaServerInstance,
} from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { RecordOperation } from '../../observability/recording/use-timings.ts'
import { type Answer, answerOf, type IncomingRequest, pathOf } from '../answer.ts'
import { type AllowedOrigins, crossSiteProblem } from '../plugins/requests/use-cross-site-guard.ts'
import { readParams } from '../plugins/requests/use-request-params.ts'
import { refusedLimit } from '../plugins/results/use-refusal-counts.ts'
import { limitResult } from '../plugins/results/use-response-limit.ts'

/** Headers `Accept` whose media type is remembered, and the longest of them. */
const MAX_ACCEPTS = 100
const MAX_ACCEPT_LENGTH = 300

interface DirectOperationsOptions {
  yoga: Pick<YogaServerInstance<object, object>, 'getResultForParams' | 'fetchAPI'>
  /** The path that operations are sent to. */
  path: string
  corsOrigins: AllowedOrigins
  maxResponseBytes: number
  recordOperation: RecordOperation
  onRefusal: (limit: string, request: Request) => void
  /** Called with each request whose result has no errors. */
  onWhole: (request: Request) => void
}

export interface DirectOperations {
  /** Answers a `POST` of one operation; undefined if the request is anything else, which is for Yoga to answer. */
  answer(request: Request, incoming: IncomingRequest): Promise<Answer | undefined>
  /** Tells what Yoga has answered a request that was left to it. */
  learn(incoming: IncomingRequest, answer: Answer): void
}

/**
 * Takes the common request past Yoga's HTTP handling, which costs as much as its execution: Yoga parses, validates and
 * executes it with all its plugins, and this reads the parameters and writes the response as Yoga does.
 *
 * Which media type a header `Accept` leads to is up to Yoga: it is what Yoga answered a request with the same header.
 */
export function createDirectOperations(options: DirectOperationsOptions): DirectOperations {
  const { yoga, path, corsOrigins, maxResponseBytes, recordOperation, onRefusal, onWhole } = options
  const contentTypes = new LRUCache<string, string>({ max: MAX_ACCEPTS })
  return {
    async answer(request, incoming) {
      const { method, url, headers, body } = incoming
      const contentType = contentTypes.get(headers.accept ?? '')
      if (method !== 'POST' || body === undefined || contentType === undefined || pathOf(url) !== path)
        return undefined
      if (crossSiteProblem((name) => headers[name], corsOrigins) !== undefined) return undefined
      const params = paramsOf(headers['content-type'], body)
      if (params === undefined) return undefined
      const result = await recordOperation(request, async () =>
        yoga.getResultForParams({ params, request }, {}),
      ).catch(resultOfRefusal)
      if (result === undefined || isAsyncIterable(result)) return undefined
      const limited = limitResult(result, maxResponseBytes)
      if (limited.text !== undefined) {
        onWhole(request)
        return { status: 200, headers: { 'content-type': contentType }, body: limited.text }
      }
      const refused = refusedLimit(limited.result.errors ?? [])
      if (refused !== undefined) onRefusal(refused, request)
      const [mediaType = ''] = contentType.split(';')
      return answerOf(processRegularResult(limited.result, yoga.fetchAPI, mediaType))
    },
    learn({ method, url, headers: { accept = '' } }, { status, headers }) {
      const contentType = headers['content-type']
      const isOperation = method === 'POST' && status === 200 && pathOf(url) === path
      if (isOperation && contentType !== undefined && accept.length <= MAX_ACCEPT_LENGTH) {
        contentTypes.set(accept, contentType)
      }
    },
  }
}

/** A plugin refuses parameters by throwing. Yoga answers that with the error, too. */
function resultOfRefusal(error: unknown): ExecutionResult {
  if (error instanceof GraphQLError) return { errors: [error] }
  throw error
}

/** The parameters of a request with members that Yoga accepts; undefined if it has to refuse them. */
function paramsOf(contentType: string | undefined, body: string): GraphQLParams | undefined {
  try {
    const params = readParams(contentType, body)
    const isKnown =
      isObject(params) && Object.entries(params).every(([name, value]) => MEMBERS.get(name)?.(value))
    return isKnown ? params : undefined
  } catch {
    return undefined
  }
}

const isAbsent = (value: unknown) => value === undefined || value === null
const isText = (value: unknown) => typeof value === 'string'

const MEMBERS = new Map<string, (value: unknown) => boolean>([
  ['query', isText],
  // Without `query`, a plugin finds the document by this or by an extension, or refuses the request.
  ['documentId', isText],
  ['operationName', (value) => isAbsent(value) || isText(value)],
  ['variables', (value) => isAbsent(value) || isObject(value)],
  ['extensions', (value) => isAbsent(value) || isObject(value)],
])

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
