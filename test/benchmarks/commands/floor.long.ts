import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { startProgram } from '../../support/system/program.ts'

const out = await mkdtemp(join(tmpdir(), 'jadwal-floor-'))
after(() => rm(out, { recursive: true, force: true }))

describe('npm run bench:floor', () => {
  it('measures this server beside the floors, and ends with its goals, its layers and a report', async () => {
    const options = ['--no-peers', '--rounds', '2', '--quick', '--out', out]
    const floor = startProgram('benchmarks/commands/floor.ts', options, {})
    assert.equal(await floor.ended, 0, floor.printed())
    assert.match(floor.output(), /in multiples of the floor +at most 2\.2 +\d\.\d{3}/)
    assert.match(floor.output(), /of PostGraphile +at most 0\.65 +not measured/)
    assert.match(floor.output(), /driver: statements, rows, sockets to PostgreSQL +\d+ +\d+ %/)
    assert.ok((await readdir(out)).includes('report.html'))
  })
})
