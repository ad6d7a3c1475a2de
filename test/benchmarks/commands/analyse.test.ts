import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { atPageSizes, each, request } from '../../support/traces/draft-trace.ts'
import { page, schedulesOf } from '../../support/traces/sample-statements.ts'

const COMMAND = fileURLToPath(new URL('../../../benchmarks/commands/analyse.ts', import.meta.url))

const folder = await mkdtemp(join(tmpdir(), 'jadwal-analyse-'))
after(() => rm(folder, { recursive: true }))

const loop = atPageSizes((n) => [page(n), ...each(n, (id) => schedulesOf(id))])
const health = request([{ text: 'select 1' }], { origin: 'outside' })
const good = await traceFile(
  'good.jsonl',
  [...loop, health].map((line) => JSON.stringify(line)),
)
const bad = await traceFile('bad.jsonl', [JSON.stringify(loop[0]), '{}', JSON.stringify(loop[1])])

describe('npm run analyse', () => {
  it('describes a trace for people', async () => {
    const { code, output, errors } = await analyse(good)
    assert.deepEqual([code, errors], [0, ''])
    assert.equal(
      output,
      `${good}

Doctors
  3 requests, 64 statements: 2 to 51 each, median 11
  by page size: 2 for 1, 11 for 10, 51 for 50
  64 read, 0 write, 58 repeat a pattern

  pattern    statements   share  total ms   p50 ms   p95 ms
  schedules          61  95.3 %      30.5     0.50  too few
  page                3   4.7 %       1.5  too few  too few

  n-plus-one: 50 statements of one pattern with 50 different parameter sets under doctors.nodes.*.schedules in one request; they grow by 1 per parent (0 + 1·n over 1, 10 and 50)
    select * from practice_schedule where doctor_id = ?

table              reads  writes
practice_schedule     61       0
doctor                 3       0

1 statement outside any operation.
`,
    )
  })

  it('writes JSON for programs, an object for each file', async () => {
    const { code, output } = await analyse('--json', good, bad)
    const [first, second] = JSON.parse(output)
    assert.equal(code, 1)
    assert.deepEqual([first.file, second.file], [good, bad])
    assert.equal(first.operations[0].findings[0].evidence.growth.perParent, 1)
    assert.deepEqual(first.tables[0], { table: 'practice_schedule', reads: 61, writes: 0 })
    assert.deepEqual(second.problems, [{ line: 2, message: 'expected version to be 1, got nothing' }])
  })

  it('reports a malformed line with its number, goes on, and fails', async () => {
    const { code, output, errors } = await analyse(bad)
    assert.equal(code, 1)
    assert.equal(errors, `${bad}:2: expected version to be 1, got nothing\n`)
    assert.match(output, /2 requests, 13 statements/)
  })

  it('says what it does', async () => {
    const { code, output } = await analyse('--help')
    assert.equal(code, 0)
    assert.match(output, /^npm run analyse -- FILE… \[--json\]\n/)
  })

  const refuses = (name: string, args: string[], message: string) =>
    it(`refuses ${name} in one sentence`, async () => {
      assert.deepEqual(await analyse(...args), { code: 1, output: '', errors: `${message}\n` })
    })

  refuses('no file', [], 'expected a trace file, got none; see --help')
  refuses('an unknown option', ['--what', 'x'], "Unknown option '--what'; see --help")
  refuses(
    'an option that takes no value',
    ['--json=x'],
    "Option '--json' does not take an argument; see --help",
  )
  const missing = join(folder, 'missing')
  refuses(
    'a missing file',
    [missing],
    `expected a trace file that can be read, got ${missing}: no such file or directory`,
  )
})

function traceFile(name: string, lines: string[]): Promise<string> {
  const path = join(folder, name)
  return writeFile(path, `${lines.join('\n')}\n`).then(() => path)
}

function analyse(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [COMMAND, ...args], (_, output, errors) =>
      resolve({ code: child.exitCode ?? -1, output, errors }),
    )
  })
}
