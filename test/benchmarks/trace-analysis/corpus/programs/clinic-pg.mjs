import { clinicScenarios } from './clinic-scenarios.mjs'
import { config, pg, runAll } from './harness.mjs'

const client = new pg.Client(config)
await client.connect()
const scenarios = clinicScenarios(async (text, ...parameters) => (await client.query(text, parameters)).rows)
await runAll('clinic-pg', scenarios, (text) => client.query(text))
await client.end()
