import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { buildResult, type MeasuredRun, type MeasuredScenario } from '../../../benchmarks/run/build-result.ts'
import { analyseCapture, type Capture } from '../../../benchmarks/run/capture/analyse-capture.ts'

/** What a run recorded, before any of it was analysed. */
interface RecordedRun extends Omit<MeasuredRun, 'scenarios'> {
  scenarios: (Capture & Omit<MeasuredScenario, 'capture' | 'plans'>)[]
}

/**
 * A recorded run of the four scenarios, 10 users in 8 rounds, and the result that it gave when it was recorded. A
 * change of the expected result changes what the benchmark reports, and has to be intended.
 */
const folder = new URL('./recorded-run/', import.meta.url)

describe('analyseCapture and buildResult', () => {
  it('give the recorded result for the recorded run', async () => {
    const recorded: RecordedRun = JSON.parse(
      gunzipSync(await readFile(new URL('recorded-run.json.gz', folder))).toString(),
    )
    const expected: unknown = JSON.parse(await readFile(new URL('result.json', folder), 'utf8'))
    const result = buildResult({
      ...recorded,
      scenarios: recorded.scenarios.map(({ scenario, requests, traces, figures }) => ({
        scenario,
        capture: analyseCapture({ requests, traces }),
        plans: [],
        figures,
      })),
    })
    assert.deepEqual(JSON.parse(JSON.stringify(result)), expected)
  })
})
