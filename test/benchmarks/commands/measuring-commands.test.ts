import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'

/** Starts a command of `benchmarks/commands` and waits for its end. */
async function run(command: string, ...args: string[]) {
  const file = new URL(`../../../benchmarks/commands/${command}.ts`, import.meta.url).pathname
  const program = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args])
  const [output, errors] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'close'),
  ])
  return { output, errors, exitCode: program.exitCode }
}

describe('the options of bench:scale and bench:indexes', () => {
  for (const command of ['scale', 'indexes']) {
    it(`${command}: --help prints the options and how long --quick takes`, async () => {
      const { output, exitCode } = await run(command, '--help')
      assert.equal(exitCode, 0)
      assert.match(output, new RegExp(`npm run bench:${command} -- `))
      assert.match(output, /--quick .*less than five minutes/)
    })

    it(`${command}: an unknown option is refused with one sentence`, async () => {
      const { errors, exitCode } = await run(command, '--fast')
      assert.equal(exitCode, 1)
      assert.match(errors, /^bench:\w+: Unknown option '--fast' \(see --help\)\n$/)
    })
  }

  it('a size out of range is refused with what was expected', async () => {
    const { errors } = await run('scale', '--sizes', '3')
    assert.match(errors, /expected --sizes to be a whole number from 15 to 1000000, got "3"/)
    const { errors: others } = await run('indexes', '--doctors', '5')
    assert.match(others, /expected --doctors to be a whole number from 100000 to 1000000, got "5"/)
  })
})
