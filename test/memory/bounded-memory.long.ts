import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Agent, request } from 'undici'
import { createTestDatabase } from '../support/database/test-database.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'
import { startProgram } from '../support/system/program.ts'
import { sendDistinctOperations } from './distinct-operations.ts'

const OPERATIONS = 1_000_000
const CACHE_MB = 64
/** Objects that are no longer kept wait for a garbage collection of the old generation. */
const CONSTANT_MB = 128
const MB = 1_000_000

/** The resident memory of a server in MB, after each of ten parts of the operations. */
async function residentMb(settings: Record<string, string>): Promise<number[]> {
  const databaseUrl = await createTestDatabase()
  await insertDoctors(databaseUrl, NUMBERED_DOCTORS)
  const server = startProgram('src/main.ts', [], {
    ...{ DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'error' },
    ...settings,
  })
  const [, origin = ''] = await server.says(/(http:\/\/localhost:\d+)\/graphql/)
  const dispatcher = new Agent({ connections: 8 })
  try {
    const send = async (body: string) => {
      const headers = { 'content-type': 'application/json' }
      const response = await request(`${origin}/graphql`, { dispatcher, method: 'POST', headers, body })
      await response.body.dump()
      return response.statusCode
    }
    const parts: number[] = []
    for (let part = 0; part < 10; part++) {
      const size = OPERATIONS / 10
      await sendDistinctOperations(send, { from: part * size, to: (part + 1) * size })
      const { body } = await request(`${origin}/metrics`, { dispatcher })
      const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(await body.text()) ?? []
      parts.push(Math.round(Number(bytes) / MB))
    }
    return parts
  } finally {
    await dispatcher.close()
    server.process.kill('SIGINT')
    await server.ended
  }
}

describe(`${OPERATIONS} different operations`, () => {
  it(`leave a server within ${CACHE_MB} MB and a constant of one that keeps nothing`, async (test) => {
    const without = await residentMb({ CACHE: '0' })
    const keeping = await residentMb({ CACHE_MB: String(CACHE_MB) })
    test.diagnostic(`resident MB: ${without.join(', ')} without memory; ${keeping.join(', ')} with it`)
    // V8 lets the heap grow first, until it has seen how much of it lives.
    const settledMb = Math.max(...keeping.slice(5))
    assert.ok(settledMb <= Math.max(...without) + CACHE_MB + CONSTANT_MB)
  })
})
