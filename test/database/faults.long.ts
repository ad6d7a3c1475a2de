import { describe, it } from 'node:test'
import { connected } from '../support/database/connected.ts'
import { repeatFault } from './fault-cycles.ts'
import { createFaultyDatabase, TERMINATE_ALL } from './faulty-database.ts'

const CYCLES = 100

const database = await createFaultyDatabase({ operationTimeoutMs: 1000 })
const { server, backends } = database

describe(`${CYCLES} cycles under load leave no socket, timer, listener or memory behind`, () => {
  it('in which all connections are terminated', (test) =>
    connected(server.url, async (client) => {
      const terminate = async () => {
        await client.query(TERMINATE_ALL)
      }
      test.diagnostic(await repeatFault(database, { cycles: CYCLES, fault: terminate }))
    }))

  it('in which a backend is killed, and the postmaster restarts all others', async (test) => {
    const kill = async () => {
      // While the database recovers from the last cycle, it has no backend or refuses the query.
      const [pid] = await backends().catch(() => [])
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
    }
    test.diagnostic(await repeatFault(database, { cycles: CYCLES, fault: kill }))
  })
})
