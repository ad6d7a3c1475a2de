import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buffersOf, shapeOf } from '../../../benchmarks/pages/plan-shape.ts'
import type { PlanNode } from '../../../benchmarks/targets/explain.ts'

const node = (type: string, given: Partial<PlanNode> = {}): PlanNode => ({
  'Node Type': type,
  'Actual Rows': 0,
  'Actual Loops': 1,
  'Shared Hit Blocks': 0,
  'Shared Read Blocks': 0,
  'Temp Read Blocks': 0,
  'Temp Written Blocks': 0,
  'WAL Bytes': 0,
  ...given,
})

describe('shapeOf', () => {
  it('lists reads from the inside out, with the rows of all loops', () => {
    const plan = node('Limit', {
      Plans: [
        node('Sort', {
          'Actual Rows': 11,
          Plans: [
            node('Index Scan', { 'Index Name': 'doctor_name_idx', 'Actual Rows': 2000 }),
            node('Index Only Scan', { 'Index Name': 'link_pkey', 'Actual Rows': 0.5, 'Actual Loops': 2000 }),
          ],
        }),
      ],
    })
    assert.equal(shapeOf(plan), 'doctor_name_idx 2000 · link_pkey 1000 · sort 11')
  })

  it('leaves out what was not executed', () => {
    const plan = node('Append', {
      Plans: [
        node('Seq Scan', { 'Relation Name': 'doctor', 'Actual Rows': 15 }),
        node('Seq Scan', { 'Relation Name': 'specialization', 'Actual Loops': 0 }),
      ],
    })
    assert.equal(shapeOf(plan), 'doctor (whole) 15')
  })

  it('adds up reads of the same index', () => {
    const read = node('Index Scan', { 'Index Name': 'doctor_name_idx', 'Actual Rows': 3 })
    assert.equal(shapeOf(node('Append', { Plans: [read, read] })), 'doctor_name_idx 6')
  })
})

describe('buffersOf', () => {
  it('adds blocks that were in memory and blocks that were read, and temporary ones apart', () => {
    const plan = node('Sort', {
      'Shared Hit Blocks': 5,
      'Shared Read Blocks': 2,
      'Temp Read Blocks': 3,
      'Temp Written Blocks': 4,
    })
    assert.deepEqual(buffersOf(plan), { buffers: 7, temporaryBlocks: 7 })
  })
})
