import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sleepSync } from './sleep-sync.ts'

/** A folder in the temporary folder of the system, which is removed when it is disposed of. */
export interface TemporaryFolder extends AsyncDisposable {
  path: string
}

const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const

/** Creates one. It is also removed where the process exits without disposing of it, as it does at a second signal. */
export async function makeTemporaryFolder(name: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `jadwal-${name}-`))
  const removeAtOnce = () => removeNow(path)
  process.once('exit', removeAtOnce)
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, REMOVAL)
      process.off('exit', removeAtOnce)
    },
  }
}

const MAX_REMOVALS = 10
const PAUSE_MS = 100

/** Again and again: what still writes to it, such as initdb, creates folders until it notices. */
function removeNow(path: string): void {
  for (let removals = 0; removals < MAX_REMOVALS && existsSync(path); removals++) {
    rmSync(path, REMOVAL)
    sleepSync(PAUSE_MS)
  }
}
