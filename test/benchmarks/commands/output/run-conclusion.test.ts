import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Gate } from '../../../../benchmarks/commands/options/gate.ts'
import {
  concludeRun,
  conclusionMarkdown,
  conclusionText,
} from '../../../../benchmarks/commands/output/run-conclusion.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

const result = sampleResult()
result.machineNoise.problems.push('other programs use 85 % of the CPU time')
const passed: Gate = { failures: [], unjudged: [], exitCode: 0 }
const conclusion = concludeRun(result, {
  gate: { ...passed, failures: ['count-pair in baseline: browse'], unjudged: ['slower was not judged'] },
  files: ['result.json', 'report.html', 'report.md'],
  folder: 'some/folder',
})

describe('what a run ends with', () => {
  it('is its verdicts, head to head first, its warnings, its failures, and where the report is', () =>
    assert.match(
      conclusionText(conclusion),
      /^\nVerdicts\n {2}Head to head, .*\nWarnings\n {2}The machine was too busy.*\nFailed \(--fail-on\)\n {2}count-pair in baseline: browse\n\nNot judged \(--fail-on\)\n {2}slower was not judged\n\nReport\n {2}some\/folder\/report\.html, and 2 more in that folder$/s,
    ))

  it('names a folder elsewhere by its whole path', () =>
    assert.equal(
      concludeRun(result, { gate: passed, files: ['report.html'], folder: '/elsewhere/run' }).files,
      '/elsewhere/run/report.html, and 0 more in that folder',
    ))

  it('fits the terminal, and no wider than is read well', () => {
    for (const [columns, widest] of [
      [60, 60],
      [300, 100],
    ] as const) {
      const lines = conclusionText(conclusion, columns).split('\n')
      assert.ok(lines.every((line) => line.length <= widest))
      assert.ok(
        lines.some((line) => line.startsWith('    ')),
        'further lines are indented',
      )
    }
  })

  it('has no mark-up on a terminal', () => assert.doesNotMatch(conclusionText(conclusion), /[`\u00a0]/))

  it('is Markdown for the summary of a job', () =>
    assert.match(
      conclusionMarkdown(conclusion),
      /^## Benchmark\n\n### Failed\n\n- count-pair .*\n\n### Not judged\n\n- slower was not judged\n\n### Verdicts\n\n- Head to head, `baseline` .*\n\n### Warnings\n\n- The machine/s,
    ))
})
