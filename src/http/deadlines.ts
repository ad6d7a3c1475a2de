import type { Plugin } from 'graphql-yoga'

/** An operation did not finish before its deadline. */
export class OperationTimeout extends Error {
  override readonly name = 'OperationTimeout'

  constructor(timeoutMs: number) {
    super(`Expected the operation to finish within ${timeoutMs} ms.`)
  }
}

/** The client closed its connection before its operation had finished. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

export interface Deadlines {
  /**
   * The deadline of a request that may wait instead of being executed.
   *
   * @param client aborted when the client has gone.
   * @param arrivedMs when the request arrived, by `performance.now()`: the time counts from then on.
   */
  start(client: AbortSignal, arrivedMs: number): Deadline
  /** Aborted when the operation's deadline passes or its client has gone. @param arrivedMs likewise. */
  signalOf(request: Request, arrivedMs: number): AbortSignal
  /** Ends the time: the response is ready. */
  end(request: Request): void
  /** Cancels what still runs of an operation that has an error: the fields beside. */
  plugin: Plugin
}

/** The response is ready: an error has made what still runs superfluous. */
class OperationEnded extends Error {
  override readonly name = 'OperationEnded'
}

const ENDED = new OperationEnded('The response is ready.')

/** Gives each operation one signal that reaches its statements. */
export function createDeadlines(timeoutMs: number): Deadlines {
  const deadlines = new WeakMap<Request, Deadline>()
  const start = (client: AbortSignal, arrivedMs: number) => startDeadline(client, timeoutMs, arrivedMs)
  return {
    start,
    signalOf(request, arrivedMs) {
      const known = deadlines.get(request)
      if (known !== undefined) return known.signal
      const deadline = start(request.signal, arrivedMs)
      deadlines.set(request, deadline)
      return deadline.signal
    },
    end(request) {
      deadlines.get(request)?.end()
      deadlines.delete(request)
    },
    plugin: {
      onExecutionResult({ request, result }) {
        if (result !== undefined && 'errors' in result) deadlines.get(request)?.cancel(ENDED)
      },
    },
  }
}

export interface Deadline {
  /** Aborted when the time is over, the client has gone, or the deadline is cancelled. */
  signal: AbortSignal
  /** Aborts the signal now, unless it is aborted. */
  cancel(reason: Error): void
  /** Stops the time: the signal is no longer aborted by itself. */
  end(): void
}

function startDeadline(client: AbortSignal, timeoutMs: number, arrivedMs: number): Deadline {
  const controller = new AbortController()
  const abort = (reason: Error) => {
    stopWaiting()
    controller.abort(reason)
  }
  const onClientGone = () => abort(new ClientGone('The client closed its connection.'))
  const leftMs = Math.max(0, arrivedMs + timeoutMs - performance.now())
  const timer = setTimeout(() => abort(new OperationTimeout(timeoutMs)), leftMs)
  client.addEventListener('abort', onClientGone)
  const stopWaiting = () => {
    clearTimeout(timer)
    client.removeEventListener('abort', onClientGone)
  }
  if (client.aborted) onClientGone()
  return {
    signal: controller.signal,
    cancel(reason) {
      if (!controller.signal.aborted) abort(reason)
    },
    end: stopWaiting,
  }
}
