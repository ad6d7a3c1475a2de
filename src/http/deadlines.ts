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
  /** Aborted when the operation's deadline passes or its client has gone. The first call starts the time. */
  signalOf(request: Request): AbortSignal
  /** Ends the time when a response is ready, and cancels what still runs for it: fields beside one that failed. */
  plugin: Plugin
}

/** The response is ready: an error has made what still runs superfluous. */
class OperationEnded extends Error {
  override readonly name = 'OperationEnded'
}

/** Gives each operation one signal that reaches its statements. */
export function createDeadlines(timeoutMs: number): Deadlines {
  const deadlines = new WeakMap<Request, { signal: AbortSignal; end(): void }>()
  return {
    signalOf(request) {
      const known = deadlines.get(request)
      if (known !== undefined) return known.signal
      const deadline = startDeadline(request.signal, timeoutMs)
      deadlines.set(request, deadline)
      return deadline.signal
    },
    plugin: {
      onResponse: ({ request }) => deadlines.get(request)?.end(),
    },
  }
}

function startDeadline(client: AbortSignal, timeoutMs: number): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const abort = (reason: Error) => {
    stopWaiting()
    controller.abort(reason)
  }
  const onClientGone = () => abort(new ClientGone('The client closed its connection.'))
  const timer = setTimeout(() => abort(new OperationTimeout(timeoutMs)), timeoutMs)
  client.addEventListener('abort', onClientGone)
  const stopWaiting = () => {
    clearTimeout(timer)
    client.removeEventListener('abort', onClientGone)
  }
  if (client.aborted) onClientGone()
  return {
    signal: controller.signal,
    end() {
      if (!controller.signal.aborted) abort(new OperationEnded('The response is ready.'))
    },
  }
}
