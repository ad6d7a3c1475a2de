import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../support/app/test-app.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'
import { sendDistinctOperations } from './distinct-operations.ts'

describe('what is kept', () => {
  it('stays within its bytes, however many different operations are asked', async () => {
    const answerBytes = 100_000
    const app = await createTestApp({ memory: { answerBytes, totalBytes: 10_000 } })
    await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)
    const gauge = async (name: string) => {
      const text = await (await app.fetch('/metrics')).text()
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
    }
    const send = async (body: string) => {
      const headers = { 'content-type': 'application/json' }
      return (await app.fetch('/graphql', { method: 'POST', headers, body })).status
    }
    let most = 0
    for (let from = 0; from < 600; from += 100) {
      await sendDistinctOperations(send, { from, to: from + 100 })
      const bytes = await gauge('jadwal_memory_bytes')
      assert.ok(bytes <= answerBytes, `${bytes} bytes`)
      most = Math.max(most, bytes)
    }
    assert.ok(most > answerBytes / 2, `${most} bytes`)
    assert.ok((await gauge('jadwal_memory_answers')) > 10)
  })
})
