import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { makeOpenFolder } from './support/system/open-folder.ts'
import { startProgram } from './support/system/program.ts'

const COMMANDS = {
  start: 'src/main.ts',
  migrate: 'prisma/migrate.ts',
  seed: 'prisma/seed.ts',
  persist: 'src/persist.ts',
  schema: '.ci/print-schema.ts',
  bench: 'benchmarks/commands/bench.ts',
  analyse: 'benchmarks/commands/analyse.ts',
  compare: 'benchmarks/commands/compare.ts',
  'bench:analysis': 'benchmarks/commands/analysis.ts',
  'bench:floor': 'benchmarks/commands/floor.ts',
  'bench:harness': 'benchmarks/commands/harness.ts',
  'bench:indexes': 'benchmarks/commands/indexes.ts',
  'bench:scale': 'benchmarks/commands/scale.ts',
  'bench:trace-cost': 'benchmarks/commands/trace-cost.ts',
  attacks: 'test/attacks/run-attacks.ts',
}
const WITH_FOLDER = ['bench', 'bench:floor', 'bench:harness', 'bench:indexes', 'bench:scale'] as const

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

async function run(command: keyof typeof COMMANDS, args: string[], settings: Record<string, string> = {}) {
  const program = startProgram(COMMANDS[command], args, settings)
  return { code: await program.ended, printed: program.printed() }
}

/** One sentence on one line: no stack, no dump of an object. */
const isOneSentence = (printed: string) => /^[^\n]+\n$/.test(printed) && !/ at .*:\d+:\d+/.test(printed)

describe('every command', { concurrency: 2 }, () => {
  for (const name of Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]) {
    it(`${name} --help says what it does and takes, and does nothing`, async () => {
      const { code, printed } = await run(name, ['--help'])
      assert.equal(code, 0)
      assert.match(printed, new RegExp(`^  npm (run )?${name}`, 'm'))
      assert.match(printed, /^ {2}--help +\w/m)
    })

    it(`${name} refuses an option that it does not know, in one sentence`, async () => {
      const { code, printed } = await run(name, ['--port', '1'])
      assert.equal(code, 1)
      assert.ok(isOneSentence(printed), printed)
      assert.match(printed, /--port/)
      assert.match(printed, /--help/)
    })
  }

  for (const name of WITH_FOLDER) {
    it(`${name} checks its output folder before it starts anything`, async () => {
      const file = join(folder, `${name}.txt`)
      await writeFile(file, '')
      for (const out of [join(file, 'out'), '/proc/nowhere/out']) {
        const { code, printed } = await run(name, ['--out', out])
        assert.equal(code, 1)
        assert.ok(isOneSentence(printed), printed)
        assert.match(printed, /: expected --out to be a folder that can be written, got /)
      }
    })
  }

  it('bench refuses a folder that another run writes to, and takes it from one that is gone', async () => {
    const out = join(folder, 'shared')
    await mkdir(out)
    const mark = join(out, `.in-use-by-${process.pid}`)
    await writeFile(mark, '')
    assert.deepEqual(await run('bench', ['--out', out]), {
      code: 1,
      printed: `bench: expected --out to be a folder that no other run writes to, got ${out}: process ${process.pid} does\n`,
    })
    const gone = startProgram(COMMANDS.bench, ['--help'], {})
    await gone.ended
    await rename(mark, join(out, `.in-use-by-${gone.process.pid}`))
    const next = startProgram(COMMANDS.bench, ['--out', out], {})
    await next.says(/This run takes/)
    next.process.kill('SIGTERM')
    await next.ended
    assert.deepEqual(await readdir(out), [])
  })

  it('bench refuses a folder without room for what it writes', async (test) => {
    const out = join(folder, 'small')
    await mkdir(out)
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', out])
    if (status !== 0) return test.skip('this user cannot mount a small file system')
    try {
      const { code, printed } = await run('bench', ['--out', out])
      assert.equal(code, 1)
      assert.match(
        printed,
        /^bench: expected --out to be a folder that has \d+ MiB of free space, got \S+ with [01] MiB\n$/,
      )
      assert.deepEqual(await readdir(out), [])
    } finally {
      spawnSync('umount', [out])
    }
  })

  for (const [name, args, says] of [
    ['start', ['now'], 'jadwal: expected no argument but --help, got now (see npm start -- --help)'],
    [
      'migrate',
      ['--force'],
      'jadwal: expected no argument but --help, got --force (see npm run migrate -- --help)',
    ],
    [
      'seed',
      ['--doctors', '3'],
      'jadwal: expected --doctors to be a whole number from 15 to 1000000, got "3" (see npm run seed -- --help)',
    ],
    [
      'seed',
      ['--all'],
      'jadwal: expected --doctors, --force or --help, got --all (see npm run seed -- --help)',
    ],
    ['persist', [], 'jadwal: expected one file or more, got none (see npm run persist -- --help)'],
    [
      'bench',
      ['--users', '5', '--rate', '3'],
      'bench: expected --users or --rate, got both (see npm run bench -- --help)',
    ],
    [
      'bench:harness',
      ['--self', '0'],
      'bench:harness: expected --self to be a whole number from 1 to 1000, got "0" (see npm run bench:harness -- --help)',
    ],
    [
      'bench:floor',
      ['--connections', 'x'],
      'bench:floor: expected --connections to be a whole number from 1 to 1000, got "x" (see npm run bench:floor -- --help)',
    ],
    ['attacks', ['--all'], 'attacks: expected a URL or --help, got --all (see npm run attacks -- --help)'],
    ['attacks', ['nowhere'], 'attacks: expected a URL, got "nowhere" (see npm run attacks -- --help)'],
    [
      'attacks',
      ['http://example.org/'],
      'attacks: expected a URL of this machine, got http://example.org (see npm run attacks -- --help)',
    ],
  ] as const) {
    it(`${name} ${args.join(' ')} is refused with what was expected`, async () => {
      assert.deepEqual(await run(name, [...args]), { code: 1, printed: `${says}\n` })
    })
  }
})

