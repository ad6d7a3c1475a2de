import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { buildResult, type RecordedRun } from '../../../benchmarks/run/build-result.ts'

/**
 * A recorded run of the four scenarios, 10 users in 8 rounds, and the result that it gave when it was recorded. A
 * change of the expected result is a change of what the benchmark says, and has to be meant.
 */
const folder = new URL('./recorded-run/', import.meta.url)

describe('buildResult', () => {
  it('gives the recorded result for the recorded run', async () => {
    const recorded: RecordedRun = JSON.parse(
      gunzipSync(await readFile(new URL('recorded-run.json.gz', folder))).toString(),
    )
    const expected: unknown = JSON.parse(await readFile(new URL('result.json', folder), 'utf8'))
    assert.deepEqual(JSON.parse(JSON.stringify(buildResult(recorded))), expected)
  })
})
