import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { readEnvironment } from '../src/environment.ts'

describe('the environment', () => {
  it('has a default for every setting', () => {
    const { port, host, databaseUrl, logLevel } = readEnvironment({})
    assert.deepEqual(
      { port, host, databaseUrl, logLevel },
      {
        port: 4000,
        host: '127.0.0.1',
        databaseUrl: undefined,
        logLevel: 'info',
      },
    )
  })

  it('takes an empty value for none', () => {
    assert.equal(readEnvironment({ PORT: ' ', DATABASE_URL: '' }).port, 4000)
  })

  for (const [name, value, says] of [
    ['PORT', '70000', 'a port from 0 to 65535'],
    ['PORT', '4e3', 'a port from 0 to 65535'],
    ['DATABASE_URL', 'localhost:5432', 'a URL like postgresql://'],
    ['DATABASE_URL', 'mysql://root@localhost/jadwal', 'a URL like postgresql://'],
    ['DATABASE_URL', 'postgresql://localhost', 'a URL like postgresql://'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error'],
  ] as const) {
    it(`refuses ${name}=${value} in a sentence`, () => {
      assert.throws(() => readEnvironment({ [name]: value }), {
        name: 'StartupError',
        message: new RegExp(`^expected ${name} to be ${says}.*, got "`),
      })
    })
  }

  it('is listed in the README, every setting of it', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const source = await readFile(new URL('../src/environment.ts', import.meta.url), 'utf8')
    const names = [...source.matchAll(/'([A-Z][A-Z_]+)',\n?/g)].map(([, name]) => name)
    assert.ok(names.length >= 5)
    for (const name of names) assert.match(readme, new RegExp(`\`${name}\``))
  })
})
