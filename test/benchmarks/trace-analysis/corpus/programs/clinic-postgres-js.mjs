import { readFileSync, writeFileSync } from 'node:fs'
import postgres from 'postgres'
import { clinicScenarios } from './clinic-scenarios.mjs'
import { config } from './harness.mjs'

// Its own hook for debugging, written as lines of JSON, as programs do.
const lines = []
const sql = postgres({
  ...config,
  max: 1,
  onnotice() {},
  debug: (_connection, text, parameters) =>
    lines.push(JSON.stringify({ time: new Date().toISOString(), query: text, params: parameters })),
})
const scenarios = clinicScenarios((text, ...parameters) => sql.unsafe(text, parameters))
for (const name of Object.keys(JSON.parse(readFileSync(process.argv[2], 'utf8')))) {
  if (scenarios[name] === undefined) continue
  await sql.unsafe(`set application_name = 'GET /${name}'`)
  await scenarios[name]()
  lines.push(`"GET /${name} HTTP/1.1" 200 12`)
}
await sql.end()
writeFileSync('postgres-js.log', `${lines.join('\n')}\n`)
