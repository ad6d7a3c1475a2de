import type { Dispatcher } from 'undici'
import { monotonicMs } from './clock.ts'

/** A request and what came of it; times are those of {@link monotonicMs}. */
export type Exchange = {
  endMs: number
} & ({ sentMs: number; status: number; body: string } | { sentMs: number | null; error: string })

export interface ExchangeRequest {
  path: string
  body: string
  /** It is given up at this time. */
  deadlineMs: number
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' }

/**
 * Posts a request and reads the whole answer. It never rejects: what goes wrong is part of the answer.
 *
 * The handlers of the dispatcher are used, not its promises: they run when the request is written to a connection
 * and when the last of the answer is read, which is what is measured.
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
  const giveUp = () => {
    finish({ sentMs, endMs: monotonicMs(), error: 'timeout' })
    controller?.abort(new Error('timeout'))
  }
  const timeout = setTimeout(giveUp, Math.max(0, deadlineMs - monotonicMs()))

  dispatcher.dispatch(
    { path, method: 'POST', headers: HEADERS, body },
    {
      onRequestStart(started) {
        controller = started
        sentMs = monotonicMs()
        // It was given up while it waited for a connection.
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
