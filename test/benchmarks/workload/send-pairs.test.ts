import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import {
  type AnsweredPair,
  createPairSender,
  type PairSender,
} from '../../../benchmarks/workload/send-pairs.ts'

const servers = new AsyncDisposableStack()
after(() => servers.disposeAsync())

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  servers.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/graphql`
}

/** Two servers that note in one list who was asked what. */
async function serveBoth(answer: (side: string) => { status: number; body: string }) {
  const asked: { side: string; body: string; connection: number | undefined }[] = []
  const start = (side: string) =>
    serve(async (request, response) => {
      asked.push({ side, body: await text(request), connection: request.socket.remotePort })
      const { status, body } = answer(side)
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  return { asked, urls: { from: await start('from'), to: await start('to') } }
}

async function sendRounds(sender: PairSender, count: number): Promise<AnsweredPair[]> {
  const rounds: AnsweredPair[][] = []
  while (rounds.length < count) rounds.push(await sender.sendRound())
  return rounds.flat()
}

const GOOD = { status: 200, body: '{"data":{}}' }
const { signal } = new AbortController()

describe('createPairSender', () => {
  it('sends the same request to both, one after the other, in random order', async () => {
    const { asked, urls } = await serveBoth(() => GOOD)
    const sender = createPairSender({ urls, seed: 1, signal })
    const answered = await sendRounds(sender, 3)
    await sender.close()
    assert.equal(2 * answered.length, asked.length)
    const pairs = answered.map((_, index) => asked.slice(2 * index, 2 * index + 2))
    for (const [index, [first, second]] of pairs.entries()) {
      assert.equal(first?.body, second?.body)
      assert.notEqual(first?.side, second?.side)
      assert.equal(JSON.parse(first?.body ?? '').operationName, answered[index]?.operation)
    }
    const fromFirst = pairs.filter(([first]) => first?.side === 'from').length
    assert.equal(fromFirst, pairs.length / 2, 'each is first in half of them')
    const firsts = pairs.map(([first]) => first?.side).join()
    assert.ok(firsts.includes('from,from') && firsts.includes('to,to'), 'not simply in turns')
    assert.equal(new Set(asked.map(({ connection }) => connection)).size, 2, 'one connection each')
  })

  it('goes on with other requests, and sends the same ones for the same seed', async () => {
    const bodiesOf = async (seed: number) => {
      const { asked, urls } = await serveBoth(() => GOOD)
      const sender = createPairSender({ urls, seed, signal })
      await sendRounds(sender, 2)
      await sender.close()
      return asked.filter(({ side }) => side === 'from').map(({ body }) => body)
    }
    const bodies = await bodiesOf(1)
    assert.notDeepEqual(bodies.slice(0, bodies.length / 2), bodies.slice(bodies.length / 2))
    assert.deepEqual(await bodiesOf(1), bodies)
    assert.notDeepEqual(await bodiesOf(2), bodies)
  })

  it('gives each side its own time', async () => {
    const slow = await serve((_, response) => setTimeout(() => response.end('{"data":{}}'), 30))
    const quick = await serve((_, response) => response.end('{"data":{}}'))
    const sender = createPairSender({ urls: { from: slow, to: quick }, seed: 1, signal })
    const pairs = await sender.sendRound()
    await sender.close()
    // A timer may fire a millisecond early.
    assert.ok(pairs.every(({ from }) => from > 28))
    assert.ok(Math.min(...pairs.map(({ to }) => to)) < Math.min(...pairs.map(({ from }) => from)))
  })

  for (const [what, answer, says] of [
    ['an error status', { status: 500, body: '{}' }, /got HTTP 500/],
    ['an error of GraphQL', { status: 200, body: '{"errors":[{"message":"no"}]}' }, /got GraphQL no/],
  ] as const) {
    it(`fails on ${what}, since a failure takes no time that could be compared`, async () => {
      const { urls } = await serveBoth((side) => (side === 'to' ? answer : GOOD))
      const sender = createPairSender({ urls, seed: 1, signal })
      await assert.rejects(sender.sendRound(), says)
      await sender.close()
    })
  }

  it('stops when it is to', async () => {
    const { urls } = await serveBoth(() => GOOD)
    const stop = new AbortController()
    const sender = createPairSender({ urls, seed: 1, signal: stop.signal })
    stop.abort(new Error('enough'))
    await assert.rejects(sender.sendRound(), /enough/)
    await sender.close()
  })
})
