import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { createAnswerMemory, type Execution } from '../../src/memory/answer-memory.ts'
import { createAnswerStore } from '../../src/memory/answer-store.ts'

/** A memory of texts. Its checks and executions end when a test says so. */
function createScene({ maxWaitMs = 60_000 } = {}) {
  const store = createAnswerStore<string>({ maxBytes: 1_000_000, bytesOf: (answer) => answer.length })
  const checks: PromiseWithResolvers<string>[] = []
  const memory = createAnswerMemory({
    store,
    maxWaitMs,
    readVersion() {
      checks.push(Promise.withResolvers())
      return checks.at(-1)?.promise ?? Promise.reject(new Error('expected a check'))
    },
  })
  const executions: PromiseWithResolvers<Execution<string>>[] = []
  const ask = (key = 'a', signal = new AbortController().signal) =>
    memory.answer({
      key,
      execute() {
        executions.push(Promise.withResolvers())
        return executions.at(-1)?.promise ?? Promise.reject(new Error('expected an execution'))
      },
      signal: () => signal,
    })
  const checked = async (version: string | Error) => {
    await settle()
    const check = checks.shift()
    assert.ok(check, 'expected a check')
    if (version instanceof Error) check.reject(version)
    else check.resolve(version)
    await settle()
  }
  const executed = async (answer: string | Error, ...versions: string[]) => {
    await settle()
    const execution = executions.shift()
    assert.ok(execution, 'expected an execution')
    if (answer instanceof Error) execution.reject(answer)
    else execution.resolve({ answer, isWhole: !answer.includes('error'), versions: new Set(versions) })
    await settle()
  }
  return { ask, checked, executed, store, pending: () => [checks.length, executions.length] }
}

