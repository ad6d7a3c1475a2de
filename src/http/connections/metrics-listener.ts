import type { RequestListener, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { type AnsweredError, errorAnswer } from '../error-answer.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'

interface MetricsListenerOptions {
  /** The only path that is answered. */
  path: string
  registry: Registry
  log: Logger
}

/** Answers Prometheus and nobody else, on an address that the public does not reach. */
export function createMetricsListener({ path, registry, log }: MetricsListenerOptions): RequestListener {
  const notFound: AnsweredError = {
    status: 404,
    code: 'NOT_FOUND',
    message: `Expected GET ${path}: this server has the metrics alone.`,
  }
  return async ({ method, url }, response) => {
    if (method !== 'GET' || url !== path) return refuse(response, notFound)
    try {
      const text = await registry.metrics()
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': registry.contentType }).end(text)
    } catch (error) {
      log.error(error, 'the metrics could not be read')
      refuse(response, UNREADABLE)
    }
  }
}

const UNREADABLE: AnsweredError = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  message: 'The metrics could not be read. The log says why.',
}

function refuse(response: ServerResponse, error: AnsweredError): void {
  const { status, headers, body } = errorAnswer(error)
  response.writeHead(status, headers).end(body)
}
