import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { startProgram } from '../../support/system/program.ts'
import { type OtlpCollector, startOtlpCollector } from './otlp-collector.ts'

/** Prints the URL of each module of OpenTelemetry's SDK that is loaded; prom-client always loads its API. */
const REPORT_MODULES = `data:text/javascript,
  import { registerHooks } from 'node:module'
  registerHooks({
    load(url, context, next) {
      if (url.includes('/@opentelemetry/') && !url.includes('/@opentelemetry/api/')) console.error('LOADED', url)
      return next(url, context)
    },
  })`.replaceAll('\n', '%0A')

const databaseUrl = await createTestDatabase()

/** What the program prints that runs an operation and stops, and how it ended. */
async function runProgram(settings: Record<string, string>) {
  const program = startProgram('src/main.ts', [], {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    DRAIN_MS: '0',
    NODE_OPTIONS: `--import "${REPORT_MODULES.replaceAll('"', '%22')}"`,
    ...settings,
  })
  const [, url = ''] = await program.says(/(http:\S+\/graphql)/)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ doctors(first: 1) { totalCount } }' }),
  })
  assert.equal(answer.status, 200)
  program.process.kill('SIGTERM')
  return { ended: await program.ended, printed: program.printed() }
}

const exportTo = ({ endpoint }: OtlpCollector) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/` })

describe('the export of spans by the program', () => {
  it('does not load the SDK without an endpoint', async () => {
    const { printed, ended } = await runProgram({})
    assert.doesNotMatch(printed, /LOADED/)
    assert.equal(ended, 0)
  })

  it('sends what is waiting when the program stops', async () => {
    const collector = await startOtlpCollector()
    const { printed, ended } = await runProgram({ ...exportTo(collector), OTEL_SERVICE_NAME: 'directory' })
    assert.match(printed, /LOADED \S*sdk-trace/)
    assert.equal(ended, 0)
    assert.equal(collector.spans().filter(({ kind }) => kind === 2).length, 1)
    assert.match(collector.batches.join(), /"service.name","value":\{"stringValue":"directory"\}/)
  })

  it('stops in time, with a warning, if the collector refuses the spans or is not there', async () => {
    const refusing = await startOtlpCollector(400)
    for (const endpoint of [refusing.endpoint, 'http://127.0.0.1:9']) {
      const { printed, ended } = await runProgram({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
      assert.equal(ended, 0)
      if (endpoint === refusing.endpoint)
        assert.match(printed, /spans are dropped, since they cannot be sent/)
    }
  })
})
