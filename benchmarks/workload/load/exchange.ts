import type { Dispatcher } from 'undici'
import { monotonicMs } from './clock.ts'

/** A request and its outcome; times are those of {@link monotonicMs}. */
export type Exchange = {
  endMs: number
} & ({ sentMs: number; status: number; body: string } | { sentMs: number | null; error: string })

export interface ExchangeRequest {
  path: string
  body: string
  /** It is aborted at this time. */
  deadlineMs: number
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' }

/**
 * Posts a request and reads the whole answer. It never rejects: a failure is part of the result.
 *
 * It uses the dispatcher's handlers, not its promises: they run when the request is written to a connection and when
 * the end of the answer is read, which is what is measured.
 */
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<Exchange> {
  const { path, body, deadlineMs } = request
  const { promise, resolve } = Promise.withResolvers<Exchange>()
  const chunks: Buffer[] = []
  let sentMs: number | null = null
  let status = 0
  let controller: Dispatcher.DispatchController | null = null
  let isOver = false

  const finish = (exchange: Exchange) => {
    isOver = true
    clearTimeout(timeout)
    resolve(exchange)
  }
  const abandon = () => {
    finish({ sentMs, endMs: monotonicMs(), error: 'timeout' })
    controller?.abort(new Error('timeout'))
  }
  const timeout = setTimeout(abandon, Math.max(0, deadlineMs - monotonicMs()))

  dispatcher.dispatch(
    { path, method: 'POST', headers: HEADERS, body },
    {
      onRequestStart(started) {
        controller = started
        sentMs = monotonicMs()
        // Its deadline passed while it waited for a connection.
        if (isOver) started.abort(new Error('timeout'))
      },
      onResponseStart(_, statusCode) {
        status = statusCode
      },
      onResponseData(_, chunk) {
        chunks.push(chunk)
      },
      onResponseEnd() {
        const endMs = monotonicMs()
        finish({ sentMs: sentMs ?? endMs, endMs, status, body: Buffer.concat(chunks).toString() })
      },
      onResponseError(_, error: NodeJS.ErrnoException) {
        finish({ sentMs, endMs: monotonicMs(), error: error.code ?? error.message })
      },
    },
  )
  return promise
}
