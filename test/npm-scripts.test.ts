import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { makeOpenFolder } from './support/system/open-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

describe('the scripts of package.json', () => {
  it('replace the shell of npm by their program, which then receives the signals', async () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      await readFile(join(root, 'package.json'), 'utf8'),
    )
    const last = Object.entries(scripts).map(([name, script]) => [name, script.split(' && ').at(-1) ?? ''])
    assert.ok(last.length > 10)
    assert.deepEqual(
      last.filter(([, command]) => !command?.startsWith('exec ')),
      [],
    )
  })

  it('end with a signal to npm', async () => {
    const npm = spawn('npm', ['run', '--silent', 'bench', '--', '--out', folder], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const printed = signalAfter(npm, '[1/8]')
    const [code] = await once(npm, 'close')
    assert.equal(code, 1)
    assert.match(await printed, /\nbench: stopped by SIGTERM\n$/)
  })
})

/** Sends SIGTERM once a program has printed something, and waits for all that it prints. */
async function signalAfter(program: ChildProcess, shown: string): Promise<string> {
  const { stderr } = program
  assert.ok(stderr)
  let printed = ''
  const look = (chunk: Buffer) => {
    printed += chunk
    if (!printed.includes(shown)) return
    stderr.off('data', look)
    program.kill('SIGTERM')
  }
  stderr.on('data', look)
  return text(stderr)
}
