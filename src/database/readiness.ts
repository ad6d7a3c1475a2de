import { Client } from 'pg'
import { closeAtOnce } from './close-at-once.ts'
import { type LabelledStatement, observeStatements, type StatementObserver } from './statement-observer.ts'

export interface Readiness {
  /** Whether the database answers. Concurrent calls share one check. */
  check(): Promise<boolean>
  close(): Promise<void>
}

const TIMEOUT_MS = 1000
const PROBE: LabelledStatement = { label: 'readiness', text: 'select 1' }

/** Checks the database on a connection of its own, so that a busy pool does not make the server look broken. */
export function createReadiness(url: string, observe: StatementObserver): Readiness {
  let client: Client | undefined
  let checking: Promise<boolean> | undefined
  const discard = (broken: Client) => {
    if (client === broken) client = undefined
    closeAtOnce(broken)
  }
  const open = async () => {
    const opened = new Client({
      connectionString: url,
      application_name: 'jadwal readiness',
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
    })
    opened.on('error', () => discard(opened))
    observeStatements(opened, observe)
    try {
      await opened.connect()
    } catch (error) {
      discard(opened)
      throw error
    }
    client = opened
    return opened
  }
  const check = async () => {
    try {
      const session = client ?? (await open())
      await session.query(PROBE).catch((error) => {
        discard(session)
        throw error
      })
      return true
    } catch {
      return false
    }
  }
  return {
    check() {
      checking ??= check().finally(() => {
        checking = undefined
      })
      return checking
    },
    async close() {
      if (client === undefined) return
      const timer = setTimeout(discard, TIMEOUT_MS, client)
      await client.end().catch(() => {})
      clearTimeout(timer)
    },
  }
}
