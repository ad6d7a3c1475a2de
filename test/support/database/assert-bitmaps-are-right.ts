import assert from 'node:assert/strict'
import type { ClientBase } from 'pg'
import { expectedBitmaps, keptBitmaps } from './expected-bitmaps.ts'

/** The bitmaps are those of the rows that a session sees. */
export async function assertBitmapsAreRight(session: ClientBase, message?: string): Promise<void> {
  assert.deepEqual(await keptBitmaps(session), await expectedBitmaps(session), message)
}
