import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { IncomingRequest } from '../../../src/http/answer.ts'
import {
  createRememberedAnswers,
  type RememberedAnswer,
} from '../../../src/http/answers/remembered-answers.ts'
import { createDeadlines } from '../../../src/http/deadlines.ts'
import type { Execution } from '../../../src/memory/answer-memory.ts'
import { createRecord } from '../../../src/observability/recording/operation-tracer.ts'

const INCOMING: IncomingRequest = {
  method: 'GET',
  url: 'http://jadwal.test/graphql',
  headers: {},
  body: undefined,
  signal: new AbortController().signal,
}

describe('what is handed to memory', () => {
  for (const [isWhole, what] of [
    [true, 'has bytes of its own if it can be kept, and not a part of a large buffer'],
    [false, 'has the bytes of the answer if it cannot: a page is not copied for each visitor'],
  ] as const) {
    it(what, async () => {
      const body = Buffer.from('a compressed answer, or a page')
      const handed: Execution<RememberedAnswer>[] = []
      const find = createRememberedAnswers({
        memory: {
          async answer({ execute }) {
            const execution = await execute()
            handed.push(execution)
            return { answer: execution.answer, outcome: 'miss' }
          },
        },
        execute: async () => ({
          answer: { status: 200, headers: {}, body },
          isWhole,
          versions: new Set<string>(),
          record: undefined,
          refused: undefined,
        }),
        recordRecalled: ({ requestId }, _recalled, startMs) => createRecord(requestId, startMs),
        onOrigin: () => {},
        deadlines: createDeadlines(1000),
        keyOf: () => 'key',
        asksForTrace: () => false,
      })
      const { answer } = await find(INCOMING, performance.now())
      assert.equal(answer.body, body)
      const [execution] = handed
      assert.deepEqual(execution?.answer.answer.body, body)
      assert.equal(execution?.answer.answer.body === body, !isWhole)
    })
  }
})
