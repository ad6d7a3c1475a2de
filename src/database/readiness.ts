import { createSingleConnection } from './single-connection.ts'
import type { StatementObserver } from './statements/statement-observer.ts'

export interface Readiness {
  /** Whether the database answers. Concurrent calls share one check. */
  check(): Promise<boolean>
  close(): Promise<void>
}

/** Checks the database on a connection of its own, so that a busy pool does not make the server look broken. */
export function createReadiness(url: string, observe: StatementObserver): Readiness {
  const connection = createSingleConnection({
    url,
    applicationName: 'jadwal readiness',
    observe,
  })
  let checking: Promise<boolean> | undefined
  const check = () =>
    connection.query({ label: 'readiness', text: 'select 1' }).then(
      () => true,
      () => false,
    )
  return {
    check() {
      checking ??= check().finally(() => {
        checking = undefined
      })
      return checking
    },
    close: connection.close,
  }
}
