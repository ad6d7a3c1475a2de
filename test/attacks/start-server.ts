import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeOpenFolder } from '../support/system/open-folder.ts'
import { startProgram } from '../support/system/program.ts'

/** A server with production settings on a new database of 200 doctors, in a process of its own. */
export async function startServer(
  settings: Record<string, string> = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await makeOpenFolder()
  const program = startProgram('src/main.ts', [], {
    PORT: '0',
    DATA_FOLDER: join(folder, 'postgres'),
    LOG_LEVEL: 'error',
    ...settings,
  })
  const [, url = ''] = await program.says(/GraphiQL +(http\S+)/)
  return {
    url,
    async stop() {
      program.process.kill('SIGTERM')
      await program.ended
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}
