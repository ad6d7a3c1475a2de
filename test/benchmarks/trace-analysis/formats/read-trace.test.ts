import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTrace } from '../../../../benchmarks/trace-analysis/formats/read-trace.ts'
import { request } from '../../../support/traces/draft-trace.ts'
import { LABELLED_TRACES } from '../../../support/traces/labelled/labelled-traces.ts'
import { page } from '../../../support/traces/sample-statements.ts'

const LINE = request([page(1, { rows: [{ id: 1 }] })])

describe('a trace', () => {
  it('is read as it was written', () => {
    const lines = LABELLED_TRACES.flatMap((trace) => trace.lines)
    const read = readTrace(lines.map((line) => JSON.stringify(line)))
    assert.deepEqual(read.problems, [])
    assert.deepEqual(read.lines, JSON.parse(JSON.stringify(lines)))
  })

  it('may have empty lines, carriage returns, a byte order mark, and fields of its own', () => {
    const texts = [`\uFEFF${JSON.stringify(LINE)}\r`, '', '  ', JSON.stringify({ ...LINE, mine: 1 })]
    const { lines, problems } = readTrace(texts)
    assert.deepEqual([lines.length, problems], [2, []])
  })

  it('loses a malformed line and no other, and says which', () => {
    const texts = [JSON.stringify(LINE), '{"version":', JSON.stringify(LINE), '[]', '']
    const { lines, problems } = readTrace(texts)
    assert.equal(lines.length, 2)
    assert.deepEqual(problems, [
      { line: 2, message: 'expected a trace line to be a JSON object, got "{\\"version\\":"' },
      { line: 4, message: 'expected a trace line to be a JSON object, got []' },
    ])
  })
})

describe('a malformed line', () => {
  const malformed = (
    change: (line: Record<string, unknown>, statement: Record<string, unknown>) => void,
    expected: string,
  ) =>
    it(expected, () => {
      const line = JSON.parse(JSON.stringify(LINE))
      change(line, line.statements[0])
      assert.deepEqual(readTrace([JSON.stringify(line)]), {
        lines: [],
        problems: [{ line: 1, message: expected }],
      })
    })

  malformed((line) => Object.assign(line, { version: 2 }), 'expected version to be 1, got 2')
  malformed(
    (line) => delete line.operation,
    'expected operation to be a string that is not empty, or null, got nothing',
  )
  malformed(
    (line) => Object.assign(line, { origin: 'cron' }),
    'expected origin to be "operation" or "outside", got "cron"',
  )
  malformed(
    (line) => Object.assign(line, { startedAt: 'today' }),
    'expected startedAt to be a time such as "2026-01-31T09:30:00.000Z", got "today"',
  )
  malformed(
    (line) => Object.assign(line, { durationMs: -1 }),
    'expected durationMs to be a number of at least 0, got -1',
  )
  malformed((line) => Object.assign(line, { statements: null }), 'expected statements to be a list, got null')
  malformed(
    (line) => Object.assign(line, { statements: [5] }),
    'expected statements[0] to be a JSON object, got 5',
  )
  malformed(
    (_, statement) => Object.assign(statement, { text: '' }),
    'expected statements[0].text to be a string that is not empty, got ""',
  )
  malformed(
    (_, statement) => Object.assign(statement, { parameters: 5 }),
    'expected statements[0].parameters to be a list, or absent, got 5',
  )
  malformed(
    (_, statement) => delete statement.parametersHash,
    'expected statements[0].parametersHash to be a string, got nothing',
  )
  malformed(
    (_, statement) => Object.assign(statement, { rowCount: 1.5 }),
    'expected statements[0].rowCount to be a whole number of at least 0, got 1.5',
  )
  malformed(
    (_, statement) => Object.assign(statement, { batchSize: 0 }),
    'expected statements[0].batchSize to be a whole number of at least 1, or null, got 0',
  )
  malformed(
    (_, statement) => Object.assign(statement, { rows: [1] }),
    'expected statements[0].rows to be a list of objects, or absent, got [1]',
  )
  malformed(
    (line) => Object.assign(line, { requestId: Array.from('x'.repeat(99)) }),
    `expected requestId to be a string that is not empty, or null, got ${JSON.stringify(Array.from('x'.repeat(99))).slice(0, 60)}…`,
  )
})
