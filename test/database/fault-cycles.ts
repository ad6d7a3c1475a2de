import assert from 'node:assert/strict'
import { until } from '../support/system/until.ts'
import type { FaultyDatabase } from './faulty-database.ts'
import { processResources } from './process-resources.ts'

const MAX_HEAP_GROWTH_BYTES = 4_000_000

/**
 * Causes the same fault again and again under load, and checks that this process holds no more sockets, timers, listeners
 * or memory than after the first few times.
 *
 * @returns how many operations ended how, and the growth of the heap, for a diagnostic.
 */
export async function repeatFault(
  database: FaultyDatabase,
  { cycles, fault }: { cycles: number; fault: () => Promise<void> },
): Promise<string> {
  const warnings: string[] = []
  const onWarning = ({ name }: Error) => warnings.push(name)
  process.on('warning', onWarning)
  const repeat = async (times: number) => {
    const { outcomes } = await database.underLoad(async () => {
      for (let time = 0; time < times; time++) {
        await fault()
        await database.app.run('{ doctors { totalCount } }')
      }
    })
    await database.settles()
    database.app.logged.length = 0
    return outcomes
  }
  await repeat(Math.ceil(cycles / 5))
  const before = processResources()
  const outcomes = await repeat(cycles)
  await until(async () => {
    const { sockets, timers } = processResources()
    return sockets <= before.sockets && timers <= before.timers
  })
  process.off('warning', onWarning)
  assert.deepEqual(warnings, [])
  const heapGrowth = processResources().heapBytes - before.heapBytes
  assert.ok(heapGrowth < MAX_HEAP_GROWTH_BYTES, `expected no growth of the heap, got ${heapGrowth} bytes`)
  return `${JSON.stringify(outcomes)}; the heap grew by ${heapGrowth} bytes`
}
