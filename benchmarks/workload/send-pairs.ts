import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { monotonicMs } from './load/clock.ts'
import { failureReason } from './load/create-sample.ts'
import { type Exchange, exchange } from './load/exchange.ts'
import { drawUniform } from './load/plan-load.ts'
import { loadOperations } from './operations.ts'
import { planTrafficRound, type TrafficRequest } from './traffic-round.ts'

/** Two servers, each with one keep-alive connection. */
export interface PairSender {
  /**
   * Sends the requests of one round of the traffic: the same request to one and, once it has answered, at once to the
   * other, in random order, and so on with the next request.
   *
   * @throws Error where an answer is a failure; the signal's reason where it is aborted.
   */
  sendRound(): Promise<AnsweredPair[]>
  /** Waits until what the servers still do after an answer is done. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** The same request to both, with its service times in ms: from the request to the end of its answer. */
export interface AnsweredPair {
  operation: string
  from: number
  to: number
}

interface PairSenderOptions {
  urls: { from: string; to: string }
  /** The same seed gives the same requests in the same order. */
  seed: number
  signal: AbortSignal
}

const REQUEST_TIMEOUT_MS = 10_000
/** Enough to write a log line and to give a session back. */
const SETTLE_MS = 5

export function createPairSender({ urls, seed, signal }: PairSenderOptions): PairSender {
  const operations = loadOperations()
  const connections = { from: connect(urls.from), to: connect(urls.to) }
  let round = 0
  return {
    async sendRound() {
      const pairs: AnsweredPair[] = []
      for (const [index, planned] of planTrafficRound({ operations, seed }, round).entries()) {
        signal.throwIfAborted()
        const [first, second] = isFromFirst([seed, round], index) ? SIDES : REVERSED_SIDES
        const firstAnswer = await connections[first].ask(planned)
        const secondAnswer = await connections[second].ask(planned)
        const pair = { operation: planned.operation, from: 0, to: 0 }
        pair[first] = serviceTimeOf(planned, firstAnswer)
        pair[second] = serviceTimeOf(planned, secondAnswer)
        pairs.push(pair)
      }
      round += 1
      return pairs
    },
    settle: () => sleep(SETTLE_MS),
    async close() {
      await Promise.all(SIDES.map((side) => connections[side].close()))
    },
  }
}

const SIDES = ['from', 'to'] as const
const REVERSED_SIDES = ['to', 'from'] as const

/** At random in every other pair, and the other way round in the next: each side is first in half of them. */
function isFromFirst(key: readonly number[], index: number): boolean {
  const isDrawn = drawUniform('order', ...key, Math.floor(index / 2)) < 0.5
  return index % 2 === 0 ? isDrawn : !isDrawn
}

function connect(url: string) {
  const { origin, pathname } = new URL(url)
  const client = new Client(origin)
  return {
    ask: ({ body }: TrafficRequest) =>
      exchange(client, { path: pathname, body, deadlineMs: monotonicMs() + REQUEST_TIMEOUT_MS }),
    close: () => client.destroy(),
  }
}

function serviceTimeOf({ operation }: TrafficRequest, answer: Exchange): number {
  const failure = 'error' in answer ? answer.error : failureReason(answer.status, answer.body)
  if (failure !== null || answer.sentMs === null) {
    throw new Error(`expected data for ${operation}, got ${failure}`)
  }
  return answer.endMs - answer.sentMs
}
