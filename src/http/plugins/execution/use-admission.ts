import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { AdmissionQueue, type Ticket } from './admission-queue.ts'

/** From this many values in its answer on, an operation is expensive: a page of 100 with a few fields. */
const EXPENSIVE_VALUES = 500

/** How many operations run and wait. */
export interface AdmissionLimits {
  maxInFlight: number
  maxQueued: number
  /** How long one may wait. */
  queueWaitMs: number
}

interface AdmissionOptions extends AdmissionLimits {
  /** The values that the answer of the operation of a context can have. */
  valuesOf(context: object): number
}

type Outcome = 'running' | 'queue' | 'queue_wait' | 'gone'

interface Waiting extends Ticket {
  settle: (outcome: Outcome) => void
}

/** Of a ticket that does not wait. A function of its own would keep its operation in memory for as long as the ticket. */
const waitsForNothing = () => {}

/**
 * Runs a limited number of operations at a time. Others wait for a short time, and are then refused with 503. Place
 * it after the plugins that choose how an operation is executed: it wraps the execution that they leave.
 */
export function useAdmission(options: AdmissionOptions): Plugin {
  const { maxInFlight, maxQueued, queueWaitMs, valuesOf } = options
  const queue = new AdmissionQueue<Waiting>({ maxRunning: maxInFlight, maxWaiting: maxQueued })

  /** Waits for a place. An operation without one is no longer in the queue when this resolves. */
  function waitForPlace(ticket: Waiting, signal: AbortSignal): Promise<Outcome> | Outcome {
    const entry = queue.enter(ticket)
    if (entry !== 'waiting') return entry === 'running' ? 'running' : 'queue'
    return new Promise((resolve) => {
      const leave = (outcome: Outcome) => {
        queue.leave(ticket)
        ticket.settle(outcome)
      }
      const hangUp = () => leave('gone')
      const timer = setTimeout(leave, queueWaitMs, 'queue_wait')
      signal.addEventListener('abort', hangUp)
      ticket.settle = (outcome) => {
        ticket.settle = waitsForNothing
        clearTimeout(timer)
        signal.removeEventListener('abort', hangUp)
        resolve(outcome)
      }
    })
  }

  function release(ticket: Waiting): void {
    for (const next of queue.leave(ticket)) next.settle('running')
  }

  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      setExecuteFn(async (admitted) => {
        const { request } = args.contextValue
        if (request.signal.aborted) return refused('gone')
        const ticket: Waiting = {
          isExpensive: valuesOf(args.contextValue) >= EXPENSIVE_VALUES,
          settle: waitsForNothing,
        }
        const outcome = await waitForPlace(ticket, request.signal)
        if (outcome !== 'running') return refused(outcome)
        try {
          return await executeFn(admitted)
        } finally {
          release(ticket)
        }
      })
    },
  }

  function refused(outcome: Exclude<Outcome, 'running'>): { errors: GraphQLError[] } {
    switch (outcome) {
      case 'queue':
        return overloaded(outcome, `${maxInFlight} operations run and ${maxQueued} wait`)
      case 'queue_wait':
        return overloaded(outcome, `no place became free within ${queueWaitMs} ms`)
      case 'gone':
        return failed('The client closed its connection.', { code: 'CLIENT_GONE', http: { status: 499 } })
    }
  }
}

function overloaded(limit: string, reason: string): { errors: GraphQLError[] } {
  const http = { status: 503, headers: { 'retry-after': '1' } }
  const message = `The server is overloaded: ${reason}. Try again in a moment.`
  return failed(message, { code: 'OVERLOADED', limit, http })
}

function failed(message: string, extensions: GraphQLErrorExtensions): { errors: GraphQLError[] } {
  return { errors: [new GraphQLError(message, { extensions })] }
}
