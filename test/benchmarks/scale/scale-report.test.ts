import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { coverPicture } from '../../../benchmarks/report/rendering/cover-picture.ts'
import { standaloneSvg } from '../../../benchmarks/report/rendering/pictures.ts'
import { textTables } from '../../../benchmarks/report/rendering/text-tables.ts'
import { scaleChart, scaleLines } from '../../../benchmarks/scale/scale-chart.ts'
import { scaleDocument } from '../../../benchmarks/scale/scale-report.ts'
import type { ScaledDirectory, ScaleResult } from '../../../benchmarks/scale/scale-result.ts'

const directory = (doctors: number, indexes: boolean, executionMs: number | null): ScaledDirectory => ({
  doctors,
  indexes,
  countMs: 1,
  countInProgramMs: 0.5,
  operations: [
    {
      name: 'all, by name',
      difficulty: 'page',
      statement:
        executionMs === null
          ? null
          : { executionMs, buffers: 12, temporaryBlocks: 0, shape: 'doctor_name_idx 11' },
      p50Ms: executionMs === null ? null : executionMs + 1,
      samples: 7,
    },
  ],
  counts: [{ form: 'scalar count', condition: 'nobody', share: 0, executionMs: 0.3 }],
})

const result: ScaleResult = {
  version: 1,
  startedAt: '2026-01-31T09:30:00.000Z',
  durationSeconds: 1,
  command: 'npm run bench:scale --',
  machine: { cpu: 'a processor', cores: 2, memoryBytes: 1, platform: 'linux x64' },
  postgresql: '18.4',
  directories: [
    directory(15, true, 0.1),
    directory(15, false, 0.2),
    directory(1_000, true, 0.3),
    directory(1_000, false, null),
  ],
  verdicts: [
    {
      operation: 'all, by name',
      difficulty: 'page',
      executionMs: 0.3,
      limitMs: 20,
      limit: '20 ms',
      met: true,
    },
  ],
  random: { operations: 2, seed: 1, p50Ms: 1, p99Ms: 2, maxMs: 3, pastLimit: 0, failed: 0, slowest: [] },
}

describe('scaleLines', () => {
  it('has the time of an operation by size, with the indexes and without', () => {
    assert.deepEqual(scaleLines(result, true), [
      {
        operation: 'all, by name',
        points: [
          { doctors: 15, executionMs: 0.1 },
          { doctors: 1_000, executionMs: 0.3 },
        ],
      },
    ])
  })

  it('leaves out a statement that was too slow to measure', () =>
    assert.deepEqual(scaleLines(result, false)[0]?.points, [{ doctors: 15, executionMs: 0.2 }]))
})

describe('scaleChart', () => {
  it('draws the sizes on its axis', () => {
    const svg = standaloneSvg(scaleChart(result, true), '')
    for (const label of ['15 doctors', '1,000 doctors', 'all, by name'])
      assert.ok(svg.includes(`>${label}<`), label)
  })
})

describe('scaleDocument', () => {
  it('is one picture to pass on, with its verdicts', () => {
    const svg = standaloneSvg(coverPicture(scaleDocument(result)), '')
    for (const text of ['all, by name', 'met']) assert.ok(svg.includes(`>${text}<`), text)
  })

  it('shows targets that are missed, and folds the others', () => {
    const [met] = result.verdicts
    assert.ok(met)
    const missed = { ...met, operation: 'hours', executionMs: 30, met: false }
    const { sections } = scaleDocument({ ...result, verdicts: [met, missed] })
    const [, shown, folded] = sections[0]?.blocks ?? []
    assert.deepEqual(shown?.kind === 'table' && shown.table.rows.map(([name]) => name), ['hours'])
    assert.equal(folded?.kind === 'folded' && folded.summary, '1 operation within the target')
  })

  it('has the verdicts, figures of each size, and random operations, as text', () => {
    const text = textTables(scaleDocument(result))
    for (const part of [
      '1 of 1 operation',
      '20 ms',
      '1,000, no indexes',
      'scalar count',
      'Random operations',
    ]) {
      assert.ok(text.includes(part), part)
    }
  })
})
