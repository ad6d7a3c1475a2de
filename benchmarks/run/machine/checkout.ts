import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Checkout } from '../../result.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The commit that is measured; null outside a Git checkout, or without Git. */
export async function describeCheckout(folder = ROOT): Promise<Checkout | null> {
  const git = async (...args: string[]) => (await run('git', ['-C', folder, ...args])).stdout.trim()
  try {
    const commit = await git('rev-parse', 'HEAD')
    return { commit, isDirty: (await git('status', '--porcelain')) !== '' }
  } catch {
    return null
  }
}
