import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { readEnvironment, VARIABLE_NAMES } from '../src/environment.ts'

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

  it('treats an empty value as absent', () => {
    assert.equal(readEnvironment({ PORT: ' ', DATABASE_URL: '' }).port, 4000)
  })

  for (const [name, value, says] of [
    ['PORT', '70000', 'a port from 0 to 65535'],
    ['PORT', '4e3', 'a port from 0 to 65535'],
    ['DATABASE_URL', 'localhost:5432', 'a URL like postgresql://'],
    ['DATABASE_URL', 'mysql://root@localhost/jadwal', 'a URL like postgresql://'],
    ['DATABASE_URL', 'postgresql://localhost', 'a URL like postgresql://'],
    ['DATABASE_OWNER_URL', 'postgresql:///', 'a URL like postgresql://'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error'],
    ['TRACE', '2', '1 or 0'],
    ['SLOW_OPERATION_MS', '-1', 'a number of milliseconds'],
    ['MAX_TOKENS', '0', 'a whole number from 1 to'],
    ['MAX_DEPTH', '201', 'a whole number from 1 to 200'],
    ['NODE_ENV', 'prod', 'one of production'],
    ['CORS_ORIGINS', 'hospital.example', '\\* or a comma-separated list of origins'],
    ['CORS_ORIGINS', 'https://a.example/,*', '\\* or a comma-separated list of origins'],
    ['METRICS_PORT', '-1', 'a port from 0 to 65535'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', 'a URL like http://localhost:4318'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', 'a share from 0 to 1'],
    ['KNOWN_OPERATIONS', 'a b', 'a comma-separated list of operation names'],
  ] as const) {
    it(`refuses ${name}=${value} and says what is expected`, () => {
      assert.throws(() => readEnvironment({ [name]: value }), {
        name: 'StartupError',
        message: new RegExp(`^expected ${name} to be ${says}.*, got "`),
      })
    })
  }

  it('does not print the password of a URL that is wrong', () => {
    assert.throws(() => readEnvironment({ DATABASE_URL: 'postgresql://me:sec@ret@localhost:99999/jadwal' }), {
      message: /, got "postgresql:\/\/me:…@localhost:99999\/jadwal"$/,
    })
  })

  it('names every setting that is wrong', () => {
    assert.throws(() => readEnvironment({ PORT: 'x', TRACE: 'yes' }), {
      message: 'expected PORT to be a port from 0 to 65535, got "x"; expected TRACE to be 1 or 0, got "yes"',
    })
  })

  it('refuses an owner of a database that is not set', () => {
    assert.throws(() => readEnvironment({ DATABASE_OWNER_URL: 'postgresql://owner@localhost/jadwal' }), {
      message: 'expected DATABASE_URL beside DATABASE_OWNER_URL, got none',
    })
  })

  it('is documented in the README, every setting', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    assert.ok(VARIABLE_NAMES.length >= 10)
    assert.deepEqual(
      VARIABLE_NAMES.filter((name) => !readme.includes(`| \`${name}\` |`)),
      [],
    )
  })
})
