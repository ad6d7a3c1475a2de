import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { monotonicMs } from './load/clock.ts'
import { failureReason } from './load/create-sample.ts'
import { type Exchange, exchange } from './load/exchange.ts'
import { chooseRequest, drawUniform, type PlannedRequest } from './load/plan-load.ts'
import { loadOperations } from './operations.ts'

/** Two servers, each with one keep-alive connection. */
export interface PairSender {
  /**
   * Sends the same request to one and, once it has answered, at once to the other, in random order, and so on with the
   * next request.
   *
   * @returns the service times in ms, from the request to the end of its answer: the same requests on both sides.
   * @throws Error where an answer is a failure; the signal's reason where it is aborted.
   */
  send(count: number): Promise<{ from: number[]; to: number[] }>
  close(): Promise<void>
}

interface PairSenderOptions {
  urls: { from: string; to: string }
  /** The same seed gives the same requests in the same order. */
  seed: number
  signal: AbortSignal
}

const REQUEST_TIMEOUT_MS = 10_000
/** What a server still does after an answer, it does in this time: nothing of it delays what is measured next. */
const SETTLE_MS = 5

export function createPairSender({ urls, seed, signal }: PairSenderOptions): PairSender {
  const operations = loadOperations()
  const connections = { from: connect(urls.from), to: connect(urls.to) }
  let sent = 0
  return {
    async send(count) {
      const serviceTimesMs = { from: [] as number[], to: [] as number[] }
      for (const last = sent + count; sent < last; sent++) {
        signal.throwIfAborted()
        const planned = chooseRequest({ operations, seed }, 'pair', sent)
        const order = isFromFirst(seed, sent) ? SIDES : SIDES.toReversed()
        const answers = []
        for (const side of order) answers.push({ side, answer: await connections[side].ask(planned) })
        for (const { side, answer } of answers) serviceTimesMs[side].push(serviceTimeOf(planned, answer))
      }
      await sleep(SETTLE_MS)
      return serviceTimesMs
    },
    async close() {
      await Promise.all(SIDES.map((side) => connections[side].close()))
    },
  }
}

const SIDES = ['from', 'to'] as const

/** At random in every other pair, and the other way round in the next: each side is first in half of them. */
function isFromFirst(seed: number, index: number): boolean {
  const isDrawn = drawUniform(seed, 'order', Math.floor(index / 2)) < 0.5
  return index % 2 === 0 ? isDrawn : !isDrawn
}

function connect(url: string) {
  const { origin, pathname } = new URL(url)
  const client = new Client(origin)
  return {
    ask: ({ body }: Pick<PlannedRequest, 'body'>) =>
      exchange(client, { path: pathname, body, deadlineMs: monotonicMs() + REQUEST_TIMEOUT_MS }),
    close: () => client.destroy(),
  }
}

function serviceTimeOf({ operation }: Pick<PlannedRequest, 'operation'>, answer: Exchange): number {
  const failure = 'error' in answer ? answer.error : failureReason(answer.status, answer.body)
  if (failure !== null || answer.sentMs === null) {
    throw new Error(`expected data for ${operation}, got ${failure}`)
  }
  return answer.endMs - answer.sentMs
}
