import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { HarnessResult } from '../../../benchmarks/run/harness/harness-result.ts'
import { makeOpenFolder } from '../../support/system/open-folder.ts'
import { startProgram } from '../../support/system/program.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

describe('npm run bench:harness -- --short', () => {
  it('tries everything once, and says each rate with its interval', async () => {
    const program = startProgram('benchmarks/commands/harness.ts', ['--short', '--out', folder], {})
    assert.equal(await program.ended, 0, program.printed())
    const [name = ''] = await readdir(folder)
    assert.match(name, /^\d{4}-\d{2}-\d{2}T\d{4}\.json$/)
    const { properties }: HarnessResult = JSON.parse(await readFile(join(folder, name), 'utf8'))
    assert.deepEqual(
      properties.map(({ measure }) => measure),
      [
        ...['service time', 'server CPU', 'database CPU'],
        ...['service time', 'server CPU'],
        ...['service time', 'server CPU', 'database CPU'],
      ],
    )
    for (const { rate, trials } of properties) {
      assert.equal(trials.length, 1)
      assert.ok(rate.low <= rate.share && rate.share <= rate.high)
    }
    assert.match(
      program.output(),
      /By service time, the change of the article .* in \d of 1 tries \(.* 95 % interval/,
    )
  })
})
