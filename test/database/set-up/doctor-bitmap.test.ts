import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { connected } from '../../support/connected.ts'
import { expectedBitmaps, keptBitmaps } from '../../support/expected-bitmaps.ts'
import { createTestDatabase } from '../../support/test-database.ts'

const url = await createTestDatabase()

describe('the bitmaps of doctors', () => {
  it('are right after a seed', () =>
    connected(url, async (session) => {
      await replaceDemoData({ url, doctors: 3000 })
      assert.deepEqual(await keptBitmaps(session), await expectedBitmaps(session))
      await replaceDemoData({ url, doctors: 50 })
      assert.deepEqual(await keptBitmaps(session), await expectedBitmaps(session))
    }))
})
