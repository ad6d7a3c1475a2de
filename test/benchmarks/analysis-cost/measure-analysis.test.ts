import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LARGE_TRACES } from '../../../benchmarks/analysis-cost/large-traces.ts'
import { type AnalysisCost, measureAnalysis } from '../../../benchmarks/analysis-cost/measure-analysis.ts'
import { analyseTrace } from '../../../benchmarks/trace-analysis/analyse-trace.ts'
import { readRequests } from '../../support/traces/read-requests.ts'

describe('the costs of the analysis', () => {
  it('are measured for each large trace, of any size', async () => {
    const costs: AnalysisCost[] = []
    for await (const cost of measureAnalysis(0.0005, new AbortController().signal)) costs.push(cost)
    assert.deepEqual(
      costs.map(({ name, size }) => [name, size]),
      LARGE_TRACES.map(({ name, size }) => [name, size * 0.0005]),
    )
    for (const { elapsedMs, cpuMs, maxMemoryBytes } of costs) {
      assert.ok(elapsedMs > 0 && cpuMs > 0 && maxMemoryBytes > 0)
    }
  })

  for (const { name, lines } of LARGE_TRACES) {
    it(`are of traces that can be read: ${name}`, async () => {
      const { found, problemCount } = await readRequests([...lines(20)])
      assert.equal(problemCount, 0)
      const { operations } = analyseTrace(found)
      const statements = operations.reduce((sum, operation) => sum + operation.statements, 0)
      assert.equal(statements, name.startsWith('requests') ? 80 : 20)
    })
  }
})
