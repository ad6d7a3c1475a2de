import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { atPageSizes, each, request } from '../../support/traces/draft-trace.ts'
import { page, schedulesOf } from '../../support/traces/sample-statements.ts'

const COMMAND = fileURLToPath(new URL('../../../benchmarks/commands/analyse.ts', import.meta.url))

const SEE_HELP = '(see npm run analyse -- --help)'

const folder = await mkdtemp(join(tmpdir(), 'jadwal-analyse-'))
after(() => rm(folder, { recursive: true }))

const loop = atPageSizes((n) => [page(n), ...each(n, (id) => schedulesOf(id))])
const health = request([{ text: 'select 1' }], { origin: 'outside' })
const goodText = [...loop, health].map((line) => JSON.stringify(line)).join('\n')
const good = await traceFile('good.jsonl', goodText)
const bad = await traceFile('bad.jsonl', [JSON.stringify(loop[0]), '{}', JSON.stringify(loop[1])].join('\n'))

describe('npm run analyse', () => {
  it('describes a trace for people, what to fix first', async () => {
    const { code, output, errors } = await analyse(good)
    assert.deepEqual([code, errors], [0, ''])
    assert.equal(
      output,
      `${good} (trace lines)

What to fix, worst first:
  1. Doctors: schedules under doctors.nodes.*.schedules: n-plus-one (look-ups), certain: 50 statements in one request, in 2 requests, 30.0 ms
     select * from practice_schedule where doctor_id = ?
     fix: send one statement for all rows, with \`doctor_id = any($1)\`, such as from a loader

Doctors
  3 requests, 64 statements: 2 to 51 each, median 11
  by page size: 2 for 1, 11 for 10, 51 for 50
  64 read, 0 write, 58 repeat a pattern

  pattern    statements   share  total ms   p50 ms   p95 ms
  schedules          61  95.3 %      30.5     0.50  too few
  page                3   4.7 %       1.5  too few  too few

  n-plus-one, certain: 50 statements of one pattern with 50 different parameter sets under doctors.nodes.*.schedules in one request; they grow by 1 per parent (0 + 1·n over 1, 10 and 50)
    select * from practice_schedule where doctor_id = ?
    because: under a list, and more statements for more rows

table              reads  writes
practice_schedule     61       0
doctor                 3       0

1 statement outside any operation.
`,
    )
  })

  it('writes JSON for programs, an object for each file, with the findings that count', async () => {
    const { code, output } = await analyse('--json', good, bad)
    const [first, second] = JSON.parse(output)
    assert.equal(code, 1)
    assert.deepEqual([first.version, first.file, second.file], [1, good, bad])
    assert.equal(first.format, 'trace lines')
    const [finding] = first.operations[0].findings
    assert.deepEqual([finding.kind, finding.subkind, finding.degree], ['n-plus-one', 'look-ups', 'certain'])
    assert.equal(finding.evidence.growth.perParent, 1)
    assert.deepEqual(first.tables[0], { table: 'practice_schedule', reads: 61, writes: 0 })
    assert.deepEqual(second.problems, [{ line: 2, message: 'expected statements to be a list, got nothing' }])
  })

  it('writes Markdown', async () => {
    const { output } = await analyse('--markdown', good)
    assert.match(output, /^\| Doctors \| n-plus-one \(look-ups\) \| certain \| `select \* from/m)
  })

  it('writes annotations for GitHub, and nothing where there is nothing to fix', async () => {
    const { output } = await analyse('--github', good)
    assert.match(
      output,
      /^::warning title=n-plus-one \(certain\) in Doctors::Doctors: schedules .*%0Aselect \* from .*%0Afix: /,
    )
    const quiet = await traceFile('quiet.jsonl', JSON.stringify(request([page(1)])))
    assert.equal((await analyse('--github', quiet)).output, '')
  })

  it('counts what is at least as sure as is wanted', async () => {
    const pages = each(3, (number) => ({
      text: 'select id from doctor order by id limit 10 offset $1',
      parameters: [10 * number],
    }))
    const unsure = await traceFile('unsure.jsonl', JSON.stringify(request(pages)))
    assert.match((await analyse(unsure)).output, /1 finding less sure than --min/)
    assert.match((await analyse('--min', 'suspected', unsure)).output, /n-plus-one \(pages\), suspected/)
  })

  it('fails with 2 on findings of the kinds that are given', async () => {
    assert.equal((await analyse('--fail-on', 'repeated,n-plus-one', good)).code, 2)
    assert.equal((await analyse('--fail-on', 'repeated', good)).code, 0)
  })

  it('reads standard input, compressed too', async () => {
    const { code, output } = await analyseInput(gzipSync(goodText), '--json')
    assert.equal(code, 0)
    assert.equal(JSON.parse(output)[0].operations[0].requests, 3)
  })

  it('sends no control characters to a terminal', async () => {
    const operation = 'Do\u001b[31mctors\u009b\u202e'
    const hostile = await traceFile('hostile.jsonl', JSON.stringify({ ...loop[1], operation }))
    for (const option of ['--json', '--markdown', '--github', '--min=likely']) {
      const { output } = await analyse(hostile, option)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
      assert.doesNotMatch(output, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    }
  })

  it('reports a malformed line with its number, goes on, and fails', async () => {
    const { code, output, errors } = await analyse(bad)
    assert.equal(code, 1)
    assert.equal(errors, `${bad}:2: expected statements to be a list, got nothing\n`)
    assert.match(output, /2 requests, 13 statements/)
  })

  it('says what it does, with an example for each format', async () => {
    const { code, output } = await analyse('--help')
    assert.equal(code, 0)
    for (const format of ['SQLAlchemy', 'Django', 'Rails', 'Prisma', 'csvlog', 'OpenTelemetry']) {
      assert.match(output, new RegExp(`^  ${format} .*npm run analyse`, 'm'))
    }
  })

  const refuses = (name: string, args: string[], message: string) =>
    it(`refuses ${name} in one sentence`, async () => {
      assert.deepEqual(await analyse(...args), { code: 1, output: '', errors: `analyse: ${message}\n` })
    })

  refuses(
    'an unknown option',
    ['--what', 'x'],
    `expected files, --min, --fail-on, --json, --markdown, --github, --log-line-prefix or --help, got --what ${SEE_HELP}`,
  )
  refuses(
    'an unknown degree',
    ['--min', 'sure', good],
    `expected --min to be certain, likely, suspected, got "sure" ${SEE_HELP}`,
  )
  refuses(
    'an unknown kind',
    ['--fail-on', 'slow', good],
    `expected --fail-on to be n-plus-one, repeated, count-pair, got "slow" ${SEE_HELP}`,
  )
  refuses(
    'two outputs',
    ['--json', '--github', good],
    `expected one of --json, --markdown and --github, got 2 ${SEE_HELP}`,
  )
  refuses(
    'an option that takes no value',
    ['--json=x'],
    `Option '--json' does not take an argument ${SEE_HELP}`,
  )
  const missing = join(folder, 'missing')
  refuses(
    'a missing file',
    [missing],
    `expected a trace file that can be read, got ${missing}: no such file or directory`,
  )
})

function traceFile(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  return writeFile(path, `${content}\n`).then(() => path)
}

function analyse(...args: string[]): Promise<{ code: number | null; output: string; errors: string }> {
  return analyseInput('', ...args)
}

async function analyseInput(input: string | Buffer, ...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args])
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { code, output, errors }
}
