import { readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { clinicScenarios } from './clinic-scenarios.mjs'

/** SQLite's part of clinic.sql: what it does not know is left out, and so are the scenarios that need it. */
const schema = readFileSync(new URL('clinic-sqlite.sql', import.meta.url), 'utf8')
const db = new DatabaseSync(':memory:')
db.exec(schema)
let statements = []
let begunMs = 0
const scenarios = clinicScenarios(async (text, ...parameters) => {
  const startMs = performance.now() - begunMs
  const order = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => parameters[number - 1])
  const values = order.flat()
  const asSqlite = text
    .replaceAll('::int', '')
    .replace(/= any\(\$(\d+)\)/g, (_, number) => `in (${parameters[number - 1].map(() => '?').join(', ')})`)
    .replace(/\$\d+/g, '?')
  const rows = db.prepare(asSqlite).all(...values)
  statements.push({
    text: asSqlite,
    parameters: values,
    startMs,
    durationMs: performance.now() - begunMs - startMs,
    rowCount: rows.length,
    ...(rows.length > 0 && { rows: rows.slice(0, 50) }),
  })
  return rows
})
const lines = []
for (const name of Object.keys(JSON.parse(readFileSync(process.argv[2], 'utf8')))) {
  if (scenarios[name] === undefined) continue
  statements = []
  begunMs = performance.now()
  try {
    await scenarios[name]()
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    console.error(`${name}: ${error.message}`)
    continue
  }
  lines.push(
    JSON.stringify({
      operation: `GET /${name}`,
      startedAt: new Date().toISOString(),
      durationMs: performance.now() - begunMs,
      statements,
    }),
  )
}
writeFileSync('clinic-sqlite.jsonl', `${lines.join('\n')}\n`)
