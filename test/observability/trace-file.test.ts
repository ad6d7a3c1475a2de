import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { OperationTrace } from '../../src/observability/recording/operation-trace.ts'
import { openTraceFile } from '../../src/observability/trace-file.ts'
import type { Json } from '../support/app/json.ts'
import { createTestApp } from '../support/app/test-app.ts'
import { countStatements } from '../support/database/count-statements.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'
import { makeOpenFolder } from '../support/system/open-folder.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

/** A device of Linux on which every write fails as on a full disk. */
const FULL_DISK = '/dev/full'
const withoutFullDisk = !existsSync(FULL_DISK) && `no ${FULL_DISK} on this system`

const unexpected = { onDrop: () => assert.fail('a trace was dropped'), onTrouble: assert.fail }

async function readLines(path: string): Promise<Json[]> {
  const text = await readFile(path, 'utf8')
  assert.ok(text === '' || text.endsWith('\n'), 'the last line is whole')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

describe('a trace file', () => {
  it('contains every statement that PostgreSQL counted, with the right operation and path, for 50 concurrent requests', async () => {
    const traceFile = join(folder, 'complete.jsonl')
    const app = await createTestApp({ settings: { traceFile, traceParameters: true } })
    await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)
    const counted = await countStatements(app.databaseUrl)

    const send = async (number: number, round: number) => {
      const name = `number ${String(number).padStart(3, '0')}`
      const id = btoa(`Doctor:${number}`)
      const requestId = `r-${number}-${round}`
      const [query, variables] = [
        [FULL_PAGE, { filter: { name } }],
        ['query ById($id: ID!) { doctor(id: $id) { name schedules { startTime } } }', { id }],
        ['query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on Doctor { name } } }', { ids: [id] }],
      ][round % 3] ?? ['', {}]
      const response = await app.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': requestId },
        body: JSON.stringify({ query, variables }),
      })
      const body = await response.text()
      assert.match(body, new RegExp(`dr\\. Number ${String(number).padStart(3, '0')}`))
    }
    for (let round = 0; round < 6; round++) {
      await Promise.all([
        ...Array.from({ length: 50 }, (_, index) => send(index + 1, round)),
        app.fetch('/readiness'),
      ])
    }
    const calls = (await countStatements(app.databaseUrl)) - counted
    await app.observability.close()

    const traces = await readLines(traceFile)
    const statements = traces.flatMap((trace) =>
      trace.statements.map((statement: Json) => ({ trace, ...statement })),
    )
    assert.equal(statements.length, calls)
    assert.equal(calls, 50 * 2 * (3 + 2 + 1) + 6)

    const outside = statements.filter(({ trace }) => trace.origin === 'outside')
    assert.deepEqual([...new Set(outside.map(({ name, path }) => `${name} ${path}`))], ['readiness null'])

    for (const { trace, parameters, path, loader } of statements.filter(
      ({ trace }) => trace.origin === 'operation',
    )) {
      const number = Number(trace.requestId.split('-')[1])
      const sent = JSON.stringify(parameters)
      assert.ok(
        sent.includes(`%number ${String(number).padStart(3, '0')}%`) || sent.includes(String(number)),
        sent,
      )
      const paths: Record<string, string[]> = {
        Doctors: ['doctors', 'doctors.nodes.*.specializations', 'doctors.nodes.*.schedules'],
        ById: ['doctor', 'doctor.schedules'],
        Nodes: ['nodes'],
      }
      assert.ok(paths[trace.operation]?.includes(path), `${trace.operation}: ${path}`)
      assert.equal(loader !== null, /specializations|schedules/.test(path))
    }
  })

  it('contains every trace, in order and on whole lines, after it is closed', async () => {
    const path = join(folder, 'many.jsonl')
    const file = openTraceFile({ path, ...unexpected })
    for (let number = 0; number < 5000; number++) {
      file.write({ ...emptyTrace, requestId: String(number), operation: 'x'.repeat(1000) })
    }
    await file.close()
    const numbers = (await readLines(path)).map(({ requestId }) => Number(requestId))
    assert.deepEqual(numbers, [...Array(5000).keys()])
  })

  it('drops and counts traces beyond its buffer, reports it once, and keeps the others whole', async () => {
    const path = join(folder, 'bounded.jsonl')
    const reasons: string[] = []
    let drops = 0
    const file = openTraceFile({
      path,
      maxBufferedBytes: 1000,
      onDrop: () => drops++,
      onTrouble: (reason) => reasons.push(reason),
    })
    for (const operation of ['x'.repeat(2000), 'kept', 'y'.repeat(2000)])
      file.write({ ...emptyTrace, operation })
    await file.close()
    assert.equal(drops, 2)
    assert.deepEqual(reasons, ['more than 1000 bytes wait to be written'])
    assert.deepEqual(
      (await readLines(path)).map(({ operation }) => operation),
      ['kept'],
    )
  })

  it('on a full disk fails no operation, is reported once, and can be closed', {
    skip: withoutFullDisk,
  }, async () => {
    const app = await createTestApp({ settings: { traceFile: FULL_DISK } })
    for (let number = 0; number < 3; number++) {
      const { data, errors } = await app.run('{ doctors { totalCount } }')
      assert.deepEqual({ data, errors }, { data: { doctors: { totalCount: 0 } }, errors: [] })
    }
    await app.observability.close()
    const warnings = app.logged.filter(({ level }) => level > 30).map(({ msg }) => msg)
    assert.equal(warnings.length, 1)
    assert.match(warnings[0], /^traces are dropped, since they cannot be written to \/dev\/full: ENOSPC/)
  })

  it('that cannot be opened is refused with the reason', () => {
    assert.throws(() => openTraceFile({ path: join(folder, 'missing', 'x.jsonl'), ...unexpected }), {
      name: 'StartupError',
      message: /traces cannot be written to .*ENOENT.*\(TRACE_FILE\)/,
    })
  })
})

const emptyTrace: OperationTrace = {
  version: 1,
  origin: 'operation',
  operation: null,
  documentHash: null,
  requestId: null,
  startedAt: new Date(0).toISOString(),
  durationMs: 0,
  phases: { parseMs: 0, validateMs: 0, contextMs: 0, executeMs: 0 },
  resolvers: [],
  statements: [],
}
