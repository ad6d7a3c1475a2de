import type { ClientBase } from 'pg'
import { connected } from './connected.ts'

/** The version of the data that a session sees, and how often it was raised. */
export async function dataVersion(session: ClientBase): Promise<{ version: string; counter: number }> {
  const { rows } = await session.query<{ version: string; counter: number }>(
    'select version, counter::int from data_version',
  )
  const [only] = rows
  if (only === undefined) throw new Error('expected data_version to have a row, got none')
  return only
}

/** How often work raises the version of a database. */
export async function raisesBy(url: string, work: () => Promise<unknown>): Promise<number> {
  const read = () => connected(url, dataVersion)
  const before = await read()
  await work()
  return (await read()).counter - before.counter
}
