import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new temporary folder that all users can enter: root's PostgreSQL runs as another one. */
export async function makeOpenFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jadwal-test-'))
  await chmod(folder, 0o755)
  return folder
}
