import assert from 'node:assert/strict'
import { ChildProcess, spawn } from 'node:child_process'
import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { LoadJob } from '../../../../benchmarks/workload/load/load-job.ts'
import { runLoad } from '../../../../benchmarks/workload/load/run-load.ts'

const RUN_LOAD = new URL('../../../../benchmarks/workload/load/run-load.ts', import.meta.url)
const LOAD_GENERATOR = fileURLToPath(new URL('../../../../benchmarks/workload/load/main.ts', import.meta.url))

/** Longer than any test waits: a generator that ends sooner was stopped. */
const jobFor = (port: number): LoadJob => ({
  url: `http://127.0.0.1:${port}/graphql`,
  operations: [{ name: 'Browse', weight: 1, bodies: ['{"query":"{ a }"}'] }],
  users: 2,
  thinkTimeMs: [5, 15],
  ratePerSecond: null,
  warmUpMs: 0,
  durationMs: 120_000,
  seed: 3,
  requestTimeoutMs: 10_000,
})

/** Starts a load against a server, and waits for its first request. */
async function underLoad<Started>(start: (job: LoadJob) => Started): Promise<Started> {
  const server = createServer((_, response) => response.end('{"data":{}}')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const started = start(jobFor(address.port))
  await once(server, 'request')
  return started
}

describe('a load generator stops', () => {
  it('when its run is aborted, before runLoad rejects', async () => {
    const generators: ChildProcess[] = []
    const note = (message: unknown) => {
      assert.ok(typeof message === 'object' && message !== null && 'process' in message)
      assert.ok(message.process instanceof ChildProcess)
      generators.push(message.process)
    }
    channel('child_process').subscribe(note)
    const abort = new AbortController()
    const { run } = await underLoad((job) => ({ run: runLoad(job, { signal: abort.signal }) }))
    channel('child_process').unsubscribe(note)
    abort.abort(new Error('enough'))
    await assert.rejects(run, /^Error: enough$/)
    assert.deepEqual(
      generators.map(({ signalCode }) => signalCode),
      ['SIGKILL'],
    )
  })

  it('before it starts where its run is already aborted', () =>
    assert.rejects(runLoad(jobFor(1), { signal: AbortSignal.abort(new Error('never')) }), /^Error: never$/))

  for (const [how, stop, end] of [
    ['at SIGINT', (generator: ChildProcess) => generator.kill('SIGINT'), [null, 'SIGINT']],
    ['at SIGTERM', (generator: ChildProcess) => generator.kill('SIGTERM'), [null, 'SIGTERM']],
    ['at the end of its input', (generator: ChildProcess) => generator.stdin?.end(), [1, null]],
  ] as const) {
    it(how, { timeout: 60_000 }, async () => {
      const generator = await underLoad((job) => {
        const started = spawn(process.execPath, [LOAD_GENERATOR], { stdio: ['pipe', 'ignore', 'inherit'] })
        started.stdin.write(`${JSON.stringify(job)}\n`)
        return started
      })
      stop(generator)
      assert.deepEqual(await once(generator, 'close'), end)
    })
  }

  it('when the process that runs it is killed', { timeout: 60_000 }, async () => {
    const script = `import { runLoad } from '${RUN_LOAD}'; await runLoad(JSON.parse(process.argv[1]))`
    const parent = await underLoad((job) =>
      spawn(process.execPath, ['--input-type=module', '--eval', script, JSON.stringify(job)], {
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    )
    parent.kill('SIGKILL')
    // The generator inherits the other end of this pipe: it closes when both processes have exited.
    assert.equal(await text(parent.stderr), '')
  })

  it('where its job targets another machine', () =>
    assert.rejects(
      runLoad({ ...jobFor(1), url: 'http://192.0.2.1/graphql' }),
      /^Error: expected an http URL of this machine \(.*\), got "http:\/\/192\.0\.2\.1\/graphql"$/,
    ))
})
