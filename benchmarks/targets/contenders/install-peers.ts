import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const FOLDER = fileURLToPath(new URL('./peers/', import.meta.url))

/** What the peers are made of. One that is missing was added since they were installed. */
const PACKAGES = [
  'mercurius',
  'mercurius-cache',
  'postgraphile',
  'graphql-yoga',
  '@graphql-yoga/plugin-response-cache',
]

/** Installs the packages of the peers, as their lock file pins them, if they are not there. @throws Error with npm's words. */
export async function installPeers(): Promise<void> {
  if (PACKAGES.every((name) => existsSync(`${FOLDER}node_modules/${name}`))) return
  try {
    await promisify(execFile)('npm', ['ci', '--ignore-scripts'], { cwd: FOLDER })
  } catch (error) {
    throw new Error(
      `expected npm ci to install the peers, got: ${error instanceof Error ? error.message : error}`,
    )
  }
}
