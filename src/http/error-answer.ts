import type { Answer } from './answer.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

export interface AnsweredError {
  status: number
  code: string
  message: string
  /** Of the request, if it is to be quoted. */
  requestId?: string
  headers?: Record<string, string>
}

/** A request that a limit refuses, by whose name it is counted. */
export interface Refusal extends AnsweredError {
  limit: string
}

/** The answer to a request that is no operation, or not yet one: an error as GraphQL has them. */
export function errorAnswer({ status, code, message, requestId, headers }: AnsweredError): Answer {
  const extensions = { code, ...(requestId !== undefined && { requestId }) }
  const body = JSON.stringify({ errors: [{ message, extensions }] })
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  }
}
