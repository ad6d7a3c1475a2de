import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { costGoals, costRatio, isMet, throughputRatio } from '../../../benchmarks/floor/cost-ratios.ts'
import { floorDocument } from '../../../benchmarks/floor/floor-report.ts'
import type { ContenderCost, FloorResult } from '../../../benchmarks/floor/floor-result.ts'
import { textTables } from '../../../benchmarks/report/rendering/text-tables.ts'

const cost = (contender: string, roundsUs: number[], connections = 10): ContenderCost => ({
  contender,
  operation: 'page',
  connections,
  roundsUs,
})

const result: FloorResult = {
  version: 1,
  startedAt: '2026-01-02T03:04:05.000Z',
  durationSeconds: 1,
  command: 'npm run bench:floor --',
  machine: { cpu: 'a processor', cores: 2, memoryBytes: 1, platform: 'linux x64' },
  versions: { node: '24.0.0', postgresql: '18.0' },
  settings: {
    doctors: 1000,
    rounds: 3,
    connections: 10,
    otherConnections: [],
    warmUp: 100,
    requests: 100,
    seed: 1,
  },
  contenders: [
    { name: 'floor', title: 'the floor' },
    { name: 'pipelined-floor', title: 'the floor in one write' },
    { name: 'jadwal', title: 'this server' },
    { name: 'postgraphile', title: 'PostGraphile' },
  ],
  costs: [
    cost('floor', [100, 200, 400]),
    cost('pipelined-floor', [80, 160, 320]),
    cost('jadwal', [210, 400, 840]),
    cost('postgraphile', [350, 700, 1400]),
  ],
  throughput: [
    { contender: 'jadwal', roundsPerSecond: [8000, 9000, 10_000] },
    { contender: 'postgraphile', roundsPerSecond: [1000, 1100, 1200] },
  ],
  starts: [
    {
      contender: 'jadwal',
      firstAnswerMs: [900, 1100, 1000],
      residentMb: [200, 220, 210],
      operations: 10_000,
    },
  ],
  layers: {
    operation: 'page',
    layers: [
      { layer: 'HTTP', us: 300 },
      { layer: 'driver', us: 100 },
    ],
    waitedUs: 190,
    mainThreadUs: 200,
    otherThreadsUs: 20,
  },
  growth: [
    { operations: 10_000, residentMb: 200 },
    { operations: 200_000, residentMb: 201 },
  ],
  leftOut: ['The stack of the article is left out.'],
}

const page = { contender: 'jadwal', operation: 'page' as const, connections: 10 }

describe('the ratio of two costs', () => {
  it('is the geometric mean of the rounds, so that a slow round of both counts as much as a fast one', () => {
    const expected = Math.cbrt(2.1 * 2 * 2.1)
    const ratio = costRatio(result, page, 'floor')
    assert.ok(ratio)
    assert.ok(Math.abs(ratio.mean - expected) < 1e-9)
    assert.ok(ratio.low < expected && expected < ratio.high)
  })

  it('is missing where one of them was not measured', () => {
    assert.equal(costRatio(result, page, 'mercurius'), undefined)
    assert.equal(costRatio(result, { ...page, connections: 50 }, 'floor'), undefined)
  })

  it('is one of requests per second, too', () => {
    const ratio = throughputRatio(result, 'jadwal', 'postgraphile')
    assert.ok(ratio && Math.abs(ratio.mean - Math.cbrt((8 * 9 * 10) / (1 * 1.1 * 1.2))) < 1e-9)
  })

  it('is held to the goals of the project', () => {
    assert.deepEqual(costGoals(result).map(isMet), [true, false, true, undefined, true])
  })
})

describe('the report of a floor run', () => {
  const text = textTables(floorDocument(result))

  it('says of each goal whether it is met', () => {
    assert.match(text, /in multiples of the floor +at most 2\.2 +2\.066 +met /m)
    assert.match(text, /in one write +at most 2\.4 +2\.583 +not met /m)
  })

  it('scales the layers to the CPU time, and says whether they add up without what the thread waited', () => {
    assert.match(text, /^HTTP +150 +75 %$/m)
    assert.match(text, /before it is scaled to that: they agree within 10 % +210 +105 %/)
    assert.match(text, /the thread waited for a core, besides +190$/m)
    const unexplained = textTables(floorDocument({ ...result, layers: { ...result.layers, waitedUs: 0 } }))
    assert.match(unexplained, /: more than 110 %, the profiler took a part itself +400 +200 %/)
  })

  it('shows the start, the memory and what was left out', () => {
    assert.match(text, /this server +1000 ms +210 MB +10,000/)
    assert.match(text, /^ *200,000 +201$/m)
    assert.deepEqual(floorDocument(result).warnings, ['The stack of the article is left out.'])
  })
})
