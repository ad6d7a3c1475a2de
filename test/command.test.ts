import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sentenceOf } from '../src/command.ts'

const fail = (message: string) => {
  throw new Error(message)
}

describe('sentenceOf', () => {
  it('is the first of the errors for several addresses', () =>
    assert.equal(
      sentenceOf(new AggregateError([new Error('no server'), new Error('no other')])),
      'no server',
    ))

  it('is why something failed, not what failed while cleaning up after that', async () => {
    const failed = async () => {
      await using cleanUp = new AsyncDisposableStack()
      cleanUp.defer(() => fail('no connection'))
      cleanUp.defer(() => fail('no server'))
      fail('PostgreSQL has ended')
    }
    const error = await failed().catch((reason: unknown) => reason)
    assert.notEqual(error instanceof Error && error.message, 'PostgreSQL has ended')
    assert.equal(sentenceOf(error), 'PostgreSQL has ended')
  })
})
