import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { OperationTrace, StatementTrace } from '../../src/observability/recording/operation-trace.ts'
import { createTestApp, DEFAULT_MEMORY, type TestApp } from '../support/app/test-app.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'
import { makeOpenFolder } from '../support/system/open-folder.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

describe('a trace file', () => {
  it('has a line for each operation, and one for each check, which belongs to none', async () => {
    const traceFile = join(folder, 'memory.jsonl')
    const app = await createTestApp({ memory: DEFAULT_MEMORY, settings: { traceFile } })
    await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)
    await app.run(FULL_PAGE, { first: 3 })
    await Promise.all(Array.from({ length: 20 }, () => app.run(FULL_PAGE, { first: 3 })))
    await app.observability.close()
    const traces = (await readFile(traceFile, 'utf8'))
      .trim()
      .split('\n')
      .map((line): OperationTrace => JSON.parse(line))
    const operations = traces.filter(({ origin }) => origin === 'operation')
    assert.deepEqual(
      operations.map(({ operation, statements }) => [operation, statements.length]),
      [['Doctors', 3], ...Array(20).fill(['Doctors', 0])],
    )
    assert.equal(new Set(operations.map(({ documentHash }) => documentHash)).size, 1)
    const [executed] = operations
    assert.deepEqual(
      executed?.statements.map(({ name, rowCount }) => [name, rowCount]),
      [
        ['doctors_page', 3],
        ['specializations_by_doctor', 3],
        ['schedules_by_doctor', 3],
      ],
      'the row of the data version is none of what a statement finds',
    )
    const outside = traces.filter(({ origin }) => origin === 'outside')
    assert.deepEqual(
      outside.map(({ statements, requestId }) => [requestId, statements.map(({ name }) => name)]),
      [[null, ['data_version']]],
    )
  })
})

describe('a trace with parameters', () => {
  it('has the statements and rows that it has without memory', async () => {
    const settings = { traceInAnswers: true, traceParameters: true }
    const executing = await createTestApp({ settings })
    const { databaseUrl } = executing
    const remembering = await createTestApp({ databaseUrl, settings, memory: DEFAULT_MEMORY })
    await insertDoctors(databaseUrl, NUMBERED_DOCTORS)
    const rowsOf = async (app: TestApp, operation: string) => {
      const { extensions } = await app.run(operation, {}, { 'x-trace': '1' })
      const statements: StatementTrace[] = extensions.trace.statements
      return Object.fromEntries(
        statements.map(({ name, text, rows, rowCount }) => [name, { text, rows, rowCount }]),
      )
    }
    // A total has its version in the rows of the statement itself, with memory.
    for (const operation of [
      '{ doctors(first: 3) { nodes { name specializations { name } schedules { startTime } } } }',
      '{ doctors(filter: { name: "nobody" }) { nodes { name } } }',
      '{ specializations { name } }',
    ]) {
      assert.deepEqual(await rowsOf(remembering, operation), await rowsOf(executing, operation))
    }
  })
})
