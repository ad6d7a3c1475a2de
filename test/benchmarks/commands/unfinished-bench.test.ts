import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeOpenFolder } from '../../support/system/open-folder.ts'
import { until } from '../../support/system/until.ts'
import { processesOf, processesWith, startBench } from './started-bench.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

describe('npm run bench that does not finish', () => {
  it('leaves no process and no temporary file behind when it is interrupted', async () => {
    const bench = await startBench(join(folder, 'interrupted'), '--quick', '--scenarios', 'optimised')
    await bench.says(/\[3\/7\]/)
    assert.notDeepEqual(processesOf(bench), [])
    await bench.says(/\[6\/7\]/)
    bench.process.kill('SIGINT')
    assert.equal(await bench.ended, 1)
    assert.match(bench.printed(), /stopped by SIGINT/)
    assert.deepEqual(processesOf(bench), [])
    assert.deepEqual(await bench.temporaryFiles(), [])
  })

  it('leaves nothing behind when it is interrupted while a large directory is filled', async () => {
    const bench = await startBench(join(folder, 'filling'), '--statements', '--doctors', '1000000')
    await bench.says(/\[2\/6\]/)
    await until(async () => processesOf(bench).length > 0)
    bench.process.kill('SIGTERM')
    assert.equal(await bench.ended, 1)
    assert.match(bench.printed(), /\[2\/\d\].*\nbench: stopped by SIGTERM\n$/)
    assert.deepEqual(processesOf(bench), [])
    assert.deepEqual(await bench.temporaryFiles(), [])
  })

  for (const step of ['2/7', '6/7']) {
    it(`leaves nothing behind when it is interrupted again before it has ended, in step ${step}`, async () => {
      const name = `impatient-${step[0]}`
      const bench = await startBench(join(folder, name), '--quick', '--scenarios', 'optimised')
      const temporaryFolder = join(folder, name, 'tmp')
      await bench.says(new RegExp(`\\[${step}\\]`))
      await until(async () => processesWith(temporaryFolder).length > 0)
      bench.process.kill('SIGINT')
      await sleep(600)
      bench.process.kill('SIGINT')
      assert.equal(await bench.ended, 1)
      await until(async () => processesWith(temporaryFolder).length === 0)
      assert.deepEqual(await bench.temporaryFiles(), [])
    })
  }

  // A terminal interrupts PostgreSQL, too.
  it('leaves nothing behind when PostgreSQL is ended before it has started', async () => {
    const bench = await startBench(join(folder, 'unprepared'), '--statements')
    const data = join(folder, 'unprepared', 'tmp', 'jadwal-bench-')
    let pid: number | undefined
    await until(async () => {
      pid = processesWith(`initdb -D ${data}`)[0]
      return pid !== undefined
    })
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    assert.equal(await bench.ended, 1)
    assert.match(bench.printed(), /\nbench: could not create a PostgreSQL data folder/)
    assert.deepEqual(await bench.temporaryFiles(), [])
  })

  it('refuses options with one sentence', async () => {
    const bench = await startBench(join(folder, 'refused'), '--users', 'many')
    assert.equal(await bench.ended, 1)
    assert.match(
      bench.printed(),
      /^bench: expected --users to be .*, got "many" \(see npm run bench -- --help\)\n$/,
    )
  })
})
