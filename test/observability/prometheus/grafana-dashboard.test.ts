import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { createTestApp } from '../../support/app/test-app.ts'
import { type Prometheus, type Sample, startPrometheus, withoutPrometheus } from './prometheus.ts'

interface Panel {
  id: number
  type: string
  title: string
  description?: string
  datasource?: { uid: string }
  gridPos: { x: number; y: number; w: number; h: number }
  fieldConfig?: { defaults: { unit?: string } }
  targets?: { expr: string; legendFormat?: string }[]
}

interface Dashboard {
  id?: number
  uid: string
  panels: Panel[]
  templating: { list: { name: string; definition?: string; allValue?: string }[] }
}

const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../../src/observability/prometheus/${name}`, import.meta.url))
const rulesFile = pathOf('prometheus-rules.yml')
const dashboard: Dashboard = JSON.parse(await readFile(pathOf('grafana-dashboard.json'), 'utf8'))
const charts = dashboard.panels.filter(({ type }) => type !== 'row')

describe('the dashboard', () => {
  it('fills its 24 columns, without overlapping panels', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    )
    const height = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h))
    const grid = Array.from({ length: 24 * height }, (_, cell) => `${cell % 24} ${Math.floor(cell / 24)}`)
    assert.deepEqual(cells.toSorted(), grid.toSorted())
  })

  it('can be imported into any Grafana: no instance ids, data source as a variable', () => {
    assert.equal(dashboard.id, undefined)
    assert.equal(dashboard.uid, 'jadwal')
    assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length)
    for (const { datasource } of charts) assert.match(datasource?.uid ?? '', /^\$\{datasource\}$/)
  })

  it('describes each panel and its unit', () => {
    for (const { title, description, fieldConfig } of charts) {
      assert.ok(description && description.length > 40, `${title} has a description`)
      assert.ok(fieldConfig?.defaults.unit, `${title} has a unit`)
    }
  })
})

/** The operations of the load. `Doctors` and `Failing` are known by name; of the rest, one has none. */
const OPERATIONS = [
  'query Doctors { doctors(first: 10) { nodes { specializations { name } schedules { startTime } } } }',
  'query Failing { doctors(first: 1000) { totalCount } }',
  'query Unlisted { doctor(id: "RG9jdG9yOjE=") { name specializations { name } } }',
  '{ doctors { totalCount } }',
  '{ invalid }',
  'mutation { refused }',
]

/** What Grafana would put in; `$__rate_interval` is four times the interval of scraping. */
const VARIABLES: Record<string, string> = {
  job: 'jadwal',
  operation: dashboard.templating.list.find(({ name }) => name === 'operation')?.allValue ?? '',
  __rate_interval: '4s',
  __range: '1h',
}

describe('a Prometheus that scrapes the server', { skip: withoutPrometheus, timeout: 60_000 }, async () => {
  // Hooks run in their order: these end before the app does.
  const started = new AsyncDisposableStack()
  after(() => started.disposeAsync())
  const app = await createTestApp({
    settings: { knownOperations: ['Doctors', 'Failing'] },
    // No answer fits, so that every operation sends its statements.
    memory: { answerBytes: 1, totalBytes: 1 },
  })
  const { port } = await app.serve()
  const address = `127.0.0.1:${port}`
  let prometheus: Prometheus

  before(async () => {
    await replaceDemoData({ url: app.databaseUrl, doctors: 50 })
    started.defer(keepAsking(`http://${address}/graphql`))
    prometheus = await startPrometheus(pathOf('prometheus.yml'), {
      'scrape_interval: 15s': 'scrape_interval: 1s',
      'evaluation_interval: 15s': 'evaluation_interval: 1s',
      'prometheus-rules.yml': rulesFile,
      '127.0.0.1:4000': address,
    })
    started.defer(prometheus.close)
  })

  const isData = (samples: Sample[]) =>
    samples.length > 0 && samples.every(({ value }) => Number.isFinite(value))
  const expectData = (expression: string) => prometheus.evaluateUntil(expression, isData)
  const expectValue = (title: string, label: string, expected: number) =>
    prometheus.evaluateUntil(expressionOf(title), (samples) => {
      const sample = samples.find(({ metric }) => Object.values(metric).includes(label))
      return Number(sample?.value.toFixed(6)) === expected
    })

  for (const { title, targets = [] } of charts) {
    it(`has data for the panel: ${title}`, async () => {
      assert.ok(targets.length > 0)
      for (const { expr, legendFormat = '' } of targets) {
        const samples = await expectData(withVariables(expr))
        for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
          for (const { metric } of samples) assert.ok(metric[label], `${legendFormat} of ${expr}`)
        }
      }
    })
  }

  it('has values for the variables of the dashboard', async () => {
    for (const { definition = '' } of dashboard.templating.list) {
      const [, series, label = ''] = /^label_values\((.*), (\w+)\)$/.exec(definition) ?? []
      if (series === undefined) continue
      for (const { metric } of await expectData(withVariables(series))) assert.ok(metric[label])
    }
  })

  it('shows three statements for a page with its relations, batches of page size, and the failing operation', async () => {
    await expectValue('How many statements does an operation send?', 'Doctors', 3)
    await expectValue('How many statements does an operation send?', 'Failing', 0)
    await expectValue('How many keys does a loader get at once?', 'schedulesByDoctorId', 10)
    await expectValue('How many operations fail?', 'Failing', 1)
    await expectValue('How many operations fail?', 'Doctors', 0)
  })

  it('has data for each rule and each alert expression', async () => {
    for (const { type, name, query } of await prometheus.rules()) {
      const compared = query.replaceAll(/ [<>=!]=? [\d.]+/g, '')
      assert.equal(compared !== query, type === 'alerting', query)
      await expectData(type === 'alerting' ? compared : name)
    }
    const rules = await prometheus.rules()
    assert.ok(rules.length > 0)
    for (const { name, health, lastError } of rules) {
      assert.equal(health, 'ok', `${name}: ${lastError}`)
    }
  })
})

/** Sends all operations again and again, until the function that it returns is called. */
function keepAsking(url: string): () => Promise<void> {
  const over = new AbortController()
  const headers = { 'content-type': 'application/json' }
  const asking = (async () => {
    while (!over.signal.aborted) {
      const bodies = OPERATIONS.map((query) => JSON.stringify({ query }))
      const answers = await Promise.all(bodies.map((body) => fetch(url, { method: 'POST', headers, body })))
      await Promise.all(answers.map((answer) => answer.text()))
      await sleep(20)
    }
  })()
  return () => {
    over.abort()
    return asking
  }
}

function expressionOf(title: string): string {
  const expression = charts.find((panel) => panel.title === title)?.targets?.[0]?.expr
  assert.ok(expression, `expected a panel called ${title}`)
  return withVariables(expression)
}

function withVariables(expression: string): string {
  return expression.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = VARIABLES[name]
    assert.ok(value !== undefined, `expected one of ${Object.keys(VARIABLES)}, got $${name} in ${expression}`)
    return value
  })
}
