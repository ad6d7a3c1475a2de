import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Loaded before a server: Node.js keeps what it compiled of the modules, so that the next process with the same ones starts
 * in half the time.
 */
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/jadwal-benchmark', import.meta.url)))
