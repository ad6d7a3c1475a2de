import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { expectAlerts, runPromtool, withoutPromtool } from './prometheus.ts'

const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../../src/observability/prometheus/${name}`, import.meta.url))
const rulesFile = pathOf('prometheus-rules.yml')

/** Series of an hour in which all is well, by the minute, with an operation a second. */
const WELL = {
  'up{}': '1x60',
  'graphql_envelop_request{operation="Doctors"}': '0+60x60',
  'graphql_envelop_error_result{operation="Doctors",phase="execute"}': '0+1x60',
  'jadwal_operation_duration_seconds_count{operation="Doctors"}': '0+60x60',
  'jadwal_operation_duration_seconds_bucket{operation="Doctors",le="0.1"}': '0+60x60',
  'jadwal_operation_duration_seconds_bucket{operation="Doctors",le="2.5"}': '0+60x60',
  'jadwal_operation_duration_seconds_bucket{operation="Doctors",le="+Inf"}': '0+60x60',
  'jadwal_operation_statements_sum{operation="Doctors"}': '0+180x60',
  'jadwal_operation_statements_count{operation="Doctors"}': '0+60x60',
  'jadwal_pool_connections{state="in_use"}': '10x60',
  'jadwal_pool_connections{state="waiting"}': '0x60',
  'nodejs_eventloop_lag_p99_seconds{}': '0.011x60',
}

/** What goes wrong for each alert. */
const WRONG: Record<string, Partial<typeof WELL>> = {
  JadwalDown: { 'up{}': '0x60' },
  JadwalErrors: { 'graphql_envelop_error_result{operation="Doctors",phase="execute"}': '0+6x60' },
  JadwalOperationSlow: {
    'jadwal_operation_duration_seconds_bucket{operation="Doctors",le="0.1"}': '0+30x60',
  },
  JadwalManyStatements: { 'jadwal_operation_statements_sum{operation="Doctors"}': '0+1260x60' },
  JadwalPoolExhausted: { 'jadwal_pool_connections{state="waiting"}': '3x60' },
  JadwalEventLoopBlocked: { 'nodejs_eventloop_lag_p99_seconds{}': '0.3x60' },
}

describe('the rules', { skip: withoutPromtool }, () => {
  const expectAlertsOf = (changed: Partial<typeof WELL>, ...alerts: string[]) => {
    const series = Object.entries({ ...WELL, ...changed }).map(([name, values]) => [
      name.replace('{', '{job="jadwal",instance="one",').replace(',}', '}'),
      values,
    ])
    return expectAlerts(rulesFile, Object.fromEntries(series), alerts)
  }

  it('pass promtool, as does the configuration that loads them', async () => {
    await runPromtool('check', 'rules', '--lint=all', '--lint-fatal', rulesFile)
    await runPromtool('check', 'config', pathOf('prometheus.yml'))
  })

  it('have no alert without a test', async () => {
    const alerts = (await readFile(rulesFile, 'utf8')).matchAll(/alert: (\w+)/g).map(([, name]) => name)
    assert.deepEqual(alerts.toArray().toSorted(), Object.keys(WRONG).toSorted())
  })

  for (const [alert, changed] of Object.entries(WRONG)) {
    it(`raise ${alert}, and no other alert, for its cause`, () => expectAlertsOf(changed, alert))
  }

  it('raise no alert in normal operation', () => expectAlertsOf({}))

  it('raise no alert for a single failed operation in a minute', () =>
    expectAlertsOf({
      'graphql_envelop_request{operation="Doctors"}': '0+1x60',
      'jadwal_operation_duration_seconds_count{operation="Doctors"}': '0+1x60',
    }))
})