describe('every command that measures', { concurrency: 2 }, () => {
  for (const [name, args, says] of [
    ['bench', ['--out', join(folder, '1')], /This run takes about \S+ minutes here/],
    ['bench:analysis', [], /0 s {2}writing and analysing large traces: about a minute/],
    [
      'bench:floor',
      ['--no-peers', '--rounds', '6', '--out', join(folder, '2')],
      /0 s {2}6 rounds of .*: about 18 minutes/,
    ],
    ['bench:harness', ['--out', join(folder, '3')], /This takes about 64:00 minutes: 54 tries\./],
    [
      'bench:indexes',
      ['--quick', '--out', join(folder, '4')],
      /0 s {2}.* 100,000 doctors: less than five minutes/,
    ],
    [
      'bench:scale',
      ['--out', join(folder, '5')],
      /0 s {2}directories of 15, 1000, .* doctors: about 15 minutes/,
    ],
    ['bench:trace-cost', [], /0 s {2}three ways of tracing .*: about three minutes/],
  ] as const) {
    it(`${name} says how long it takes before it starts, and ends when it is told to`, async () => {
      const program = startProgram(COMMANDS[name], [...args], {})
      await program.says(says)
      program.process.kill('SIGTERM')
      assert.equal(await program.ended, 1)
      assert.match(program.printed(), new RegExp(`\n${name}: stopped by SIGTERM\n$`))
    })
  }
})

describe('a summary of a job that cannot be written', () => {
  it('ends a benchmark with one sentence, before it starts anything', async () => {
    const { code, printed } = await run('bench', ['--statements', '--out', join(folder, 'unsummed')], {
      GITHUB_STEP_SUMMARY: folder,
    })
    assert.equal(code, 1)
    assert.ok(isOneSentence(printed), printed)
    assert.match(printed, /^bench: expected GITHUB_STEP_SUMMARY to be a file that can be written, got /)
  })
})

describe('a database that is not there', () => {
  const url = 'postgresql://someone:secret@127.0.0.1:1/nothing'

  for (const name of ['start', 'migrate', 'seed'] as const) {
    it(`ends ${name} with one sentence, without the password`, async () => {
      const { code, printed } = await run(name, [], { DATABASE_URL: url })
      assert.equal(code, 1)
      assert.ok(isOneSentence(printed), printed)
      assert.match(printed, /^jadwal: .*127\.0\.0\.1:1/)
      assert.doesNotMatch(printed, /secret/)
    })
  }

  it('ends a benchmark with one sentence that names the setting', async () => {
    const out = join(folder, 'out')
    await mkdir(out)
    const { code, printed } = await run('bench', ['--statements', '--out', out], { BENCH_DATABASE_URL: url })
    assert.equal(code, 1)
    assert.match(printed, /^bench: expected BENCH_DATABASE_URL to be .*ECONNREFUSED/m)
    assert.doesNotMatch(printed, /secret| at .*:\d+:\d+/)
  })
})