/** Until nothing is left to do but what the test decides. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTurn()
}

const FAILURE = new Error('no connection')

describe('a request', () => {
  it('is executed, not answered, if its check fails; what is kept stays', async () => {
    const { ask, checked, executed, store } = createScene()
    const first = ask()
    await executed('one', 'v1')
    assert.deepEqual(await first, { answer: 'one', outcome: 'miss' })
    const second = ask()
    await checked(FAILURE)
    await executed('one error')
    assert.deepEqual(await second, { answer: 'one error', outcome: 'stale' })
    assert.equal(store.get('a')?.answer, 'one')
    const third = ask()
    await checked('v1')
    assert.deepEqual(await third, { answer: 'one', outcome: 'hit' })
  })

  it('is executed if its check takes too long, and so are those who share it', async () => {
    const { ask, executed, store } = createScene({ maxWaitMs: 20 })
    store.set('a', { answer: 'one', version: 'v1' })
    const waiting = [ask(), ask()]
    await sleep(40)
    await executed('two', 'v1')
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ answer, outcome }) => `${answer} ${outcome}`),
      ['two stale', 'two joined'],
    )
  })

  it('does not wait for the execution of another when it must not wait any longer', async () => {
    const { ask, executed, checked } = createScene()
    const deadline = new AbortController()
    const [first, second] = [ask(), ask('a', deadline.signal)]
    await settle()
    deadline.abort(new Error('the deadline has passed'))
    await checked('v1')
    await executed('one', 'v1')
    await executed('too late: error', 'v1')
    assert.deepEqual([(await first).answer, (await second).answer], ['one', 'too late: error'])
  })

  it('fails as its execution fails, and others are executed', async () => {
    const { ask, checked, executed } = createScene()
    const [first, second] = [ask(), ask()]
    const failed = assert.rejects(first, FAILURE)
    await checked('v1')
    await executed(FAILURE)
    await failed
    await executed('two', 'v1')
    assert.deepEqual(await second, { answer: 'two', outcome: 'miss' })
  })

  it('takes what another request has kept meanwhile, at the version of its own check', async () => {
    const { ask, checked, executed } = createScene()
    const first = ask()
    await executed('one', 'v1')
    await first
    const stale = ask()
    await settle()
    const later = ask()
    await checked('v2')
    await executed('two', 'v2')
    assert.deepEqual(await stale, { answer: 'two', outcome: 'stale' })
    await checked('v2')
    assert.deepEqual(await later, { answer: 'two', outcome: 'hit' })
  })
})

describe('a request that finds an execution under way', () => {
  it('takes its result if its own check returns the version of that', async () => {
    const { ask, checked, executed } = createScene()
    const [first, second] = [ask(), ask()]
    await checked('v1')
    await executed('one', 'v1', 'v1')
    assert.deepEqual(await Promise.all([first, second]), [
      { answer: 'one', outcome: 'miss' },
      { answer: 'one', outcome: 'joined' },
    ])
  })

  for (const [title, ...versions] of [
    ['another version', 'v0'],
    ['several versions', 'v0', 'v1'],
    ['no version', ...[]],
  ] as const) {
    it(`does not if that is of ${title}; the first of those who wait is executed for all of them`, async () => {
      const { ask, checked, executed, pending } = createScene()
      const first = ask()
      const waiting = [ask(), ask(), ask()]
      await checked('v1')
      await executed('old', ...versions)
      assert.equal((await first).answer, 'old')
      await settle()
      assert.deepEqual(pending(), [0, 1])
      await executed('new', 'v1')
      assert.deepEqual(
        (await Promise.all(waiting)).map(({ answer, outcome }) => `${answer} ${outcome}`),
        ['new miss', 'new joined', 'new joined'],
      )
    })
  }

  it('takes a result of several versions if all of the execution began after the request arrived', async () => {
    const { ask, checked, executed } = createScene()
    const first = ask()
    const waiting = [ask(), ask()]
    await checked('v1')
    await executed('old', 'v0')
    await first
    await executed('mixed', 'v1', 'v2')
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ answer }) => answer),
      ['mixed', 'mixed'],
    )
  })

  it('never takes one with errors: all who wait are executed at once', async () => {
    const { ask, checked, executed, pending } = createScene()
    const all = [ask(), ask(), ask()]
    await checked('v1')
    await executed('error for one', 'v1')
    await settle()
    assert.deepEqual(pending(), [0, 2])
    await executed('error for two', 'v1')
    await executed('error for three', 'v1')
    assert.deepEqual(
      (await Promise.all(all)).map(({ answer }) => answer),
      ['error for one', 'error for two', 'error for three'],
    )
  })

  it('is executed if its check fails', async () => {
    const { ask, checked, executed } = createScene()
    const [first, second] = [ask(), ask()]
    await checked(FAILURE)
    await executed('one', 'v1')
    await first
    await executed('two', 'v1')
    assert.deepEqual(await second, { answer: 'two', outcome: 'miss' })
  })

  it('has nothing to do with those of other keys', async () => {
    const { ask, executed, pending } = createScene()
    const [a, b] = [ask('a'), ask('b')]
    await settle()
    assert.deepEqual(pending(), [0, 2])
    await executed('of a', 'v1')
    await executed('of b', 'v1')
    assert.deepEqual([(await a).answer, (await b).answer], ['of a', 'of b'])
  })
})

describe('the store', () => {
  it('keeps what was used last, within its bytes', () => {
    const store = createAnswerStore<string>({ maxBytes: 20_000, bytesOf: (answer) => 2 * answer.length })
    for (let index = 0; index < 500; index++) {
      store.set(`key ${index}`, { answer: 'x'.repeat(index), version: 'v1' })
      store.set('often', { answer: 'often', version: 'v1' })
      assert.ok(store.bytes <= 20_000)
    }
    assert.equal(store.get('key 0'), undefined)
    assert.equal(store.get('often')?.answer, 'often')
    assert.equal(store.get('key 499')?.answer.length, 499)
  })

  it('does not keep an answer that is larger than all of it', () => {
    const store = createAnswerStore<string>({ maxBytes: 20_000, bytesOf: (answer) => 2 * answer.length })
    store.set('small', { answer: 'x', version: 'v1' })
    store.set('large', { answer: 'x'.repeat(20_000), version: 'v1' })
    assert.equal(store.get('large'), undefined)
    assert.equal(store.get('small')?.answer, 'x')
  })
})
